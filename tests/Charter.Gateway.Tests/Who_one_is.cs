using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Charter.Contracts;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Charter.Gateway.Tests;

public sealed class Who_one_is(GatewayFixture system)
{
    private static async Task<JsonElement> Headers(HttpClient client, string path) =>
        (await client.GetAsync(path).Answers_with(HttpStatusCode.OK)).GetProperty("headers");

    private static string? SubjectIn(JsonElement headers) => headers.TryGetProperty("authorization", out var value)
        ? new JsonWebTokenHandler().ReadJsonWebToken(value.GetString()!["Bearer ".Length..]).GetClaim("email").Value
        : null;

    [Fact]
    public async Task A_session_cookie_becomes_a_token_for_the_services_and_goes_no_further()
    {
        var cookie = await system.Cookie("signatory");
        var headers = await Headers(system.Client($"theme=dark; {cookie}; csrf=x"), "/api/register");
        SubjectIn(headers).ShouldBe("signatory@example.org");
        headers.TryGetProperty("cookie", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_portal_keeps_its_own_cookies_but_never_sees_the_session()
    {
        var headers = await Headers(system.Client($"csrf=x; {await system.Cookie("signatory")}; theme=dark"), "/account");
        headers.Text("cookie").ShouldBe("csrf=x; theme=dark");
        SubjectIn(headers).ShouldBe("signatory@example.org");
    }

    [Fact]
    public async Task A_bearer_token_goes_before_a_cookie_also_when_it_is_not_valid()
    {
        var cookie = await system.Cookie("signatory");
        SubjectIn(await Headers(system.Client(cookie, await system.Bearer("editor")), "/api/register")).ShouldBe("editor@example.org");
        await system.Client(cookie, "not.a.token").GetAsync("/api/register").Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Theory]
    [InlineData("Bearer not.a.token")]
    [InlineData("Bearer ")]
    [InlineData("Basic cmVnaXN0cmFyOng=")]
    public async Task A_credential_that_is_not_valid_is_refused_even_where_none_is_needed(string authorization)
    {
        using var client = system.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        foreach (var path in new[] { "/", "/api/register", "/api/nowhere" })
        {
            using var answer = await client.GetAsync(path);
            await Task.FromResult(answer).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"invalid_token\"");
        }
    }

    [Theory]
    [InlineData(GatewayFixture.CookieName + "=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(GatewayFixture.CookieName + "=x")]
    public async Task An_unknown_cookie_is_nobody_and_is_deleted(string cookie)
    {
        using var answer = await system.Client(cookie).GetAsync("/api/register");
        var deleted = answer.Headers.GetValues("Set-Cookie").Single();
        deleted.ShouldStartWith(GatewayFixture.CookieName + "=; expires=Thu, 01 Jan 1970");
        deleted.ShouldContain("; secure");   // or a browser would not take it with this name
        SubjectIn((await Task.FromResult(answer).Answers_with(HttpStatusCode.OK)).GetProperty("headers")).ShouldBeNull();
    }

    [Fact]
    public async Task Signing_in_with_a_stale_cookie_leaves_the_new_one()
    {
        using var client = system.Client(GatewayFixture.CookieName + "=stale");
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await client.PostAsync("/sign-in", null);
        answer.Headers.GetValues("Set-Cookie").Single().ShouldStartWith(GatewayFixture.CookieName + "=a-new-one");
    }

    [Fact]
    public async Task A_new_membership_counts_soon_and_without_signing_in_again()
    {
        using var client = system.Client(await system.Cookie("newcomer"));
        var me = await client.GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
        var organisation = Guid.NewGuid();
        await system.Deliver(new OrganisationConfirmed(organisation, 2, "An organisation", "voluntary", "provider", "small", [], [], me.Id("subject"), Guid.NewGuid(), DateTimeOffset.UtcNow));
        await Eventually.Passes(async () =>
            (await client.GetAsync("/api/me").Answers_with(HttpStatusCode.OK)).GetProperty("memberships").EnumerateArray().Count(m => m.Id("organisationId") == organisation).ShouldBe(2));
    }

    [Fact]
    public async Task Whom_one_acts_for_counts_with_the_very_next_request_and_how_the_gateway_learns_it_stays_inside()
    {
        using var client = system.Client(await system.Cookie("editor"));
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var subject = (await client.GetAsync("/api/me").Answers_with(HttpStatusCode.OK)).Id("subject");
        var organisations = new[] { Guid.NewGuid(), Guid.NewGuid() };
        foreach (var organisation in organisations)
            await system.Deliver(new OrganisationConfirmed(organisation, 2, "An organisation", "voluntary", "provider", "small", [], [], subject, Guid.NewGuid(), DateTimeOffset.UtcNow));
        await Eventually.Passes(async () =>
            organisations.ShouldBeSubsetOf((await client.GetAsync("/api/me").Answers_with(HttpStatusCode.OK)).GetProperty("memberships").EnumerateArray().Select(m => m.Id("organisationId"))));
        foreach (var organisation in organisations.Concat(organisations))
        {
            using var chosen = await client.PutAsync("/api/me/acting-for", JsonContent.Create(new { organisationId = organisation }));
            chosen.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            chosen.Headers.Contains("Charter-Token").ShouldBeFalse();
            (await client.GetAsync("/api/me").Answers_with(HttpStatusCode.OK)).Id("actingFor").ShouldBe(organisation);
        }
    }

    [Fact]
    public async Task A_session_that_was_ended_is_nobody_at_once_although_its_token_was_kept()
    {
        var cookie = await system.Cookie("champion");
        using var client = system.Client(cookie);
        await client.GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
        await system.SignOut(cookie);
        await Eventually.Passes(() => client.GetAsync("/api/me").Is_refused(HttpStatusCode.Unauthorized, "sign-in-required"));
    }

    [Fact]
    public async Task Many_requests_at_once_get_the_same_token()
    {
        var cookie = await system.Cookie("signatory");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Headers(system.Client(cookie), "/api/register")));
        answers.Select(h => h.Text("authorization")).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_cookie_that_any_neighbouring_host_could_have_set_is_not_the_sessions()
    {
        var secret = (await system.Cookie("signatory")).Split('=', 2)[1];
        var headers = await Headers(system.Client($"charter-session={secret}"), "/api/register");
        SubjectIn(headers).ShouldBeNull();
    }

    [Fact]
    public async Task A_program_gets_a_token_from_outside_and_is_itself_until_it_is_revoked()
    {
        var client = await system.ApiClient("read");
        using var asks = system.Client();
        asks.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{client.Id}:{client.Secret}")));
        using var answer = await asks.PostAsync("/identity/token", new FormUrlEncodedContent([new("grant_type", "client_credentials")]));
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var bearer = (await Task.FromResult(answer).Answers_with(HttpStatusCode.OK)).Text("access_token");

        using var program = system.Client(bearer: bearer);
        var stated = (await Headers(program, "/api/register")).Text("authorization")!["Bearer ".Length..];
        new JsonWebTokenHandler().ReadJsonWebToken(stated).GetClaim("client_id").Value.ShouldBe(client.Id);
        await program.GetAsync("/api/me").Answers_with(HttpStatusCode.OK);

        await client.Signatory.DeleteAsync(client.Address).Answers_with(HttpStatusCode.NoContent);
        await Eventually.Passes(() => program.GetAsync("/api/me").Is_refused(HttpStatusCode.Unauthorized, "sign-in-required"));
        (await asks.PostAsync("/identity/token", new FormUrlEncodedContent([new("grant_type", "client_credentials")]))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_secret_of_a_program_is_good_at_the_token_endpoint_only()
    {
        var client = await system.ApiClient("read");
        using var program = system.Client();
        program.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{client.Id}:{client.Secret}")));
        foreach (var path in new[] { "/api/register", "/api/me", "/identity/.well-known/jwks.json", "/" })
            await program.GetAsync(path).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }
}
