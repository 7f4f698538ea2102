using System.Net;
using System.Text.Json.Nodes;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Pledges_over_time(PortalFixture portal)
{
    private readonly Given _given = new();

    private JsonObject Pledge(params (string, object?)[] instead)
    {
        var pledge = System.Text.Json.JsonSerializer.SerializeToNode(_given.Pledge)!.AsObject();
        foreach (var (name, value) in instead.Append(("status", "active")).Append(("standing", "at-risk")).DistinctBy(i => i.Item1))
            pledge[name] = System.Text.Json.JsonSerializer.SerializeToNode(value);
        return pledge;
    }

    private Visitor Editor(JsonObject? pledge = null) => _given.EditorAt(portal).Finds($"GET /api/pledges/{_given.Id}", pledge ?? Pledge());

    private static object Duty(string code, string commitment, string state, int pledges = 0, int? keptFrom = null) => new
    {
        code,
        commitment,
        binding = "commissioner",
        text = $"Do {code}.",
        state,
        verifiedAt = state == "verified" ? "2026-05-03T10:00:00Z" : null,
        keptFrom,
        standsOn = new { pledges, pledgesEnded = 1, evidence = 2, evidenceVerified = 1 },
    };

    private object Ledger(int version, bool isCurrent) => new
    {
        organisationId = _given.Organisation,
        organisationName = "Irwell Valley Trust",
        charterId = _given.Charter,
        charterVersion = version,
        charterTitle = "The charter",
        signedOn = "2026-11-01",
        signedFor = (Guid?)null,
        endedOn = (string?)null,
        isCurrent,
        items = new[] { Duty("embed", "embed", "verified", 2, 1), Duty("C1", "deliver", "in-place") },
    };

    private object Ledgers => new
    {
        items = new[] { (2, true), (1, false) }.Select(l => new
        {
            organisationId = _given.Organisation,
            charterId = _given.Charter,
            charterVersion = l.Item1,
            charterTitle = "The charter",
            signedOn = "2026-11-01",
            isCurrent = l.Item2,
            states = new Dictionary<string, int> { ["verified"] = 1, ["in-place"] = 1 },
        }),
    };

    [Fact]
    public async Task A_pledge_shows_how_it_stands_its_chart_with_a_table_and_its_history()
    {
        var page = await Editor().Opens($"/pledges/{_given.Id}");
        foreach (var said in new[] { "At risk", "It lags behind an even way", "31 March 2026", "Salford", "Disability", "Community", "The figures as a table", "Amended: Irwell Valley Trust", "Amend the pledge" })
            page.Html.ShouldContain(said);
        page.Html.ShouldContain("<svg class=\"app-chart__picture\"");
        page.Html.ShouldContain("role=\"img\"");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1e14, 3)]
    public async Task The_chart_is_drawn_for_any_figures(double value, int figures)
    {
        var pledge = Pledge(("baselineOn", "2026-11-21"), ("dueOn", "2026-11-22"), ("baseline", 5), ("target", 5.0001m),
            ("progress", Enumerable.Range(0, figures).Select(i => new { id = Guid.NewGuid(), value = (decimal)value * i, on = "2026-11-21", confidence = "guessed", source = "x" })));
        var page = await Editor(pledge).Opens($"/pledges/{_given.Id}");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldNotContain("NaN");
        page.Html.ShouldNotContain("Infinity");
    }

    [Fact]
    public async Task A_pledge_that_has_ended_offers_nothing_more()
    {
        var page = await Editor(Pledge(("status", "missed"), ("standing", null), ("endedOn", "2026-10-01"))).Opens($"/pledges/{_given.Id}");
        page.Html.ShouldContain("1 October 2026");
        foreach (var offered in new[] { $"/pledges/{_given.Id}/amend", $"/pledges/{_given.Id}/end", $"/pledges/{_given.Id}/progress" })
            page.Html.ShouldNotContain(offered);
    }

    [Fact]
    public async Task What_a_rule_ended_says_so_and_can_be_reopened_for_a_time()
    {
        var ended = Pledge(("status", "missed"), ("standing", null), ("endedOn", "2026-10-01"), ("endedByRule", true), ("reopenableUntil", "2999-12-30"),
            ("history", new[] { new { kind = "missed", version = 4, reason = "Nobody said.", fields = Array.Empty<object>(), by = (Guid?)null, at = "2026-10-01T10:00:00Z", byRule = true } }));
        var editor = Editor(ended).Finds($"POST /api/pledges/{_given.Id}/reopening", new { id = _given.Id });
        var page = await editor.Opens($"/pledges/{_given.Id}");
        foreach (var said in new[] { "entered by rule and not by a person", "Missed (by rule, not by a person): Nobody said.", $"/pledges/{_given.Id}/reopen", "30 December 2999" })
            page.Html.ShouldContain(said);
        (await Editor(Pledge(("status", "missed"), ("reopenableUntil", "2026-10-30"))).Opens($"/pledges/{_given.Id}")).Html.ShouldNotContain($"/pledges/{_given.Id}/reopen");

        var form = await editor.Opens($"/pledges/{_given.Id}/reopen");
        var sent = await editor.Presses(form, $"/pledges/{_given.Id}/reopen", ("Reason", "It was entered late."), ("DueOn.Day", "1"), ("DueOn.Month", "2"), ("DueOn.Year", "2999"));
        sent.Location.ShouldBe($"/pledges/{_given.Id}");
        var body = editor.WasAsked($"POST /api/pledges/{_given.Id}/reopening").Single().Json;
        (body.GetProperty("reason").GetString(), body.GetProperty("dueOn").GetString()).ShouldBe(("It was entered late.", "2999-02-01"));
        var refused = await Editor(ended).IsRefused($"POST /api/pledges/{_given.Id}/reopening", HttpStatusCode.BadRequest, "", new { reason = new[] { "Give the reason." }, dueOn = new[] { "Later." } })
            .Sends($"/pledges/{_given.Id}/reopen", ("Reason", "So"));
        (refused.Errors.Count(), refused.Value("Reason")).ShouldBe((2, "So"));
    }

    [Fact]
    public async Task An_overdue_pledge_says_when_it_is_entered_as_missed()
    {
        var page = await Editor(Pledge(("missedOn", "2027-04-30"), ("rules", new { graceDays = 30, reopenDays = 90 }))).Opens($"/pledges/{_given.Id}");
        page.Html.ShouldContain("entered as missed on 30 April 2027: by rule, 30 days after its day");
    }

    [Fact]
    public async Task A_place_of_a_pledge_is_chosen_from_all_with_the_organisations_own_first()
    {
        var editor = Editor().Finds("GET /api/places", new { items = new object[] { new { code = "E08000001", name = "Bolton", type = "district" }, new { code = "E08000006", name = "Salford", type = "district" }, new { code = "E05000001", name = "Ordsall", type = "ward", parent = new { code = "E08000006", name = "Salford" } } } });
        var form = await editor.Opens(_given.PledgeForm);
        var offered = System.Text.RegularExpressions.Regex.Match(form.Html, "<select[^>]*id=\"Place\".*?</select>", System.Text.RegularExpressions.RegexOptions.Singleline).Value;
        System.Text.RegularExpressions.Regex.Matches(offered, "value=\"(E[0-9]+)\"").Select(m => m.Groups[1].Value).ShouldBe(["E08000006", "E08000001", "E05000001"]);
        offered.ShouldContain("Ordsall, Salford");
    }

    [Fact]
    public async Task Amending_begins_with_what_stands_and_sends_the_version_that_was_read()
    {
        var pledge = Pledge(("outcome", "No longer on the menu"), ("baseline", 1.5m), ("commitment", "deliver"), ("pillar", "social"));
        var editor = Editor(pledge).Finds($"POST /api/pledges/{_given.Id}/amendments", new { id = _given.Id });
        var form = await editor.Opens($"/pledges/{_given.Id}/amend");
        (form.Value("Outcome"), form.Value("Baseline"), form.Value("BaselineOn.Day"), form.Value("TargetGroups"), form.Value("Segment")).ShouldBe(("No longer on the menu", "1.5", "31", "disability", "community"));
        form.Hidden.ShouldContain(("Version", "3"));

        var sent = await editor.Presses(form, $"/pledges/{_given.Id}/amend", [.. Given.Typed(("Reason", "We aim higher now."))]);
        sent.Location.ShouldBe($"/pledges/{_given.Id}");
        var body = editor.WasAsked($"POST /api/pledges/{_given.Id}/amendments").Single().Json;
        (body.GetProperty("version").GetInt32(), body.GetProperty("reason").GetString(), body.GetProperty("commitment").GetString()).ShouldBe((3, "We aim higher now.", "deliver"));
    }

    [Fact]
    public async Task A_measure_that_the_organisation_may_read_no_longer_stays_as_it_is()
    {
        var (framework, call) = (Guid.NewGuid(), $"POST /api/pledges/{_given.Id}/amendments");
        var editor = Editor(Pledge(("keptMeasure", new { frameworkId = framework, version = 2, code = "M/1" }))).Finds(call, new { id = _given.Id })
            .Finds($"GET /api/organisations/{_given.Organisation}/framework-measures", new { items = Array.Empty<object>(), isCut = false });
        var form = await editor.Opens($"/pledges/{_given.Id}/amend");
        form.Html.ShouldContain("As it is: a measure that your organisation may no longer read");
        form.Value("FrameworkMeasure").ShouldBe($"{framework}/2/M/1");
        await editor.Presses(form, $"/pledges/{_given.Id}/amend", [.. Given.Typed(("Reason", "We aim higher now."), ("FrameworkMeasure", form.Value("FrameworkMeasure")!))]);
        var named = editor.WasAsked(call).Single().Json.GetProperty("frameworkMeasure");
        (named.GetProperty("frameworkId").GetGuid(), named.GetProperty("version").GetInt32(), named.GetProperty("code").GetString()).ShouldBe((framework, 2, "M/1"));
    }

    [Fact]
    public async Task What_an_amendment_breaks_stands_at_its_field_with_all_that_was_typed()
    {
        var editor = Editor().IsRefused($"POST /api/pledges/{_given.Id}/amendments", HttpStatusCode.BadRequest, "", new { reason = new[] { "Give the reason." }, target = new[] { "Write a target below 5." } });
        var page = await editor.Sends($"/pledges/{_given.Id}/amend", Given.Typed(("Reason", "So"), ("Target", "9")));
        page.Errors.ShouldBe([("Target", "Write a target below 5."), ("Reason", "Give the reason.")]);
        (page.Value("Reason"), page.Value("Target")).ShouldBe(("So", "9"));
    }

    [Theory]
    [InlineData("completion", "note")]
    [InlineData("miss", "reason")]
    [InlineData("withdrawal", "reason")]
    public async Task A_pledge_is_ended_as_was_chosen(string how, string field)
    {
        var editor = Editor().Finds($"POST /api/pledges/{_given.Id}/{how}", new { id = _given.Id });
        (await editor.Sends($"/pledges/{_given.Id}/end", ("How", how), ("Reason", "The service has closed."))).Location.ShouldBe($"/pledges/{_given.Id}");
        editor.WasAsked($"POST /api/pledges/{_given.Id}/{how}").Single().Json.GetProperty(field).GetString().ShouldBe("The service has closed.");
        (await Editor().Sends($"/pledges/{_given.Id}/end", ("Reason", "Why"))).Errors.ShouldBe([("How", "Choose what became of the pledge")]);
        (await Editor().Sends($"/pledges/{_given.Id}/end", ("How", "../../x"), ("Reason", "Why"))).Errors.ShouldBe([("How", "Choose what became of the pledge")]);
    }

    [Fact]
    public async Task What_there_is_to_do_leads_to_where_it_is_done()
    {
        var task = Guid.NewGuid();
        var editor = _given.EditorAt(portal)
            .Finds($"GET /api/organisations/{_given.Organisation}/pledges", new { items = Array.Empty<object>(), next = (string?)null })
            .Finds($"GET /api/organisations/{_given.Organisation}/pledges/tasks", new
            {
                items = new object[]
                {
                    new { kind = "end", pledgeId = task, title = "Jobs", dueOn = "2026-11-01" }, new { kind = "report", pledgeId = task, title = "Jobs", dueOn = "2026-11-01" },
                    new { kind = "show", pledgeId = task, title = "Jobs", dueOn = "2026-11-01" }, new { kind = "pledge", code = "C2", commitment = "deliver", title = "Weigh." },
                },
                active = 3,
                completed = 2,
                missed = 1,
                withdrawn = 0,
                isCut = false,
            });
        var page = await editor.Opens($"/organisations/{_given.Organisation}/pledges");
        foreach (var there in new[] { $"/pledges/{task}/end", $"/pledges/{task}/progress", $"/pledges/{task}/evidence", $"/organisations/{_given.Organisation}/pledges/new?commitment=deliver&amp;duty=C2" })
            page.Html.ShouldContain($"href=\"{there}\"");
        page.Html.ShouldContain("Completed (2)");
        var form = await editor.Opens($"/organisations/{_given.Organisation}/pledges/new?commitment=deliver&duty=C2");
        form.Value("Commitment").ShouldBe("deliver");
    }

    [Fact]
    public async Task Somebody_from_elsewhere_sees_no_tasks()
    {
        var page = await portal.As(Person.With())
            .Finds($"GET /api/organisations/{_given.Organisation}", new { id = _given.Organisation, name = "Irwell", sector = "faith", kind = "both", sizeBand = "small", status = "confirmed", identifiers = Array.Empty<object>(), places = Array.Empty<object>(), registeredOn = "2026-11-01" })
            .Finds($"GET /api/organisations/{_given.Organisation}/duties", new { items = Array.Empty<object>(), charterId = _given.Charter, charterVersion = 1, charterTitle = "The charter" })
            .Finds($"GET /api/organisations/{_given.Organisation}/pledges", new { items = Array.Empty<object>(), next = (string?)null })
            .Opens($"/organisations/{_given.Organisation}/pledges");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldNotContain("What there is to do");
        page.Html.ShouldNotContain("Make a pledge");
    }

    [Fact]
    public async Task The_ledger_says_what_each_duty_stands_on_and_leads_to_earlier_ones()
    {
        var visitor = portal.As(Person.With())
            .Finds($"GET /api/organisations/{_given.Organisation}/ledgers", Ledgers)
            .Finds($"GET /api/organisations/{_given.Organisation}/ledgers/{_given.Charter}/2", Ledger(2, true))
            .Finds($"GET /api/organisations/{_given.Organisation}/ledgers/{_given.Charter}/1", Ledger(1, false));
        var now = await visitor.Opens($"/organisations/{_given.Organisation}/ledger");
        foreach (var said in new[] { "2 pledges", "1 pledge missed or withdrawn", "2 items of evidence, 1 verified", "verified since 3 May 2026", "stands word for word in version 1", "No pledge stands under it at present" })
            now.Html.ShouldContain(said);
        now.Html.ShouldContain($"/organisations/{_given.Organisation}/ledger/{_given.Charter}/1");
        (await visitor.Opens($"/organisations/{_given.Organisation}/ledger/{_given.Charter}/1")).Html.ShouldContain("This is an earlier ledger.");
    }

    [Fact]
    public async Task What_was_promised_before_is_entered_with_its_day_and_every_page_says_so()
    {
        var editor = Editor(Pledge(("promisedOn", "2025-05-04"), ("status", "missed")));
        var sent = await editor.Sends(_given.PledgeForm, Given.Typed(("PromisedOn.Day", "4"), ("PromisedOn.Month", "5"), ("PromisedOn.Year", "2025")));
        sent.Location.ShouldBe($"/pledges/{_given.Id}");
        editor.WasAsked(_given.PledgeCall).Single().Json.Text("promisedOn").ShouldBe("2025-05-04");
        await editor.Sends(_given.PledgeForm, Given.Typed());
        editor.WasAsked(_given.PledgeCall)[^1].Json.Text("promisedOn").ShouldBeNull();
        editor.IsRefused(_given.PledgeCall, HttpStatusCode.BadRequest, "No", new { promisedOn = new[] { "This must be a day before today." } });
        var again = await editor.Sends(_given.PledgeForm, Given.Typed(("PromisedOn.Day", "4"), ("PromisedOn.Month", "5"), ("PromisedOn.Year", "2095")));
        again.Errors.ShouldHaveSingleItem().Field.ShouldBe("PromisedOn-Day");
        again.Value("PromisedOn.Year").ShouldBe("2095");

        (await editor.Opens($"/pledges/{_given.Id}")).Html.ShouldContain("4 May 2025, and entered here afterwards, on 21 November 2026");
        var entry = System.Text.Json.JsonSerializer.SerializeToNode(_given.Entry())!;
        entry["pledges"]![0]!["promisedOn"] = "2025-05-04";
        (await portal.Stranger().Finds($"GET /api/register/{_given.Organisation}", entry).Opens($"/organisations/{_given.Organisation}")).Html.ShouldContain("Promised on 4 May 2025, and entered here afterwards");
    }
}
