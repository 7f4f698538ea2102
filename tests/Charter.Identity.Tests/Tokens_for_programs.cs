using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Charter.ServiceDefaults;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Charter.Identity.Tests;

public sealed class Tokens_for_programs(IdentityFixture service)
{
    private readonly Guid _organisation = Guid.NewGuid();

    private async Task<(string Id, string Secret)> Client(params string[] scopes)
    {
        var created = await service.As(Person.With().Of(_organisation, Roles.Signatory)).Posts($"/api/organisations/{_organisation}/clients",
            new { name = "Dashboard", scopes, expiresOn = DateOnly.FromDateTime(DateTime.Today).AddMonths(1) }).Answers_with(HttpStatusCode.Created);
        return (created.Text("clientId")!, created.Text("clientSecret")!);
    }

    private HttpClient Signatory => service.As(Person.With().Of(_organisation, Roles.Signatory));

    private Task<HttpResponseMessage> Ask((string Id, string Secret)? basic, string form, string type = "application/x-www-form-urlencoded", string? from = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/identity/token") { Content = new StringContent(form, MediaTypeHeaderValue.Parse(type)) };
        if (basic is var (id, secret))
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        request.Headers.Add("X-Forwarded-For", from ?? $"192.0.2.{Random.Shared.Next(1, 250)}");
        return service.Anonymous().SendAsync(request);
    }

    private Task<HttpResponseMessage> Ask((string Id, string Secret) client) => Ask(client, "grant_type=client_credentials");

