using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Charter.Contracts;

namespace Charter.Identity.Tests;

public sealed class Where_somebody_is_signed_in(IdentityFixture service)
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string Edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
    private const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

    private async Task<(string Secret, HttpClient Client)> SignIn(Person person, string browser)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/identity/sessions") { Content = JsonContent.Create(new { email = person.Email, password = IdentityFixture.Password }) };
        request.Headers.TryAddWithoutValidation("User-Agent", browser);
        var secret = (await service.Anonymous().SendAsync(request).Answers_with(HttpStatusCode.Created)).Text("session")!;
        var granted = await service.Exchange(new { session = secret }).Answers_with(HttpStatusCode.OK);
        var client = service.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", granted.Text("token"));
        return (secret, client);
    }

    private static async Task<JsonElement[]> Sessions(HttpClient client) =>
        [.. (await client.GetAsync("/api/me/sessions").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];

    [Fact]
    public async Task Each_place_is_listed_with_what_it_can_be_known_by_and_no_more()
    {
        var person = await service.NewAccount();
        await SignIn(person, Firefox);
        await SignIn(person, Edge);
        await SignIn(person, "curl/8.5.0");
        var (_, here) = await SignIn(person, Phone);
        await SignIn(await service.NewAccount(), Firefox);

        var sessions = await Sessions(here);
        sessions.Select(s => s.Text("device")).ShouldBe(["Safari on iPhone", "", "Edge on Windows", "Firefox on Windows"], ignoreOrder: true);
        sessions.Single(s => s.GetProperty("isThis").GetBoolean()).Text("device").ShouldBe("Safari on iPhone");
        sessions.ShouldAllBe(s => s.Text("signedInWith") == "password" && !s.GetProperty("hasTwoFactors").GetBoolean());
        (await service.Sql($"select * from session where subject = '{person.Subject}'")).ShouldAllBe(row => !row.Contains("Mozilla"));
    }

    [Fact]
    public async Task One_place_is_signed_out_and_the_gateway_is_told()
    {
        var person = await service.NewAccount();
        var (secret, _) = await SignIn(person, Firefox);
        var (_, here) = await SignIn(person, Phone);
        var there = (await Sessions(here)).Single(s => !s.GetProperty("isThis").GetBoolean()).Id();
        await here.DeleteAsync($"/api/me/sessions/{there}").Answers_with(HttpStatusCode.NoContent);
        await service.Exchange(new { session = secret }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        (await service.Published<SessionEnded>(e => e.Subject == person.Subject)).SessionId.ShouldBe(there);
        await here.DeleteAsync($"/api/me/sessions/{there}").Is_refused(HttpStatusCode.NotFound, "not-found");
        (await Sessions(here)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task All_other_places_are_signed_out_at_once()
    {
        var person = await service.NewAccount();
        var others = new[] { (await SignIn(person, Firefox)).Secret, (await SignIn(person, Edge)).Secret };
        var (secret, here) = await SignIn(person, Phone);
        await here.DeleteAsync("/api/me/sessions").Answers_with(HttpStatusCode.NoContent);
        foreach (var other in others)
            await service.Exchange(new { session = other }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await service.Exchange(new { session = secret }).Answers_with(HttpStatusCode.OK);
        await service.As(person).DeleteAsync("/api/me/sessions").Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Nobody_ends_or_sees_the_sessions_of_somebody_else()
    {
        var (victim, stranger) = (await service.NewAccount(), await service.NewAccount());
        var (secret, own) = await SignIn(victim, Firefox);
        var session = (await Sessions(own)).Single().Id();
        var (_, other) = await SignIn(stranger, Phone);
        await other.DeleteAsync($"/api/me/sessions/{session}").Is_refused(HttpStatusCode.NotFound, "not-found");
        (await Sessions(other)).Length.ShouldBe(1);
        await service.Exchange(new { session = secret }).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_has_ended_by_itself_is_not_listed()
    {
        var person = await service.NewAccount();
        await SignIn(person, Firefox);
        await service.Execute($"update session set last_used_at = last_used_at - interval '3 hours' where subject = {person.Subject}");
        var (_, here) = await SignIn(person, Phone);
        (await Sessions(here)).Length.ShouldBe(1);
    }
}
