using System.Diagnostics;
using System.Net;

namespace Charter.Gateway.Tests;

public sealed class Routes(GatewayFixture system)
{
    [Theory]
    [InlineData("/", "Portal", "/")]
    [InlineData("/api", "Portal", "/api")]
    [InlineData("/verify/1", "Portal", "/verify/1")]
    [InlineData("/identity/sessions", "Portal", "/identity/sessions")]
    [InlineData("/identity/exchange", "Portal", "/identity/exchange")]
    [InlineData("/identity/.well-known/openid-configuration", "Portal", "/identity/.well-known/openid-configuration")]
    [InlineData("/openapi/v1.json", "Portal", "/openapi/v1.json")]
    [InlineData("/api/charters/1/versions/2?x=y", "Signatory", "/api/charters/1/versions/2?x=y")]
    [InlineData("/api/organisations", "Signatory", "/api/organisations")]
    [InlineData("/api/organisations/1/confirmation", "Signatory", "/api/organisations/1/confirmation")]
    [InlineData("/api/register?q=a%20b", "Signatory", "/api/register?q=a%20b")]
    [InlineData("/api/places", "Signatory", "/api/places")]
    [InlineData("/api/log", "Signatory", "/api/log")]
    [InlineData("/api/log/entries?start=1", "Signatory", "/api/log/entries?start=1")]
    [InlineData("/api/places/preview", "Signatory", "/api/places/preview")]
    [InlineData("/api/organisation-imports/1/report.csv", "Signatory", "/api/organisation-imports/1/report.csv")]
    [InlineData("/registrar/imports", "Portal", "/registrar/imports")]
    [InlineData("/api/organisations/1/duties", "Pledge", "/api/organisations/1/duties")]
    [InlineData("/api/organisations/1/pledges", "Pledge", "/api/organisations/1/pledges")]
    [InlineData("/api/pledges/1/evidence", "Pledge", "/api/pledges/1/evidence")]
    [InlineData("/api/evidence/1/review", "Pledge", "/api/evidence/1/review")]
    [InlineData("/api/organisations/1/evidence", "Pledge", "/api/organisations/1/evidence")]
    [InlineData("/api/network/champions", "ChampionsNetwork", "/api/network/champions")]
    [InlineData("/api/openapi/signatory.json", "Signatory", "/openapi/v1.json")]
    [InlineData("/api/openapi/champions-network.json", "ChampionsNetwork", "/openapi/v1.json")]
    public async Task Every_address_has_its_host(string path, string host, string asSeenThere)
    {
        var answer = await system.Client().GetAsync(path).Answers_with(HttpStatusCode.OK);
        (answer.Text("host"), answer.Text("path")).ShouldBe((host, asSeenThere));
    }

    [Fact]
    public async Task Identity_shows_its_keys_and_document_and_nothing_else()
    {
        await system.Client().GetAsync("/identity/.well-known/jwks.json").Answers_with(HttpStatusCode.OK);
        (await system.Client().GetAsync("/.well-known/oauth-authorization-server").Answers_with(HttpStatusCode.OK))
            .Text("jwks_uri").ShouldBe("https://charter.example.org/identity/.well-known/jwks.json");
        (await system.Client().GetAsync("/api/openapi/identity.json").Answers_with(HttpStatusCode.OK)).GetProperty("paths").EnumerateObject()
            .ShouldAllBe(p => p.Name.StartsWith("/api/"));
        await system.Client().GetAsync("/identity/.well-known/..%2fexchange").Is_refused(HttpStatusCode.BadRequest, "ambiguous-address");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Where_there_is_nothing_a_stranger_is_asked_to_sign_in_first(string method)
    {
        using var stranger = new HttpRequestMessage(new(method), "/api/nowhere/at/all");
        await system.Client().SendAsync(stranger).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        using var known = new HttpRequestMessage(new(method), "/api/nowhere/at/all");
        await system.Client(bearer: await system.Bearer("registrar")).SendAsync(known).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_host_that_is_down_is_503_at_once_in_the_form_that_the_client_understands()
    {
        using var forPrograms = await system.Client().GetAsync("/api/kite-marks/schemes/current");
        forPrograms.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        await Task.FromResult(forPrograms).Is_refused(HttpStatusCode.ServiceUnavailable, "temporarily-unavailable");

        using var client = system.Client();
        client.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
        using var forPeople = await client.GetAsync("/api/kite-marks/schemes/current");
        forPeople.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        forPeople.Headers.RetryAfter.ShouldNotBeNull();
        forPeople.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var page = await forPeople.Content.ReadAsStringAsync();
        page.ShouldContain("<h1>");
        page.ShouldNotContain("src=");

        // The quickest of some, because the machine may stall.
        var quickest = TimeSpan.MaxValue;
        for (var i = 0; i < 10 && quickest > TimeSpan.FromSeconds(1); i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var again = await client.GetAsync("/api/kite-marks/schemes/current");
            quickest = TimeSpan.FromTicks(Math.Min(quickest.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
        }
        quickest.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Evidence_may_have_26_megabytes_and_not_more()
    {
        using var client = system.Client(bearer: await system.Bearer("editor"));
        foreach (var path in new[] { "/api/pledges/1/evidence", "/pledges/1/evidence", "/api/evidence/1/versions", "/evidence/1/new-version" })
        {
            (await client.PostAsync(path, new ByteArrayContent(new byte[25 * 1024 * 1024])).Answers_with(HttpStatusCode.OK)).GetProperty("size").GetInt64().ShouldBe(25 * 1024 * 1024);
            // The client sends all of it before it looks for an answer.
            await client.PostAsync(path, new ByteArrayContent(new byte[40 * 1024 * 1024])).Is_refused(HttpStatusCode.RequestEntityTooLarge, "too-large");
        }
        client.DefaultRequestHeaders.ExpectContinue = true;
        await client.PostAsync("/api/pledges/1/evidence", new ByteArrayContent(new byte[27 * 1024 * 1024])).Is_refused(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task Anything_else_may_have_a_megabyte_and_a_stranger_is_asked_to_sign_in_first()
    {
        using var client = system.Client(bearer: await system.Bearer("editor"));
        await client.PostAsync("/api/charters", new ByteArrayContent(new byte[1024 * 1024])).Answers_with(HttpStatusCode.OK);
        await client.PostAsync("/api/charters", new ByteArrayContent(new byte[1024 * 1024 + 1])).Is_refused(HttpStatusCode.RequestEntityTooLarge, "too-large");
        await system.Client().PostAsync("/api/charters", new ByteArrayContent(new byte[2 * 1024 * 1024])).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await system.Client().PostAsync("/sign-up", new ByteArrayContent(new byte[2 * 1024 * 1024])).Is_refused(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }
}
