using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Evidence_on_pages(PortalFixture portal)
{
    private readonly Given _given = new();
    private string Form => $"/pledges/{_given.Id}/evidence";
    private string Call => $"POST /api/pledges/{_given.Id}/evidence";

    private static readonly (string, string)[] Typed =
        [("Title", "Board paper"), ("Kind", "policy"), ("IntroducedOn.Day", "1"), ("IntroducedOn.Month", "4"), ("IntroducedOn.Year", "2026"), ("Impact", "Every tender has it."), ("Duties", "P1")];

    [Fact]
    public async Task Several_files_go_to_the_service_in_one_form_without_a_script()
    {
        var editor = _given.Attaching(portal);
        var answer = await editor.SendsFiles(Form, ["minutes.txt", "table.csv"], byScript: false, [.. Typed, ("Pledges", $"{_given.Other}")]);
        answer.Location.ShouldBe($"/pledges/{_given.Id}");
        (await editor.Opens($"/pledges/{_given.Id}")).Html.ShouldContain("The evidence is attached.");
        var sent = editor.WasAsked(Call).Single().Body;
        foreach (var part in new[] { "minutes.txt", "content of table.csv", "2026-04-01", "P1", $"{_given.Other}", "policy" })
            sent.ShouldContain(part);
    }

    [Fact]
    public async Task A_script_is_told_where_to_go_and_the_banner_waits_there()
    {
        var editor = _given.Attaching(portal);
        var answer = await editor.SendsFiles(Form, ["minutes.txt"], byScript: true, Typed);
        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer.Location.ShouldBe($"/pledges/{_given.Id}");
        (await editor.Opens($"/pledges/{_given.Id}")).Html.ShouldContain("The evidence is attached.");
        var page = await editor.Opens(Form);
        page.Html.ShouldContain("data-upload");
        page.Html.ShouldMatch("src=\"/evidence\\.[a-z0-9.]*js\"");   // with a fingerprint
        page.Html.ShouldContain("<progress");
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_stands_at_the_field_and_what_was_typed_stays()
    {
        var editor = _given.Attaching(portal).IsRefused(Call, HttpStatusCode.BadRequest, "Some fields are not right.",
            new Dictionary<string, string[]> { ["file[1]"] = ["This kind of file is not accepted."], ["introducedOn"] = ["It counted until 2022-04-30."], ["duties"] = ["Choose duties of your ledger."] });
        foreach (var byScript in new[] { false, true })
        {
            var page = await editor.SendsFiles(Form, ["minutes.txt", "program.exe"], byScript, Typed);
            page.Status.ShouldBe(HttpStatusCode.BadRequest);
            page.Errors.Select(e => e.Field).ShouldBe(["File", "IntroducedOn-Day", "Duties"]);
            page.Value("Title").ShouldBe("Board paper");
            page.Value("Kind").ShouldBe("policy");
            page.Value("Impact").ShouldBe("Every tender has it.");
            page.Value("Duties").ShouldBe("P1");
        }
    }

    [Fact]
    public async Task The_page_says_plainly_whether_files_are_scanned_and_how_long_each_kind_counts()
    {
        var without = await _given.Attaching(portal).Opens(Form);
        without.Html.ShouldContain("This installation has no virus scanner");
        without.Html.ShouldContain("Policy: counts for 3 years");
        without.Html.ShouldContain("Something else: counts for 18 months");
        without.Html.ShouldContain("together at most 25 MB");
        var with = await _given.Attaching(portal, filesAreScanned: true).Opens(Form);
        with.Html.ShouldNotContain("no virus scanner");
        with.Html.ShouldContain("scanned for viruses first");
    }

    [Fact]
    public async Task A_reader_is_told_which_file_nobody_has_scanned_and_gets_no_link_to_one_in_quarantine()
    {
        var reviewer = portal.As(Person.With(Roles.EvidenceReviewer));
        var page = await reviewer.Finds($"GET /api/evidence/{_given.Id}", _given.Evidence).Opens($"/evidence/{_given.Id}");
        page.Html.ShouldContain("not scanned for viruses");
        page.Html.ShouldContain($"/api/evidence/{_given.Id}/files/2");
        foreach (var (state, said) in new[] { ("scanning", "in quarantine"), ("refused", "A virus scanner found something") })
        {
            var own = await portal.As(_given.Editor).Finds($"GET /api/evidence/{_given.Id}", _given.EvidenceIn(state)).Opens($"/evidence/{_given.Id}");
            own.Html.ShouldContain(said);
            own.Html.ShouldNotContain($"/api/evidence/{_given.Id}/files/");
        }
    }

    [Theory]
    [InlineData("returned", true, true)]
    [InlineData("verified", true, false)]
    [InlineData("expired", true, false)]
    [InlineData("submitted", false, true)]
    [InlineData("superseded", false, false)]
    public async Task An_editor_renews_and_takes_back_where_that_can_be(string state, bool renews, bool takesBack)
    {
        var page = await portal.As(_given.Editor).Finds($"GET /api/evidence/{_given.Id}", _given.EvidenceIn(state)).Opens($"/evidence/{_given.Id}");
        page.Html.Contains($"/evidence/{_given.Id}/new-version").ShouldBe(renews);
        page.Html.Contains($"/evidence/{_given.Id}/take-back").ShouldBe(takesBack);
        page.Html.ShouldContain("Version 1");
        page.Html.ShouldContain("It is not dated");
        var stranger = await portal.As(Person.With(Roles.Registrar)).Finds($"GET /api/evidence/{_given.Id}", _given.EvidenceIn(state)).Opens($"/evidence/{_given.Id}");
        stranger.Html.ShouldNotContain("new-version");
    }

    [Fact]
    public async Task A_new_version_starts_from_the_one_before()
    {
        var given = new Given("Our policy");
        var editor = given.Attaching(portal);
        var page = await editor.Opens($"/evidence/{given.Id}/new-version");
        page.Value("Title").ShouldBe("Our policy");
        page.Value("Kind").ShouldBe("policy");
        page.Value("Duties").ShouldBe("embed");
        page.Html.ShouldContain("reasons: Our policy");
        var sent = await editor.SendsFiles($"/evidence/{given.Id}/new-version", ["minutes.txt"], byScript: false, [.. Typed, ("WhatChanged", "It has a date.")]);
        sent.Location.ShouldBe($"/evidence/{given.Other}");
        editor.WasAsked($"POST /api/evidence/{given.Id}/versions").Single().Body.ShouldContain("It has a date.");
    }

    [Fact]
    public async Task A_pledge_that_the_one_before_served_stays_ticked_however_many_there_are()
    {
        var editor = _given.Attaching(portal).Finds($"GET /api/organisations/{_given.Organisation}/pledges", new { items = Array.Empty<object>() });
        (await editor.Opens($"/evidence/{_given.Id}/new-version")).Value("Pledges").ShouldBe($"{_given.Other}");
    }

    [Fact]
    public async Task Taking_back_is_asked_twice_and_leads_to_the_pledge()
    {
        var editor = _given.Attaching(portal).Finds($"POST /api/evidence/{_given.Id}/withdrawal", _given.EvidenceIn("withdrawn"));
        (await editor.Opens($"/evidence/{_given.Id}/take-back")).Html.ShouldContain("deleted for good");
        editor.WasAskedToChange.ShouldBeFalse();
        (await editor.Sends($"/evidence/{_given.Id}/take-back")).Location.ShouldBe($"/pledges/{_given.Id}");
        (await portal.As(Person.With(Roles.Registrar)).Finds($"GET /api/evidence/{_given.Id}", _given.Evidence).Opens($"/evidence/{_given.Id}/take-back")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_queue_keeps_its_filters_and_a_review_sends_its_reasons()
    {
        var line = new { id = _given.Id, pledgeId = _given.Id, pledgeTitle = "A pledge", organisationId = _given.Organisation, organisationName = "Irwell", commitment = "embed", title = "Board paper", introducedOn = "2026-04-01", state = "returned", submittedOn = "2026-11-21", kind = "policy", validUntil = "2029-03-31", edition = 2, files = 1 };
        var reviewer = portal.As(Person.With(Roles.EvidenceReviewer)).Finds("GET /api/evidence", new { items = new[] { line }, next = "abc" }).Finds($"GET /api/evidence/{_given.Id}", _given.Evidence)
            .Finds($"POST /api/evidence/{_given.Id}/review", new { id = _given.Id });
        var page = await reviewer.Opens("/evidence?State=returned&Kind=policy&NewVersions=true");
        page.Value("State").ShouldBe("returned");
        page.Value("Kind").ShouldBe("policy");
        page.Value("NewVersions").ShouldBe("true");
        page.Html.ShouldContain("Clear the filters");
        page.Html.ShouldContain("version 2");
        page.Html.ShouldContain("State=returned&amp;Kind=policy&amp;NewVersions=true&amp;after=abc");

        await reviewer.Sends($"/evidence/{_given.Id}", ("Outcome", "returned"), ("Reasons", "not-dated"), ("Reasons", "no-impact"), ("Reason", "Say from when it holds."));
        var review = reviewer.WasAsked($"POST /api/evidence/{_given.Id}/review").Single().Json;
        review.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()).ShouldBe(["not-dated", "no-impact"]);
        review.GetProperty("reason").GetString().ShouldBe("Say from when it holds.");
    }

    [Fact]
    public async Task An_organisation_sees_all_its_evidence_and_how_long_each_counts()
    {
        var soon = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(20);
        var line = new { id = _given.Id, pledgeId = _given.Id, pledgeTitle = "A pledge", organisationId = _given.Organisation, organisationName = "Irwell", commitment = "embed", title = "Board paper", introducedOn = "2026-04-01", state = "verified", submittedOn = "2026-11-21", kind = "case-study", validUntil = soon.ToString("yyyy-MM-dd"), edition = 1, files = 1 };
        var page = await portal.As(_given.Editor).Finds($"GET /api/organisations/{_given.Organisation}/evidence", new { items = new[] { line } })
            .Finds($"GET /api/organisations/{_given.Organisation}", new { id = _given.Organisation, name = "Irwell", sector = "faith", kind = "both", sizeBand = "small", status = "confirmed", places = Array.Empty<object>(), identifiers = Array.Empty<object>(), aliases = Array.Empty<string>() })
            .Opens($"/organisations/{_given.Organisation}/evidence");
        page.Html.ShouldContain("Case study");
        page.Html.ShouldContain("days left");
    }
}
