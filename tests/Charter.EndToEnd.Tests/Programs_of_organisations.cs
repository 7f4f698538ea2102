using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Charter.EndToEnd.Tests;

/// <summary>A program uses the API for its organisation: from the page where it is created to the one where it is revoked.</summary>
public sealed class Programs_of_organisations(Installation charter, Browser browser)
{
    [Fact]
    public async Task A_client_is_created_gets_tokens_pledges_is_given_a_new_secret_and_is_revoked()
    {
        var organisation = await charter.SignedOrganisation($"Program Sample {Guid.NewGuid():n}");
        var page = await browser.PageOf("newcomer", withScripts: false);
        await page.GotoAsync($"/organisations/{organisation}/clients");
        await page.Press("Create a client");
        await Arrives(page, "Create an API client");
        await page.Press("Create the client");
        await Arrives(page, "There is a problem");
        await page.Fill("Name", "Contract dashboard");
        await page.Choose("What it may do", "Read");
        await page.Choose("What it may do", "Pledges");
        await page.Date("Last day on which it may be used", DateTime.Today.AddMonths(6));
        await page.Picture("client-new");
        await page.Press("Create the client");
        await Arrives(page, "API client created");
        await page.Picture("client-created");
        var (id, secret) = await Shown(page);
        Regex.IsMatch(secret, "^charter_cs_[A-Za-z0-9_-]{43}$").ShouldBeTrue();

        // Where the metadata says, it gets a token; with that it reads and pledges for its organisation, and does nothing else.
        var metadata = await charter.Anonymous().GetAsync("/.well-known/oauth-authorization-server").Answers_with(HttpStatusCode.OK);
        var endpoint = new Uri(metadata.Text("token_endpoint")!);
        endpoint.Authority.ShouldBe(Installation.Gateway.Authority);
        var program = charter.Anonymous();
        program.DefaultRequestHeaders.Authorization = new("Bearer", await Token(endpoint, id, secret));
        await program.GetAsync($"/api/organisations/{organisation}/members").Answers_with(HttpStatusCode.OK);
        var pledge = await program.Posts($"/api/organisations/{organisation}/pledges", The_journey_by_api.Pledge()).Answers_with(HttpStatusCode.Created);
        await program.GetAsync($"/api/pledges/{pledge.Id()}").Answers_with(HttpStatusCode.OK);
        await program.Posts("/api/organisations", new { }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await program.Posts("/api/network/champions", new { }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await program.Posts($"/api/organisations/{organisation}/invitations", new { }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await program.GetAsync("/api/evidence").Is_refused(HttpStatusCode.Forbidden, "forbidden");

        // The page knows that it was used. With a new secret the old one is good for a while.
        await page.GotoAsync($"/organisations/{organisation}/clients");
        await page.Says("Last used");
        await page.Follow("Contract dashboard");
        await Arrives(page, "Contract dashboard");
        await page.Picture("client");
        await page.Press("Make a new secret");
        await Arrives(page, "New secret made");
        var (_, newer) = await Shown(page);
        newer.ShouldNotBe(secret);
        foreach (var good in new[] { secret, newer })
            await Token(endpoint, id, good);

        await page.GotoAsync($"/organisations/{organisation}/clients/{id}");
        await page.Follow("Revoke this client");
        await Arrives(page, "Revoke Contract dashboard");
        await page.Press("Revoke the client");
        await Arrives(page, "API clients");
        await page.Says("Contract dashboard is revoked");
        await page.Says("Revoked");
        await Eventually.Passes(() => program.GetAsync($"/api/pledges/{pledge.Id()}").Is_refused(HttpStatusCode.Unauthorized, "sign-in-required"));
        using var refused = await Ask(endpoint, id, newer);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("invalid_client");
    }

    private static Task Arrives(IPage page, string heading) => page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true }).WaitForAsync();

    private static async Task<(string Id, string Secret)> Shown(IPage page) =>
        (await page.Locator("[data-client-id]").InnerTextAsync(), await page.Locator("[data-client-secret]").InnerTextAsync());

    private Task<HttpResponseMessage> Ask(Uri endpoint, string id, string secret) => charter.Anonymous().SendAsync(new HttpRequestMessage(HttpMethod.Post, endpoint)
    {
        Headers = { Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"))) },
        Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
    });

    private async Task<string> Token(Uri endpoint, string id, string secret) => (await Ask(endpoint, id, secret).Answers_with(HttpStatusCode.OK)).Text("access_token")!;
}
