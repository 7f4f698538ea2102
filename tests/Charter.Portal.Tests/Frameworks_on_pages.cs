using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Frameworks_on_pages(PortalFixture portal)
{
    private readonly Given _given = new();
    private readonly Guid _framework = Guid.CreateVersion7(), _upload = Guid.CreateVersion7();

    private object Line(bool isPrivate = false) => new { id = _framework, packId = "invented", title = "Invented <framework>", latestVersion = 2, themes = 1, outcomes = 1, measures = 1, charterId = isPrivate ? _given.Charter : (Guid?)null, charterTitle = isPrivate ? "The charter" : null };

    private object Framework(int version = 2, bool isPrivate = false, int measures = 1) => new
    {
        id = _framework,
        packId = "invented",
        version,
        isLatest = version == 2,
        title = "Invented <framework>",
        charterId = isPrivate ? _given.Charter : (Guid?)null,
        charterTitle = isPrivate ? "The charter" : null,
        licence = new { name = "Invented licence", text = "For members <only>." },
        source = "Invented association",
        verifiedAgainst = "Nothing was compared with GOV.UK",
        notVerified = 1,
        notes = new[] { "A note." },
        leftOut = new[] { new { what = "Outcomes 2 to 8", count = 7, why = "Not verified against GOV.UK." } },
        checksum = new string('c', 64),
        importedAt = "2026-11-20T10:00:00Z",
        themes = new[] { new { code = "T1", name = "Jobs", verified = true }, new { code = "T2", name = "Places", verified = true } },
        outcomes = new object[] { new { code = "O1", theme = "T1", name = "Invented outcome", verified = false, criteria = new[] { new { code = "1a", name = "A criterion" } } }, new { code = "O2", theme = "T2", name = "Another outcome" } },
        measures = Enumerable.Range(1, measures).Select(i => new { code = $"M{i}", outcome = i % 2 == 1 ? "O1" : "O2", name = $"Invented measure {i}", unit = "people", direction = "increase", proxy = new { value = 1250.5, source = "Invented study", priceYear = 2024 } }),
        versions = new[] { new { version = 2, title = "Invented 2", checksum = "b", importedAt = "2026-11-20T10:00:00Z" }, new { version = 1, title = "Invented 1", checksum = "a", importedAt = "2026-11-19T10:00:00Z" } },
    };

    private object Upload(bool isTable = true, object[]? problems = null, bool isImported = false) => new
    {
        id = _upload,
        charterId = _given.Charter,
        charterTitle = "The charter",
        fileName = "measures <2026>.xlsx",
        kind = isTable ? "xlsx" : "json",
        layout = isTable ? new { sheet = "Measures", headerLine = 2, columns = new[] { "Theme", "Ref", "What" }, rows = 3, sample = new[] { new[] { "Jobs", "M1", "<b>" } } } : null,
        columns = isTable ? new { theme = "Theme", code = "Ref", measure = (string?)null } : null,
        problems = problems ?? [],
        frameworkId = isImported ? _framework : (Guid?)null,
        version = isImported ? 2 : (int?)null,
        uploadedAt = "2026-11-20T10:00:00Z",
        importedAt = isImported ? "2026-11-20T10:05:00Z" : null,
    };

    private Visitor Registrar => portal.As(Person.With(Roles.Registrar))
        .Finds("GET /api/charters", new { items = new[] { new { id = _given.Charter, title = "The charter", partnership = "The partnership", currentVersion = 1, latestVersion = 1 } } })
        .Finds("GET /api/frameworks/uploads", new { items = Array.Empty<object>() })
        .Finds($"GET /api/frameworks/uploads/{_upload}", Upload());

    [Fact]
    public async Task Everybody_reads_what_comes_with_Charter_and_what_of_it_is_not_verified()
    {
        var stranger = portal.Stranger().Finds("GET /api/frameworks", new { items = new[] { Line() } }).Finds($"GET /api/frameworks/{_framework}", Framework())
            .Finds($"GET /api/frameworks/{_framework}/crosswalk", new { items = new[] { new { code = "O1", name = "x", kind = "broader", charterId = _given.Charter, otherVersion = 1, otherTitle = "The charter", otherName = "Reducing worklessness", source = "Somebody" } }, isCut = false });
        (await stranger.Opens("/frameworks")).Html.ShouldContain("Invented &lt;framework&gt;");
        var page = await stranger.Opens($"/frameworks/{_framework}");
        foreach (var words in new[] { "Nothing was compared with GOV.UK", "7 parts are left out", "Outcomes 2 to 8 (7). Not verified against GOV.UK.", "1 part is marked", "Not verified</strong>", "For members &lt;only&gt;.", new string('c', 64), "A criterion", "Part of the broader “Reducing worklessness”" })
            WebUtility.HtmlDecode(page.Html).ShouldContain(WebUtility.HtmlDecode(words));
        page.Html.ShouldContain($"href=\"/api/frameworks/{_framework}/pack?version=2\"");
        page.Html.ShouldNotContain("/pledges/new");
        page.Html.ShouldNotContain("Private</strong>");
        (await portal.Stranger().Opens($"/frameworks/{_framework}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_page_of_a_framework_is_there_also_when_what_matches_it_cannot_be_had()
    {
        var page = await portal.Stranger().Finds($"GET /api/frameworks/{_framework}", Framework(version: 1)).Opens($"/frameworks/{_framework}?version=1");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain("A newer version has taken the place of this one");
    }

    [Fact]
    public async Task A_private_one_says_so_and_leads_its_editor_to_pledges_and_the_calculator()
    {
        var editor = portal.As(_given.Editor).Finds($"GET /api/frameworks/{_framework}", Framework(isPrivate: true));
        var page = await editor.Opens($"/frameworks/{_framework}");
        page.Html.ShouldContain("Private</strong>");
        var named = Uri.EscapeDataString($"{_framework}/2/M1");
        page.Html.ShouldContain($"/organisations/{_given.Organisation}/pledges/new?measure={named}");
        var calculator = await editor.Finds("GET /api/organisations", new { items = Array.Empty<object>() }).Opens($"/calculators/sroi?measure={named}");
        (calculator.Value("Outcomes[0].Title"), calculator.Value("Outcomes[0].Proxy.Central"), calculator.Value("Outcomes[0].Proxy.Source"), calculator.Value("Outcomes[0].PriceYear"))
            .ShouldBe(("Invented measure 1", "1250.5", "Invented <framework>, M1: Invented study", "2024"));
    }

    [Fact]
    public async Task A_large_one_is_shown_theme_by_theme()
    {
        var stranger = portal.Stranger().Finds($"GET /api/frameworks/{_framework}", Framework(measures: 300));
        var first = await stranger.Opens($"/frameworks/{_framework}");
        (first.Html.Contains("Invented measure 1 "), first.Html.Contains("Invented measure 2 ")).ShouldBe((true, false));
        var second = await stranger.Opens($"/frameworks/{_framework}?Theme=T2");
        (second.Html.Contains("Invented measure 1 "), second.Html.Contains("Invented measure 2 "), second.Value("Theme")).ShouldBe((false, true, "T2"));
    }

    [Fact]
    public async Task What_a_version_changed_is_shown_part_by_part()
    {
        var page = await portal.Stranger().Finds($"GET /api/frameworks/{_framework}", Framework())
            .Finds($"GET /api/frameworks/{_framework}/differences", new { from = 1, fromTitle = "Invented 1", to = 2, toTitle = "Invented 2", unchanged = 4, items = new[] { new { kind = "measure", code = "M1", name = "Now <so>", change = "changed", fields = new[] { new { name = "proxyValue", before = "1", after = (string?)null } } } } })
            .Opens($"/frameworks/{_framework}/differences");
        page.Html.ShouldContain("1 part differs, 4 stayed as they were");
        WebUtility.HtmlDecode(page.Html).ShouldContain("Value of one: 1 → nothing");
    }

    [Fact]
    public async Task A_registrar_sends_a_file_and_is_led_to_how_it_was_understood()
    {
        var registrar = Registrar.Finds("POST /api/frameworks/uploads", new { id = _upload }, HttpStatusCode.Created);
        (await registrar.SendsFiles("/registrar/frameworks", [], byScript: false, ("CharterId", ""))).Errors.Select(e => e.Message).ShouldContain("Choose a file");
        var sent = await registrar.SendsFiles("/registrar/frameworks", ["measures.xlsx"], byScript: false, ("CharterId", $"{_given.Charter}"));
        sent.Location.ShouldBe($"/registrar/frameworks/{_upload}");
        registrar.WasAsked("POST /api/frameworks/uploads").Single().Body.ShouldContain($"{_given.Charter}");
        (await portal.As(_given.Editor).Opens("/registrar/frameworks")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_columns_are_proposed_corrected_and_sent_and_nothing_typed_is_lost()
    {
        var (registrar, call, path) = (Registrar, $"PUT /api/frameworks/uploads/{_upload}/import", $"/registrar/frameworks/{_upload}");
        var page = await registrar.Opens(path);
        page.Html.ShouldContain("3 rows in the sheet Measures, below the names in row 2");
        (page.Value("Columns.Theme"), page.Value("Columns.Code"), page.Value("Columns.Measure")).ShouldBe(("Theme", "Ref", null));

        registrar.Finds(call, new
        {
            status = 400,
            code = "invalid-request",
            detail = "Some fields are not right.",
            errors = new Dictionary<string, string[]> { ["heading.id"] = ["Write small letters."], ["columns.measure"] = ["Choose the column with the measures."], ["file"] = ["Nothing was imported: 2 things are not right in the table."] },
        }, HttpStatusCode.BadRequest);
        registrar.Finds($"GET /api/frameworks/uploads/{_upload}", Upload(problems: [new { line = 7, field = "What", rule = "This may <not> be empty." }]));
        var again = await registrar.Presses(page, path, ("Columns.Theme", "Theme"), ("Columns.Code", "Ref"), ("Heading.Id", "Not An Id"), ("Heading.Version", "2"), ("Heading.Title", "Invented"));
        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.Errors.Select(e => e.Message).ShouldBe(["Choose the column with the measures.", "Write small letters.", "Nothing was imported: 2 things are not right in the table."], ignoreOrder: true);
        again.Html.ShouldContain("This may &lt;not&gt; be empty.");
        (again.Value("Heading.Id"), again.Value("Heading.Title"), again.Value("Columns.Code")).ShouldBe(("Not An Id", "Invented", "Ref"));
        again.Html.ShouldContain($"/api/frameworks/uploads/{_upload}/report.csv");

        registrar.Finds(call, Upload(isImported: true));
        registrar.Finds($"GET /api/frameworks/uploads/{_upload}", Upload(isImported: true));
        var words = await registrar.Presses(again, path, ("Columns.Theme", "Theme"));
        words.Location.ShouldBe($"/frameworks/{_framework}?version=2");
    }

    [Fact]
    public async Task A_pack_is_imported_at_the_press_of_a_button_or_sent_again()
    {
        var path = $"/registrar/frameworks/{_upload}";
        var bad = await Registrar.Finds($"GET /api/frameworks/uploads/{_upload}", Upload(isTable: false, problems: [new { line = 3, field = "measures[0].unit", rule = "This must be text." }])).Opens(path);
        bad.Html.ShouldContain("measures[0].unit");
        bad.Html.ShouldNotContain("Import the framework</button>");
        var registrar = Registrar.Finds($"GET /api/frameworks/uploads/{_upload}", Upload(isTable: false)).Finds($"PUT /api/frameworks/uploads/{_upload}/import", Upload(isTable: false, isImported: true));
        await registrar.Sends(path);
        registrar.WasAsked($"PUT /api/frameworks/uploads/{_upload}/import").Single().Json.GetProperty("columns").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task What_matches_what_is_entered_or_refused_row_by_row()
    {
        var registrar = Registrar.Finds("POST /api/frameworks/crosswalks", new
        {
            status = 400,
            code = "invalid-request",
            detail = "No",
            errors = new Dictionary<string, string[]> { ["file"] = ["Nothing was entered: one thing is not right in the table."] },
            problems = new[] { new { line = 4, field = "to code", rule = "This version has no such <code>." } },
        }, HttpStatusCode.BadRequest);
        var again = await registrar.SendsFiles("/registrar/frameworks/crosswalk", ["rows.csv"], byScript: false, ("CharterId", $"{_given.Charter}"));
        (again.Status, again.Errors.Single().Message).ShouldBe((HttpStatusCode.BadRequest, "Nothing was entered: one thing is not right in the table."));
        again.Html.ShouldContain("no such &lt;code&gt;.");
        registrar.Finds("POST /api/frameworks/crosswalks", new { entered = 2, unchanged = 1 });
        (await registrar.SendsFiles("/registrar/frameworks/crosswalk", ["rows.csv"], byScript: false, ("CharterId", $"{_given.Charter}"))).Location.ShouldBe("/registrar/frameworks");
    }

    [Fact]
    public async Task A_pledge_takes_the_unit_of_the_measure_that_is_chosen_and_private_words_are_not_copied()
    {
        object Measure(string code, bool isPrivate) => new { frameworkId = _framework, version = 2, code, name = $"Words of {code}", unit = "people", direction = "increase", frameworkTitle = "Invented", isPrivate, isLatest = true };
        var editor = _given.EditorAt(portal).Finds($"GET /api/organisations/{_given.Organisation}/framework-measures", new { items = new[] { Measure("M1", false), Measure("M/2", true) }, isCut = false });
        var form = await editor.Opens($"{_given.PledgeForm}?measure={Uri.EscapeDataString($"{_framework}/2/M/2")}");
        form.Value("FrameworkMeasure").ShouldBe($"{_framework}/2/M/2");

        await editor.Sends(_given.PledgeForm, Given.Typed(("FrameworkMeasure", $"{_framework}/2/M1"), ("Unit", ""), ("Measure", "")));
        var sent = editor.WasAsked(_given.PledgeCall)[^1].Json;
        (sent.GetProperty("unit").GetString(), sent.GetProperty("measure").GetString(), sent.GetProperty("direction").GetString(), sent.GetProperty("frameworkMeasure").GetProperty("code").GetString()).ShouldBe(("people", "Words of M1", "increase", "M1"));
        await editor.Sends(_given.PledgeForm, Given.Typed(("FrameworkMeasure", $"{_framework}/2/M/2"), ("Unit", ""), ("Measure", "")));
        sent = editor.WasAsked(_given.PledgeCall)[^1].Json;
        (sent.GetProperty("unit").GetString(), sent.GetProperty("measure").GetString() ?? "", sent.GetProperty("frameworkMeasure").GetProperty("code").GetString()).ShouldBe(("people", "", "M/2"));
        await editor.Sends(_given.PledgeForm, Given.Typed());
        editor.WasAsked(_given.PledgeCall)[^1].Json.GetProperty("frameworkMeasure").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }
}
