using System.Net;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Drafting_a_charter(PortalFixture portal)
{
    private readonly Guid _charter = Guid.NewGuid();

    private string Here => $"/registrar/charters/{_charter}/versions/1";
    private string Call => $"/api/charters/{_charter}/versions/1";

    private static object Content(string vision = "A vision.", string firstDuty = "Ask.") => new
    {
        title = "Irwell Charter",
        partnership = "Irwell Partnership",
        vision,
        valueWords = new[] { "Health", "Inclusion" },
        principles = new[] { "Think long term.", "Work together." },
        commitments = new[] { "embed", "deliver", "demonstrate" }.Select(code => new { code, title = code, text = "To be done." }),
        commissionerDuties = new[] { new { code = "C1", commitment = "embed", text = firstDuty }, new { code = "C2", commitment = "deliver", text = "Give weight." } },
        providerDuties = new[] { new { code = "P1", commitment = "deliver", text = "Offer." } },
        evaluationMeasures = new[] { new { code = "E1", text = "Money." } },
        outcomeMenu = new[] { new { theme = "Work", outcomes = new[] { "Good jobs", "Fair pay" } } },
        indicatorFramework = new[] { new { pillar = "social", outcome = "Health", indicators = new[] { "Steps" } } },
    };

    private Visitor Registrar(object? content = null, string status = "draft", string[]? unfinished = null, string hash = "abc") => portal.As(Person.With(Roles.Registrar))
        .Finds($"GET {Call}", new { charterId = _charter, version = 1, status, contentHash = hash, content = content ?? Content(), unfinished = unfinished ?? [] })
        .Finds($"PUT {Call}", new { id = _charter, version = 1, contentHash = "def" });

    [Fact]
    public async Task The_task_list_says_which_sections_are_still_to_be_written()
    {
        var page = await Registrar(unfinished: ["principles"]).Opens(Here);
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.Split("<li class=\"govuk-task-list__item").Skip(1).Select(task => task.Contains("To do", StringComparison.Ordinal))
            .ShouldBe([false, true, false, false, false, false, false, false, false]);
        page.Html.ShouldNotContain($"{Here}/publish");
        (await Registrar().Opens(Here)).Html.ShouldContain($"{Here}/publish");
    }

    [Fact]
    public async Task A_section_is_saved_and_the_rest_stays_as_it_is()
    {
        var registrar = Registrar();
        var page = await registrar.Opens($"{Here}/edit/values");
        page.Value("Answers.ValueWords").ShouldBe("Health\nInclusion");
        page.Value("Answers.Rows[1].Text").ShouldBe("Work together.");

        var saved = await registrar.Presses(page, $"{Here}/edit/values", ("Answers.ValueWords", "Health\r\n\r\n Care "),
            ("Answers.Rows[0].Text", "Think long term."), ("Answers.Rows[1].Text", " "), ("Answers.Rows[2].Text", "Listen.\r\nThen act."));
        saved.Location.ShouldBe(Here);
        var sent = registrar.WasAsked($"PUT {Call}").Single().Json;
        sent.GetProperty("valueWords").EnumerateArray().Select(w => w.GetString()).ShouldBe(["Health", "Care"]);
        sent.GetProperty("principles").EnumerateArray().Select(w => w.GetString()).ShouldBe(["Think long term.", "Listen.\nThen act."]);
        sent.GetProperty("commissionerDuties").GetArrayLength().ShouldBe(2);
        sent.TryGetProperty("signing", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("title")]
    [InlineData("values")]
    [InlineData("commitments")]
    [InlineData("commissioners")]
    [InlineData("providers")]
    [InlineData("measures")]
    [InlineData("outcomes")]
    [InlineData("indicators")]
    [InlineData("signing")]
    public async Task A_section_saved_without_a_change_changes_nothing(string slug)
    {
        var registrar = Registrar();
        var page = await registrar.Opens($"{Here}/edit/{slug}");
        (await registrar.Presses(page, $"{Here}/edit/{slug}", Typed(page))).Location.ShouldBe(Here);
        JsonElement.DeepEquals(registrar.WasAsked($"PUT {Call}").Single().Json, JsonSerializer.SerializeToElement(Content())).ShouldBeTrue();
    }

    [Theory]
    [InlineData("add", new[] { "C1", "C9", "" })]
    [InlineData("remove-0", new[] { "C9" })]
    [InlineData("up-1", new[] { "C9", "C1" })]
    [InlineData("up-0", new[] { "C1", "C9" })]
    [InlineData("remove-99", new[] { "C1", "C9" })]
    public async Task Buttons_add_remove_and_move_rows_and_keep_what_was_typed(string button, string[] codes)
    {
        var registrar = Registrar();
        var page = await registrar.Opens($"{Here}/edit/commissioners");
        var typed = Typed(page).Select(field => field.Name == "Answers.Rows[1].Code" ? (field.Name, "C9") : field).Append(("Do", button)).ToArray();

        var again = await registrar.Presses(page, $"{Here}/edit/commissioners", typed);
        again.Status.ShouldBe(HttpStatusCode.OK);
        Enumerable.Range(0, codes.Length + 1).Select(i => again.HasElement($"Answers_Rows_{i}__Code".Replace("__", "--", StringComparison.Ordinal)) || again.Html.Contains($"name=\"Answers.Rows[{i}].Code\"", StringComparison.Ordinal))
            .ShouldBe([.. codes.Select(_ => true), false]);
        codes.Select((_, i) => again.Value($"Answers.Rows[{i}].Code") ?? "").ShouldBe(codes);
        registrar.WasAskedToChange.ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_service_finds_wrong_stands_at_its_row()
    {
        var registrar = Registrar().IsRefused($"PUT {Call}", HttpStatusCode.BadRequest, "Some fields are not right.",
            new Dictionary<string, string[]> { ["commissionerDuties[1].text"] = ["State the duty."], ["commissionerDuties"] = ["The code C1 stands for two duties. Codes are unique in a charter."] });
        var page = await registrar.Opens($"{Here}/edit/commissioners");
        var again = await registrar.Presses(page, $"{Here}/edit/commissioners", Typed(page));
        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.Errors.Select(error => error.Message).ShouldBe(["The code C1 stands for two duties. Codes are unique in a charter.", "State the duty."]);
        again.Errors.ShouldAllBe(error => again.HasElement(error.Field!));
        again.Value("Answers.Rows[1].Text").ShouldBe("Give weight.");
    }

    [Fact]
    public async Task Who_saves_over_somebody_elses_change_is_told_first_and_loses_nothing()
    {
        var registrar = Registrar();
        var page = await registrar.Opens($"{Here}/edit/title");
        registrar.Finds($"GET {Call}", new { charterId = _charter, version = 1, status = "draft", contentHash = "other", content = Content(vision: "Theirs.") });
        var mine = Typed(page).Select(field => field.Name == "Answers.Vision" ? (field.Name, "Mine.") : field).ToArray();

        var told = await registrar.Presses(page, $"{Here}/edit/title", mine);
        told.Status.ShouldBe(HttpStatusCode.Conflict);
        told.Value("Answers.Vision").ShouldBe("Mine.");
        registrar.WasAskedToChange.ShouldBeFalse();
        (await registrar.Presses(told, $"{Here}/edit/title", mine)).Location.ShouldBe(Here);
        registrar.WasAsked($"PUT {Call}").Single().Json.Text("vision").ShouldBe("Mine.");
    }

    [Fact]
    public async Task What_somebody_changed_in_another_section_is_kept()
    {
        var registrar = Registrar();
        var page = await registrar.Opens($"{Here}/edit/title");
        registrar.Finds($"GET {Call}", new { charterId = _charter, version = 1, status = "draft", contentHash = "other", content = Content(firstDuty: "Theirs.") });
        (await registrar.Presses(page, $"{Here}/edit/title", Typed(page))).Location.ShouldBe(Here);
        registrar.WasAsked($"PUT {Call}").Single().Json.GetProperty("commissionerDuties")[0].Text("text").ShouldBe("Theirs.");
    }

    [Fact]
    public async Task Rules_of_signing_are_read_as_people_write_them()
    {
        var registrar = Registrar();
        await registrar.Sends($"{Here}/edit/signing", ("Answers.Signatories", "Chief executive\r\nChair"), ("Answers.Countersigned", "yes"), ("Answers.NoticeDays", "28"), ("Answers.ResigningDays", "60"), ("Answers.ReminderDays", "30,7"));
        var rules = registrar.WasAsked($"PUT {Call}").Single().Json.GetProperty("signing");
        rules.GetRawText().ShouldBe("""{"signatories":["Chief executive","Chair"],"countersigned":true,"noticeDays":28,"resigningDays":60,"reminderDays":[30,7]}""");

        var page = await registrar.Sends($"{Here}/edit/signing", ("Answers.NoticeDays", "a month"), ("Answers.ResigningDays", "60"), ("Answers.ReminderDays", "soon"));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Errors.Select(error => error.Field).ShouldBe(["Answers-NoticeDays", "Answers-ReminderDays"]);
        page.Value("Answers.NoticeDays").ShouldBe("a month");
    }

    [Fact]
    public async Task Publication_is_confirmed_with_the_text_that_was_read()
    {
        var registrar = Registrar().Finds($"POST {Call}/publication", new { });
        var page = await registrar.Opens($"{Here}/publish");
        page.Html.ShouldContain("cannot be taken back");
        (await registrar.Presses(page, $"{Here}/publish", ("InForceFrom.Day", "1"), ("InForceFrom.Month", "3"), ("InForceFrom.Year", "2027"))).Location.ShouldBe($"/charters/{_charter}?version=1");
        var asked = registrar.WasAsked($"POST {Call}/publication").Single().Json;
        (asked.Text("contentHash"), asked.Text("inForceFrom")).ShouldBe(("abc", "2027-03-01"));
    }

    [Fact]
    public async Task A_day_too_near_is_said_at_the_form()
    {
        var registrar = Registrar().IsRefused($"POST {Call}/publication", HttpStatusCode.Conflict, "It can come into force on 2027-03-01 at the earliest.");
        var page = await registrar.Sends($"{Here}/publish", ("InForceFrom.Day", "1"), ("InForceFrom.Month", "1"), ("InForceFrom.Year", "2027"));
        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Errors.ShouldBe([(null, "It can come into force on 2027-03-01 at the earliest.")]);
        page.Value("InForceFrom.Month").ShouldBe("1");
    }

    [Fact]
    public async Task A_draft_is_deleted_after_a_confirmation_and_a_published_version_has_no_such_pages()
    {
        var registrar = Registrar().Finds($"DELETE {Call}", new { });
        (await registrar.Sends($"{Here}/delete")).Location.ShouldBe("/charters");
        registrar.WasAsked($"DELETE {Call}").Count.ShouldBe(1);

        var published = Registrar(status: "published");
        foreach (var page in new[] { "edit/title", "preview", "publish", "delete" })
            (await published.Opens($"{Here}/{page}")).Location.ShouldBe(Here);
        (await published.Opens($"{Here}/edit/nothing")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Bad_lines_are_listed_and_what_was_pasted_is_still_there()
    {
        var registrar = portal.As(Person.With(Roles.Registrar)).Finds("POST /api/charters", new
        {
            status = 400,
            code = "invalid-request",
            detail = "Some fields are not right.",
            errors = new Dictionary<string, string[]> { ["valueWords"] = ["This line is no entry of the list."] },
            lines = new[] { new { line = 7, field = "valueWords", problem = "This line is no entry of the list.", instead = "- <Happiness>" } },
        }, HttpStatusCode.BadRequest);
        var page = await registrar.Sends("/registrar/charters/new", ("Text", "# Irwell\n\nPartnership: \"Irwell\" & others"));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Errors.Single().ShouldBe(("Text", "Nothing was brought in: 1 line is not right. What to write instead is listed on this page"));
        page.Html.ShouldContain("- &lt;Happiness&gt;");
        page.Value("Text")!.ReplaceLineEndings("\n").ShouldBe("# Irwell\n\nPartnership: \"Irwell\" & others");
        registrar.WasAsked("POST /api/charters").Single().Body.ShouldStartWith("# Irwell");
    }

    [Fact]
    public async Task A_new_version_starts_as_a_copy_of_the_newest()
    {
        var registrar = Registrar().Finds($"GET /api/charters/{_charter}", new { id = _charter, title = "Irwell Charter", partnership = "Irwell Partnership", currentVersion = 1, noticeDays = 0, earliestInForce = "2026-11-27", versions = new[] { new { number = 1, status = "published", title = "Irwell Charter", contentHash = "abc" } } })
            .Finds($"POST /api/charters/{_charter}/versions", new { id = _charter, version = 2 }, HttpStatusCode.Created);
        var page = await registrar.Opens($"/registrar/charters/new?charter={_charter}");
        (await registrar.Presses(page, "/registrar/charters/new?handler=start")).Location.ShouldBe($"/registrar/charters/{_charter}/versions/2");
        JsonElement.DeepEquals(registrar.WasAsked($"POST /api/charters/{_charter}/versions").Single().Json, JsonSerializer.SerializeToElement(Content())).ShouldBeTrue();
    }

    [Fact]
    public async Task An_empty_charter_has_every_part_still_to_be_written()
    {
        var registrar = portal.As(Person.With(Roles.Registrar)).Finds("POST /api/charters", new { id = _charter, version = 1 }, HttpStatusCode.Created);
        var page = await registrar.Opens("/registrar/charters/new");
        (await registrar.Presses(page, "/registrar/charters/new?handler=start", ("From", ""))).Location.ShouldBe(Here);
        var sent = registrar.WasAsked("POST /api/charters").Single().Json;
        sent.Text("vision").ShouldBe("To be written");
        sent.GetProperty("commitments").EnumerateArray().Select(c => c.Text("code")).ShouldBe(["embed", "deliver", "demonstrate"]);
    }

    // What a browser sends when nothing was changed.
    private static (string Name, string Value)[] Typed(Page page) =>
    [
        .. System.Text.RegularExpressions.Regex.Matches(page.Html, "name=\"(Answers\\.[^\"]+)\"").Select(match => match.Groups[1].Value).Distinct()
            .Where(name => page.Hidden.All(hidden => hidden.Name != name)).Select(name => (name, page.Value(name))).Where(field => field.Item2 is not null).Select(field => (field.name, field.Item2!)),
    ];
}
