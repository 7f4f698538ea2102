using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Charter.Contracts;

namespace Charter.Identity.Tests;

public sealed class Signing_in(IdentityFixture service)
{
    [Fact]
    public async Task A_session_stands_for_the_person_who_signed_in()
    {
        using var client = await service.SignedIn(Person.With() with { Email = "registrar@example.org" });
        var me = await client.GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
        me.Text("email").ShouldBe("registrar@example.org");
        me.GetProperty("roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["registrar"]);
        me.GetProperty("memberships").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Case_and_blanks_around_the_address_do_not_matter()
    {
        var person = await service.NewAccount();
        await service.SignIn($" {person.Email.ToUpperInvariant()} ").Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_unknown_account_and_a_wrong_password_get_the_same_answer()
    {
        var person = await service.NewAccount();
        var wrong = JsonNode.Parse((await service.SignIn(person.Email, "wrong").Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed")).GetRawText())!.AsObject();
        var unknown = JsonNode.Parse((await service.SignIn("nobody-at-all@example.org", "wrong").Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed")).GetRawText())!.AsObject();
        wrong.Remove("traceId");
        unknown.Remove("traceId");
        unknown.ToJsonString().ShouldBe(wrong.ToJsonString());
    }

    [Fact]
    public async Task An_unknown_account_is_as_much_work_to_refuse_as_a_wrong_password()
    {
        var person = await service.NewAccount();
        var (wrong, unknown) = ($"wrong {Guid.NewGuid()}", $"unknown {Guid.NewGuid()}");
        await service.SignIn(person.Email, wrong).Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
        await service.SignIn($"nobody-{person.Email}", unknown).Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
        (service.WorkOn(wrong), service.WorkOn(unknown)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Every_missing_field_is_named()
    {
        await service.Anonymous().Posts("/identity/sessions", "{}").Is_invalid("email", "password");
        await service.Anonymous().Posts("/identity/sessions", new { email = "a\0@example.org", password = new string('x', 700) }).Is_invalid("email", "password");
    }

    [Fact]
    public async Task Only_a_hash_of_the_secret_is_kept()
    {
        var person = await service.NewAccount();
        var secret = await service.Session(person.Email);
        secret.Length.ShouldBe(43);
        (await service.Ask<byte[]>($"select secret_hash as \"Value\" from session where subject = {person.Subject}")).ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
    }

    [Fact]
    public async Task A_session_that_was_ended_is_worth_nothing_and_the_gateway_is_told()
    {
        var person = await service.NewAccount();
        var secret = await service.Session(person.Email);
        var granted = await service.Exchange(new { session = secret }).Answers_with(HttpStatusCode.OK);
        using var client = service.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", granted.Text("token"));

        await client.DeleteAsync("/identity/sessions/current").Answers_with(HttpStatusCode.NoContent);
        await client.DeleteAsync("/identity/sessions/current").Answers_with(HttpStatusCode.NoContent);

        await service.Exchange(new { session = secret }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        (await service.Published<SessionEnded>(e => e.Subject == person.Subject)).SessionId.ShouldBe(granted.Id("sessionId"));
        service.AllPublished<SessionEnded>(e => e.Subject == person.Subject).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Signing_out_needs_a_session()
    {
        await service.As(await service.NewAccount()).DeleteAsync("/identity/sessions/current").Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("last_used_at", 121)]
    [InlineData("expires_at", 721)]
    public async Task A_session_is_over_after_two_idle_hours_or_twelve_hours_in_all(string column, int minutes)
    {
        var person = await service.NewAccount();
        var secret = await service.Session(person.Email);
        _ = column == "last_used_at"
            ? await service.Execute($"update session set last_used_at = last_used_at - {minutes} * interval '1 minute' where subject = {person.Subject}")
            : await service.Execute($"update session set expires_at = expires_at - {minutes} * interval '1 minute' where subject = {person.Subject}");
        await service.Exchange(new { session = secret }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task Use_keeps_a_session_alive_and_is_noted_once_a_minute()
    {
        var person = await service.NewAccount();
        var secret = await service.Session(person.Email);
        await service.Execute($"update session set last_used_at = last_used_at + interval '10 minutes' where subject = {person.Subject}");   // later than any minute from now
        var before = await LastUse();
        await service.Exchange(new { session = secret }).Answers_with(HttpStatusCode.OK);
        (await LastUse()).ShouldBe(before);

        await service.Execute($"update session set last_used_at = last_used_at - interval '90 minutes' where subject = {person.Subject}");
        before = await LastUse();
        await service.Exchange(new { session = secret }).Answers_with(HttpStatusCode.OK);
        (await LastUse()).ShouldBeGreaterThan(before);

        Task<DateTime> LastUse() => service.Ask<DateTime>($"select last_used_at as \"Value\" from session where subject = {person.Subject}");
    }
}
