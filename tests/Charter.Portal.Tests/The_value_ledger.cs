using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class The_value_ledger(PortalFixture portal)
{
    private readonly Given _given = new();
    private readonly Guid _other = Guid.CreateVersion7();

    private object Line(bool isDisputed = false, decimal amount = 1250.5m) => new
    {
        id = _given.Id,
        organisationId = _given.Organisation,
        organisationName = "Irwell Valley Trust",
        stage = "added",
        pillar = "economic",
        outcome = "More good jobs",
        title = "Wages of people who found work",
        amount,
        unit = "gbp",
        confidence = "estimated",
        source = "Payroll",
        periodFrom = "2026-01-01",
        periodUntil = "2026-06-30",
        place = new { code = "E08000006", name = "Salford" },
        recordedOn = "2026-07-01",
        corrections = 1,
        isDisputed,
        share = 0.7,
        counted = 875.35,
    };

    private object Record(bool isDisputed = false) => new
    {
        value = Line(isDisputed),
        entries = new[]
        {
            new { number = 2, stage = "added", amount = 1250.5, unit = "gbp", confidence = "estimated", source = "Payroll", periodFrom = "2026-01-01", periodUntil = "2026-06-30", recordedOn = "2026-08-01", reason = (string?)"Two were counted twice." },
            new { number = 1, stage = "core", amount = 1400.0, unit = "gbp", confidence = "guessed", source = "Payroll", periodFrom = "2026-01-01", periodUntil = "2026-06-30", recordedOn = "2026-07-01", reason = (string?)null },
        },
        parts = new[]
        {
            new { organisationId = _given.Organisation, organisationName = "Irwell Valley Trust", share = 0.7, countedShare = 0.7, counted = 875.35 },
            new { organisationId = _other, organisationName = "Quays Kitchen", share = isDisputed ? 0.6 : 0.3, countedShare = 0.3, counted = 375.15 },
        },
        claims = new[] { new { number = 2, organisationId = _other, organisationName = "Quays Kitchen", share = 0.3, cause = "claimed", reason = "We trained them.", madeOn = "2026-08-02" }, new { number = 1, organisationId = _given.Organisation, organisationName = "Irwell Valley Trust", share = 0.7, cause = "recorded", reason = "", madeOn = "2026-07-01" } },
        disputes = isDisputed ? new object[] { new { number = 1, openedOn = "2026-08-02" } } : [],
    };

    private object Totals(string? by = null) => new
    {
        asAt = "2026-11-21",
        totals = new[] { Unit(1250.5m) },
        by,
        groups = by is null ? null : new[] { new { value = "E08000006", label = "Salford", totals = new[] { Unit(1000) } }, new { value = "", label = "", totals = new[] { Unit(250.5m) } } },
        licence = new { name = "OGL", address = "https://example.org" },
    };

    private static object Unit(decimal amount) => new
    {
        unit = "gbp",
        stages = new[] { Stage("core", 0), Stage("added", amount), Stage("unpredicted", 0) },
    };

    private static object Stage(string stage, decimal estimated) => new
    {
        stage,
        measured = new { amount = 0, records = 0 },
        estimated = new { amount = estimated, records = estimated > 0 ? 2 : 0, periodFrom = estimated > 0 ? "2026-01-01" : null, periodUntil = estimated > 0 ? "2026-06-30" : null },
        guessed = new { amount = 0, records = 0 },
        inDispute = estimated > 0 ? 99 : 0,
    };

    private Visitor Shown(Visitor visitor, bool isDisputed = false) => visitor
        .Finds($"GET /api/value/{_given.Id}", Record(isDisputed)).Finds("GET /api/value/totals", Totals()).Finds($"GET /api/organisations/{_given.Organisation}/value", new { items = new[] { Line(isDisputed) } })
        .Finds($"GET /api/register/{_given.Organisation}", _given.Entry())
        .Finds("GET /api/organisations", new { items = new[] { new { id = _given.Organisation, name = "Irwell Valley Trust", sector = "business", kind = "both", sizeBand = "small", status = "confirmed", identifiers = Array.Empty<object>(), places = Array.Empty<object>(), registeredOn = "2026-01-01" } } });

    private static (string, string)[] Typed(params (string Name, string Value)[] instead) =>
        [.. new[]
        {
            ("Title", "Wages"), ("Stage", "added"), ("Pillar", "economic"), ("Outcome", "More good jobs"), ("Amount", "1250.5"), ("Unit", "gbp"), ("Confidence", "estimated"), ("Source", "Payroll"),
            ("PeriodFrom.Day", "1"), ("PeriodFrom.Month", "1"), ("PeriodFrom.Year", "2026"), ("PeriodUntil.Day", "30"), ("PeriodUntil.Month", "6"), ("PeriodUntil.Year", "2026"), ("Place", ""),
        }.Where(field => instead.All(other => other.Name != field.Item1)), .. instead];

    [Fact]
    public async Task Anybody_reads_totals_in_three_parts_and_what_they_are_made_of()
    {
        var stranger = Shown(portal.Stranger());
        var page = await stranger.Opens($"/organisations/{_given.Organisation}/value");
        foreach (var said in new[] { "Offered and contracted", "£1,250.50", "2 records", "£99", "Wages of people who found work", "Share of 70 %, of which £875.35 counts", "corrected once" })
            WebUtility.HtmlDecode(page.Html).ShouldContain(said);
        page.Html.ShouldNotContain("Record value</a>");
        var record = WebUtility.HtmlDecode((await stranger.Opens($"/value/{_given.Id}")).Html);
        foreach (var said in new[] { "Two were counted twice.", "£1,400, core, guessed", "Quays Kitchen", "30 %", "£375.15" })
            record.ShouldContain(said);
        record.ShouldNotContain("/correction");
    }

    [Fact]
    public async Task Totals_are_filtered_split_and_downloaded_and_a_bad_day_stands_at_its_field()
    {
        var stranger = Shown(portal.Stranger()).Finds("GET /api/value/totals", Totals("place"));
        var page = await stranger.Opens("/value?Place=E08000006&By=place");
        foreach (var said in new[] { "£1,000", "Salford", "No place named", "/api/value/totals/export?place=E08000006&by=organisation" })
            WebUtility.HtmlDecode(page.Html).ShouldContain(said);
        (await stranger.Opens("/value?On.Day=31&On.Month=2&On.Year=2026")).Errors.ShouldHaveSingleItem().Field.ShouldBe("On-Day");
        (await stranger.Opens("/value?On.Day=1&On.Month=1&On.Year=2099")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_editor_records_value_with_a_share_in_per_cent()
    {
        var editor = Shown(_given.EditorAt(portal)).Finds($"POST /api/organisations/{_given.Organisation}/value", new { id = _given.Id }, HttpStatusCode.Created);
        var path = $"/organisations/{_given.Organisation}/value/new";
        (await editor.Sends(path, Typed(("SharePercent", "62.5")))).Location.ShouldBe($"/value/{_given.Id}");
        var sent = editor.WasAsked($"POST /api/organisations/{_given.Organisation}/value").Single().Json;
        (sent.Text("stage"), sent.GetProperty("amount").GetDecimal(), sent.Text("periodUntil"), sent.GetProperty("share").GetDecimal()).ShouldBe(("added", 1250.5m, "2026-06-30", 0.625m));
        var again = await editor.Sends(path, Typed(("SharePercent", "130")));
        again.Errors.ShouldBe([("SharePercent", "Enter a share from 0 to 100 per cent, with at most two decimals")]);
        (again.Value("Title"), again.Value("Stage"), again.Value("Amount")).ShouldBe(("Wages", "added", "1250.5"));
    }

    [Fact]
    public async Task What_the_service_refuses_stands_at_its_field_and_nothing_typed_is_lost()
    {
        var editor = Shown(_given.EditorAt(portal)).IsRefused($"POST /api/organisations/{_given.Organisation}/value", HttpStatusCode.BadRequest, "No", new { periodUntil = new[] { "The period must be over." } });
        var again = await editor.Sends($"/organisations/{_given.Organisation}/value/new", Typed(("SharePercent", "100")));
        again.Errors.ShouldBe([("PeriodUntil-Day", "The period must be over.")]);
        again.Value("Source").ShouldBe("Payroll");
    }

    [Fact]
    public async Task A_correction_begins_with_the_figure_as_it_is_and_needs_a_reason()
    {
        var editor = Shown(_given.EditorAt(portal)).Finds($"POST /api/value/{_given.Id}/corrections", Record());
        var path = $"/value/{_given.Id}/correction";
        var form = await editor.Opens(path);
        (form.Value("Amount"), form.Value("Stage"), form.Value("Place")).ShouldBe(("1250.5", "added", "E08000006"));
        (await editor.Presses(form, path, Typed(("Reason", "Counted anew.")))).Location.ShouldBe($"/value/{_given.Id}");
        var sent = editor.WasAsked($"POST /api/value/{_given.Id}/corrections").Single().Json;
        (sent.Text("reason"), sent.GetProperty("amount").GetDecimal()).ShouldBe(("Counted anew.", 1250.5m));
    }

    [Fact]
    public async Task A_correction_keeps_a_measure_that_the_organisation_may_read_no_longer()
    {
        var framework = Guid.CreateVersion7();
        var record = System.Text.Json.JsonSerializer.SerializeToNode(Record())!;
        record["entries"]![0]!["keptMeasure"] = System.Text.Json.JsonSerializer.SerializeToNode(new { frameworkId = framework, version = 1, code = "IJ/1" });
        var editor = Shown(_given.EditorAt(portal)).Finds($"GET /api/value/{_given.Id}", record).Finds($"POST /api/value/{_given.Id}/corrections", record);
        var (path, kept) = ($"/value/{_given.Id}/correction", $"{framework}/1/IJ/1");
        var form = await editor.Opens(path);
        form.Value("FrameworkMeasure").ShouldBe(kept);
        form.Html.ShouldContain("As it is: a measure that your organisation may no longer read");
        (await editor.Presses(form, path, Typed(("FrameworkMeasure", form.Value("FrameworkMeasure")!), ("Reason", "Counted anew.")))).Location.ShouldBe($"/value/{_given.Id}");
        var sent = editor.WasAsked($"POST /api/value/{_given.Id}/corrections").Single().Json.GetProperty("frameworkMeasure");
        (sent.Id("frameworkId"), sent.GetProperty("version").GetInt32(), sent.Text("code")).ShouldBe((framework, 1, "IJ/1"));
    }

    [Fact]
    public async Task A_share_is_claimed_for_an_organisation_of_ones_own()
    {
        var editor = Shown(_given.EditorAt(portal)).Finds($"POST /api/value/{_given.Id}/claims", Record());
        var path = $"/value/{_given.Id}/claim";
        (await editor.Opens(path)).Value("Organisation").ShouldBe($"{_given.Organisation}");   // there is no other
        (await editor.Sends(path, ("Organisation", ""), ("Share", "x"), ("Reason", ""))).Errors.Count.ShouldBe(1);
        (await editor.Sends(path, ("Organisation", ""), ("Share", "120"), ("Reason", ""))).Errors.Select(e => e.Field).ShouldBe(["Organisation", "Share"]);
        (await editor.Sends(path, ("Organisation", $"{_given.Organisation}"), ("Share", "25"), ("Reason", "We trained them."))).Location.ShouldBe($"/value/{_given.Id}");
        var sent = editor.WasAsked($"POST /api/value/{_given.Id}/claims").Single().Json;
        (sent.Id("organisationId"), sent.GetProperty("share").GetDecimal(), sent.Text("reason")).ShouldBe((_given.Organisation, 0.25m, "We trained them."));
    }

    [Fact]
    public async Task The_other_record_is_named_by_its_address()
    {
        var editor = Shown(_given.EditorAt(portal)).Finds($"POST /api/value/{_given.Id}/joining", Record());
        var path = $"/value/{_given.Id}/same";
        (await editor.Sends(path, ("SameAs", "the other one"), ("Reason", "Same."))).Errors.ShouldHaveSingleItem().Field.ShouldBe("SameAs");
        (await editor.Sends(path, ("SameAs", $"https://charter.example.org/value/{_other}?x=1"), ("Reason", "Same."))).Location.ShouldBe($"/value/{_other}");
        editor.WasAsked($"POST /api/value/{_given.Id}/joining").Single().Json.Id("sameAs").ShouldBe(_other);
    }

    [Fact]
    public async Task A_registrar_from_elsewhere_settles_what_is_in_dispute()
    {
        var registrar = Shown(portal.As(Person.With(Roles.Registrar)), isDisputed: true).Finds("GET /api/value/disputes", new { items = new[] { Line(isDisputed: true) } }).Finds($"POST /api/value/{_given.Id}/settlement", Record());
        (await registrar.Opens("/registrar/value-disputes")).Html.ShouldContain($"href=\"/value/{_given.Id}\"");
        (await registrar.Opens($"/value/{_given.Id}")).Html.ShouldContain($"href=\"/value/{_given.Id}/settlement\"");
        var path = $"/value/{_given.Id}/settlement";
        var form = await registrar.Opens(path);
        (form.Value("Shares[0].Percent"), form.Value("Shares[1].Percent")).ShouldBe(("70.0", "30.0"));
        form.Html.ShouldContain("We trained them.");
        (string, string)[] parties = [("Shares[0].OrganisationId", $"{_given.Organisation}"), ("Shares[1].OrganisationId", $"{_other}")];
        (await registrar.Presses(form, path, [.. parties, ("Shares[0].Percent", "60"), ("Shares[1].Percent", "-1"), ("Reason", "So.")])).Errors.ShouldHaveSingleItem().Field.ShouldBe("Shares-1--Percent");
        (await registrar.Presses(form, path, [.. parties, ("Shares[0].Percent", "60"), ("Shares[1].Percent", "40"), ("Reason", "By hours.")])).Location.ShouldBe($"/value/{_given.Id}");
        var sent = registrar.WasAsked($"POST /api/value/{_given.Id}/settlement").Single().Json;
        sent.GetProperty("shares").EnumerateArray().Select(s => (s.Id("organisationId"), s.GetProperty("share").GetDecimal())).ShouldBe([(_given.Organisation, 0.6m), (_other, 0.4m)]);
        (await Shown(portal.As(Person.With(Roles.Registrar).Of(_other, Roles.Editor)), isDisputed: true).Opens($"/value/{_given.Id}")).Html.ShouldNotContain("/settlement\"");
        (await Shown(portal.As(Person.With())).Opens("/registrar/value-disputes")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
