using System.Net;
using System.Text.Json;
using Deque.AxeCore.Playwright;

namespace Charter.EndToEnd.Tests;

public sealed class The_audit_trail(Installation charter, Browser browser)
{
    [Fact]
    public async Task Every_acknowledged_operation_leaves_one_entry_with_who_did_it_for_whom_and_in_which_trace()
    {
        var organisation = await charter.SignedOrganisation($"Audit Sample {Guid.NewGuid():n}");
        var newcomer = await charter.As("newcomer");
        var pledge = await newcomer.Posts($"/api/organisations/{organisation}/pledges", The_journey_by_api.Pledge()).Answers_with(HttpStatusCode.Created);
        await newcomer.Posts($"/api/pledges/{pledge.Id()}/progress", new { value = 3, on = DateTime.UtcNow.ToString("yyyy-MM-dd"), confidence = "measured", source = "Board papers" }).Answers_with(HttpStatusCode.Created);
        var evidence = await newcomer.PostAsync($"/api/pledges/{pledge.Id()}/evidence", The_journey_by_api.Upload("Board minute 9")).Answers_with(HttpStatusCode.Created);
        await (await charter.As("reviewer")).Posts($"/api/evidence/{evidence.Id()}/review", new { outcome = "verified", reason = "Dated." }).Answers_with(HttpStatusCode.OK);

        var (somebody, registrar, reviewer) = (await Id("newcomer"), await Id("registrar"), await Id("reviewer"));
        await Eventually.Passes(async () => (await Entries($"organisation={organisation}&outcome=done"))
            .Where(e => e.Text("actorKind") == "person").Select(e => (e.Text("action"), e.Id("actor"))).Reverse().ShouldBe(
            [
                ("Register an organisation", somebody), ("Confirm an organisation", registrar), ("Sign a charter", somebody), ("Make a pledge", somebody),
                ("Report progress", somebody), ("Submit evidence", somebody), ("Verify or return evidence", reviewer),
            ], ignoreOrder: true));

        var pledging = (await Entries($"subject={pledge.Id()}&action=Make+a+pledge")).Single();
        pledging.Id("actingFor").ShouldBe(organisation);
        await Eventually.Passes(() =>
        {
            charter.Traces.Of(pledging.Text("traceId")!).Select(s => s.Service).Distinct().ShouldBeSubsetOf(["gateway", "pledge", "signatory", "identity", "kite-mark", "champions-network"]);
            charter.Traces.Of(pledging.Text("traceId")!).ShouldContain(s => s.Service == "gateway" && s.Name.StartsWith("POST"));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Every_refused_attempt_is_recorded_with_who_tried_what_and_why_not()
    {
        var organisation = await charter.ConfirmedOrganisation($"Audit Sample {Guid.NewGuid():n}");
        var editor = await charter.As("editor");
        await editor.Posts($"/api/organisations/{organisation}/pledges", The_journey_by_api.Pledge()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await (await charter.As("newcomer")).Posts($"/api/organisations/{organisation}/pledges", The_journey_by_api.Pledge()).Is_refused(HttpStatusCode.Conflict, "charter-not-signed");
        await charter.Anonymous().Posts($"/api/organisations/{organisation}/confirmation", "").Answers_with(HttpStatusCode.Unauthorized);
        var (tried, somebody) = (await Id("editor"), await Id("newcomer"));
        // Whoever asks too much, as others do in the newcomer's name meanwhile, is refused once more before.
        await Eventually.Passes(async () => (await Entries($"organisation={organisation}&outcome=refused")).Where(e => e.Text("code") != "too-many-requests").Select(e => (e.Text("action"), e.Text("code"), e.GetProperty("actor").ToString())).ShouldBe(
            [("Make a pledge", "forbidden", tried.ToString()), ("Make a pledge", "charter-not-signed", somebody.ToString()), ("Confirm an organisation", "sign-in-required", "")], ignoreOrder: true));

        // The organisation's own people see of the stranger only that there was one.
        var own = (await (await charter.As("newcomer")).GetAsync($"/api/organisations/{organisation}/audit?outcome=refused").Answers_with(HttpStatusCode.OK)).GetProperty("items");
        own.EnumerateArray().Single(e => e.Text("code") == "forbidden").GetProperty("actor").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task What_the_gateway_is_told_of_a_refusal_goes_no_further()
    {
        foreach (var path in new[] { "/api/audit", "/registrar/audit", "/api/nowhere", "/nowhere" })
        {
            using var answer = await (await charter.As("editor")).GetAsync(path);
            answer.Headers.Contains("Charter-Refusal").ShouldBeFalse(path);
        }
    }

    [Fact]
    public async Task A_registrar_searches_and_downloads_it_on_a_page()
    {
        var name = $"Audit Sample {Guid.NewGuid():n}"[..30];
        var organisation = await charter.ConfirmedOrganisation(name);
        var page = await browser.PageOf("registrar");
        await Eventually.Passes(async () =>
        {
            await page.GotoAsync($"/registrar/audit?Organisation={organisation}");
            await page.SaysNow("Confirm an organisation");
            await page.SaysNow("Register an organisation");
        });
        await page.Says(name);
        await page.Select("What", "Confirm an organisation");
        await page.Press("Search");
        await Eventually.Passes(async () => (await page.Locator("main h3").AllInnerTextsAsync()).ShouldBe(["Confirm an organisation"]));
        (await page.RunAxe()).Violations.ShouldBeEmpty();
        var download = await page.RunAndWaitForDownloadAsync(() => page.Follow("CSV"));
        var lines = (await File.ReadAllTextAsync(await download.PathAsync())).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain("Confirm an organisation");
        await page.Picture("audit-trail");
    }

    private async Task<Guid> Id(string name) => (await (await charter.As(name)).GetAsync("/api/me").Answers_with(HttpStatusCode.OK)).Id("subject");

    private async Task<JsonElement[]> Entries(string query) =>
        [.. (await (await charter.As("registrar")).GetAsync($"/api/audit?size=100&{query}").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];
}