    private static async Task<(string? Error, HttpResponseMessage Answer)> Error(Task<HttpResponseMessage> call, HttpStatusCode status)
    {
        var answer = await call;
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return (JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).Text("error"), answer);
    }

    [Fact]
    public async Task A_client_proves_itself_in_either_way_and_gets_a_token_for_an_hour()
    {
        var client = await Client("read", "practices");
        foreach (var call in new[] { Ask(client), Ask(null, $"grant_type=client_credentials&client_id={client.Id}&client_secret={client.Secret}") })
        {
            using var answer = await call;
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            answer.Headers.Pragma.ToString().ShouldBe("no-cache");
            var body = await Task.FromResult(answer).Answers_with(HttpStatusCode.OK);
            (body.Text("token_type"), body.GetProperty("expires_in").GetInt32(), body.Text("scope")).ShouldBe(("Bearer", 3600, "read practices"));

            var token = new JsonWebTokenHandler().ReadJsonWebToken(body.Text("access_token"));
            (token.Typ, token.Issuer, token.Subject).ShouldBe(("at+jwt", "https://charter.example.org", client.Id));
            token.Audiences.ShouldBe(["charter-api"]);
            token.GetClaim("client_id").Value.ShouldBe(client.Id);
            token.GetClaim("scope").Value.ShouldBe("read practices");
            token.GetClaim("jti").Value.ShouldNotBeEmpty();
            (token.ValidTo - DateTime.UtcNow).ShouldBeInRange(TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task The_token_becomes_one_for_the_services_that_states_a_program_and_no_office()
    {
        var client = await Client("read", "practices");
        var bearer = (await Ask(client).Answers_with(HttpStatusCode.OK)).Text("access_token");
        var granted = await service.Exchange(new { bearer }).Answers_with(HttpStatusCode.OK);
        granted.Id("subject").ShouldBe(Guid.Parse(client.Id));
        var token = new JsonWebTokenHandler().ReadJsonWebToken(granted.Text("token"));
        token.Audiences.ShouldBe(["charter-services"]);
        (token.Subject, token.GetClaim("client_id").Value, token.GetClaim("scope").Value).ShouldBe((client.Id, client.Id, "read practices"));
        token.Claims.Where(c => c.Type == "member").Select(c => c.Value).ShouldBe([$"{_organisation}:editor", $"{_organisation}:champion"], ignoreOrder: true);
        token.Claims.ShouldNotContain(c => c.Type == "role" || c.Type == "email" || c.Type == "sid");

        var listed = (await Signatory.GetAsync($"/api/organisations/{_organisation}/clients").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0];
        (DateTimeOffset.UtcNow - listed.GetProperty("lastUsedAt").GetDateTimeOffset()).ShouldBeLessThan(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_token_for_fewer_scopes_can_be_had_and_none_for_more()
    {
        var client = await Client("read", "pledges");
        var bearer = (await Ask(client, "grant_type=client_credentials&scope=read").Answers_with(HttpStatusCode.OK)).Text("access_token");
        var token = new JsonWebTokenHandler().ReadJsonWebToken((await service.Exchange(new { bearer }).Answers_with(HttpStatusCode.OK)).Text("token"));
        token.GetClaim("scope").Value.ShouldBe("read");
        foreach (var scope in new[] { "practices", "read%20practices", "signatory", "%20" })
            (await Error(Ask(client, $"grant_type=client_credentials&scope={scope}"), HttpStatusCode.BadRequest)).Error.ShouldBe("invalid_scope");
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_the_words_of_the_standard()
    {
        var client = await Client("read");
        var credentials = $"client_id={client.Id}&client_secret={client.Secret}";
        (await Error(Ask(client, ""), HttpStatusCode.BadRequest)).Error.ShouldBe("invalid_request");
        (await Error(Ask(client, "grant_type=password&username=a&password=b"), HttpStatusCode.BadRequest)).Error.ShouldBe("unsupported_grant_type");
        (await Error(Ask(client, "grant_type=client_credentials&grant_type=client_credentials"), HttpStatusCode.BadRequest)).Error.ShouldBe("invalid_request");
        (await Error(Ask(client, $"grant_type=client_credentials&{credentials}"), HttpStatusCode.BadRequest)).Error.ShouldBe("invalid_request");
        (await Error(Ask(null, "grant_type=client_credentials"), HttpStatusCode.BadRequest)).Error.ShouldBe("invalid_request");
        (await Error(Ask(client, "{\"grant_type\":\"client_credentials\"}", "application/json"), HttpStatusCode.BadRequest)).Error.ShouldBe("invalid_request");
        await Ask(client, "grant_type=client_credentials&x=" + new string('x', 20_000)).Is_refused(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task Who_is_not_known_is_refused_and_told_how_to_ask_only_when_they_asked_so()
    {
        var client = await Client("read");
        foreach (var (id, secret) in new[] { (client.Id, "charter_cs_wrong"), (client.Id, ""), (client.Id, new string('x', 5000)), (Guid.NewGuid().ToString(), client.Secret), ("nobody", client.Secret), (Guid.Empty.ToString(), client.Secret) })
        {
            var (error, answer) = await Error(Ask((id, secret)), HttpStatusCode.Unauthorized);
            (error, answer.Headers.WwwAuthenticate.Single().Scheme).ShouldBe(("invalid_client", "Basic"));
        }
        var (inForm, without) = await Error(Ask(null, $"grant_type=client_credentials&client_id={client.Id}&client_secret=wrong"), HttpStatusCode.Unauthorized);
        (inForm, without.Headers.WwwAuthenticate.Count).ShouldBe(("invalid_client", 0));
        foreach (var header in new[] { "Basic", "Basic !!!", "Basic YWJj", "Bearer abc", "Digest x=y" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/identity/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
            request.Headers.TryAddWithoutValidation("Authorization", header);
            (await Error(service.Anonymous().SendAsync(request), HttpStatusCode.Unauthorized)).Error.ShouldBe("invalid_client", header);
        }
    }

    [Fact]
    public async Task Whoever_guesses_is_slowed_down_and_nobody_else()
    {
        var (client, other) = (await Client("read"), await Client("read"));
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 14; i++)
            answers.Add((await Ask((client.Id, $"charter_cs_{i}"), "grant_type=client_credentials", from: "198.51.100.7")).StatusCode);
        answers.Take(10).ShouldAllBe(s => s == HttpStatusCode.Unauthorized);
        answers.ShouldContain(HttpStatusCode.TooManyRequests);
        var (error, answer) = await Error(Ask(client, "grant_type=client_credentials", from: "198.51.100.7"), HttpStatusCode.TooManyRequests);
        error.ShouldBe("temporarily_unavailable");
        answer.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        await Ask(other, "grant_type=client_credentials", from: "198.51.100.7").Answers_with(HttpStatusCode.OK);
        await Ask(client, "grant_type=client_credentials", from: "198.51.100.8").Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_secret_is_good_at_once_and_the_old_one_for_a_day_more()
    {
        var client = await Client("read");
        var rotated = await Signatory.Posts($"/api/organisations/{_organisation}/clients/{client.Id}/secret", new { }).Answers_with(HttpStatusCode.OK);
        (rotated.GetProperty("previousSecretUntil").GetDateTimeOffset() - DateTimeOffset.UtcNow).ShouldBeInRange(TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        await Ask(client).Answers_with(HttpStatusCode.OK);
        await Ask((client.Id, rotated.Text("clientSecret")!)).Answers_with(HttpStatusCode.OK);

        await service.Execute($"update api_client set previous_secret_until = now() - interval '1 second' where id = {Guid.Parse(client.Id)}");
        (await Error(Ask(client), HttpStatusCode.Unauthorized)).Error.ShouldBe("invalid_client");
        await Ask((client.Id, rotated.Text("clientSecret")!)).Answers_with(HttpStatusCode.OK);

        // One secret before the present one is good, not two.
        await Signatory.Posts($"/api/organisations/{_organisation}/clients/{client.Id}/secret", new { }).Answers_with(HttpStatusCode.OK);
        (await Error(Ask(client), HttpStatusCode.Unauthorized)).Error.ShouldBe("invalid_client");
    }

    [Theory]
    [InlineData("update api_client set revoked_at = now() where id = {0}")]
    [InlineData("update api_client set expires_on = current_date - 1 where id = {0}")]
    public async Task A_client_that_has_ended_gets_no_token_and_those_it_has_are_worth_nothing(string end)
    {
        var client = await Client("read");
        var bearer = (await Ask(client).Answers_with(HttpStatusCode.OK)).Text("access_token");
        await service.Exchange(new { bearer }).Answers_with(HttpStatusCode.OK);
        await service.Execute(System.Runtime.CompilerServices.FormattableStringFactory.Create(end, Guid.Parse(client.Id)));
        (await Error(Ask(client), HttpStatusCode.Unauthorized)).Error.ShouldBe("invalid_client");
        await service.Exchange(new { bearer }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task The_metadata_says_how_to_get_a_token_and_nothing_that_is_not_so()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/identity/.well-known/oauth-authorization-server");
        request.Headers.Add("X-Forwarded-Host", "elsewhere.example.com");
        var metadata = await service.Anonymous().SendAsync(request).Answers_with(HttpStatusCode.OK);
        metadata.Text("issuer").ShouldBe("https://charter.example.org");
        metadata.Text("token_endpoint").ShouldBe("https://charter.example.org/identity/token");
        metadata.Text("jwks_uri").ShouldBe("https://charter.example.org/identity/.well-known/jwks.json");
        metadata.GetProperty("grant_types_supported").EnumerateArray().Select(g => g.GetString()).ShouldBe(["client_credentials"]);
        metadata.GetProperty("scopes_supported").EnumerateArray().Select(g => g.GetString()).ShouldBe(Scopes.All);
        metadata.TryGetProperty("authorization_endpoint", out _).ShouldBeFalse();
    }
}
