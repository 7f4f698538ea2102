using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Charter.Identity.Tests;

public sealed class Second_factors(IdentityFixture service)
{
    [Fact]
    public async Task An_app_is_set_up_with_the_password_and_a_code_of_it()
    {
        var person = await service.NewAccount();
        var client = await service.SignedIn(person);
        await client.Posts("/api/me/authenticator/key", new { proof = "not the password" }).Is_invalid("proof");
        await client.Posts("/api/me/authenticator/key", new { }).Is_invalid("proof");

        var started = await client.Posts("/api/me/authenticator/key", new { proof = IdentityFixture.Password }).Answers_with(HttpStatusCode.OK);
        var app = new AuthenticatorApp(started.Text("key")!);
        app.Key.Length.ShouldBe(20);
        started.Text("uri").ShouldBe($"otpauth://totp/Charter%20charter.example.org:{Uri.EscapeDataString(person.Email)}?secret={started.Text("key")}&issuer=Charter%20charter.example.org");
        (await Held(client)).GetProperty("authenticatorSince").ValueKind.ShouldBe(JsonValueKind.Null, "no code has come back");

        await client.Posts("/api/me/authenticator", new { ticket = started.Text("ticket"), code = app.Code(20) }).Is_invalid("code");
        var confirmed = await client.Posts("/api/me/authenticator", new { ticket = started.Text("ticket"), code = app.Code() }).Answers_with(HttpStatusCode.Created);
        Codes(confirmed).Length.ShouldBe(10);
        Codes(confirmed).Distinct().Count().ShouldBe(10);
        var held = await Held(client);
        held.GetProperty("authenticatorSince").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(-10));
        held.GetProperty("recoveryCodesLeft").GetInt32().ShouldBe(10);
        await client.Posts("/api/me/authenticator", new { ticket = started.Text("ticket"), code = app.Code(1) }).Is_refused(HttpStatusCode.Conflict, "set-up-expired");
        await Was_told(person, "An authenticator app was set up");
    }

    [Fact]
    public async Task A_key_that_was_made_for_somebody_else_cannot_be_set_up()
    {
        var (one, other) = (await service.SignedIn(await service.NewAccount()), await service.SignedIn(await service.NewAccount()));
        var started = await one.Posts("/api/me/authenticator/key", new { proof = IdentityFixture.Password }).Answers_with(HttpStatusCode.OK);
        await other.Posts("/api/me/authenticator", new { ticket = started.Text("ticket"), code = new AuthenticatorApp(started.Text("key")!).Code() }).Is_refused(HttpStatusCode.Conflict, "set-up-expired");
    }

    [Fact]
    public async Task From_then_on_the_password_alone_is_not_enough()
    {
        var (person, app, _, _) = await service.WithApp();
        var step = await service.SignIn(person.Email).Answers_with(HttpStatusCode.OK);
        step.TryGetProperty("session", out _).ShouldBeFalse();
        step.GetProperty("ways").EnumerateArray().Select(w => w.GetString()).ShouldBe(["code", "recovery-code"]);

        var code = app.Code();
        var started = await service.SecondStep(new { ticket = step.Text("ticket"), code = $"{code[..3]} {code[3..]}" }).Answers_with(HttpStatusCode.Created);
        (await Held(await service.With(started.Text("session")!))).GetProperty("isShown").GetBoolean().ShouldBeTrue();
        (await service.Ask<string>($"select signed_in_with as \"Value\" from session where secret_hash = sha256({System.Text.Encoding.UTF8.GetBytes(started.Text("session")!)})")).ShouldBe("password+totp");
        await service.SignIn(person.Email, "wrong").Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
    }

    [Fact]
    public async Task A_code_is_accepted_once_and_none_from_before_it()
    {
        var (person, app, _, _) = await service.WithApp();
        var (before, code) = (app.Code(), app.Code(1));
        await service.SecondStep(new { ticket = await service.Ticket(person), code }).Answers_with(HttpStatusCode.Created);
        await service.SecondStep(new { ticket = await service.Ticket(person), code }).Is_refused(HttpStatusCode.Unauthorized, "code-refused");
        await service.SecondStep(new { ticket = await service.Ticket(person), code = before }).Is_refused(HttpStatusCode.Unauthorized, "code-refused");
    }

    [Fact]
    public async Task Of_two_uses_of_a_code_at_the_same_moment_one_succeeds()
    {
        var (person, app, _, _) = await service.WithApp();
        var tickets = new[] { await service.Ticket(person), await service.Ticket(person), await service.Ticket(person) };
        var code = app.Code();
        var answers = await Task.WhenAll(tickets.Select(ticket => service.SecondStep(new { ticket, code })));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(3)]
    public async Task A_code_of_another_time_is_refused(int later)
    {
        var (person, app, _, _) = await service.WithApp();
        await service.Execute($"update authenticator set last_step = 0 where subject = {person.Subject}");
        await service.SecondStep(new { ticket = await service.Ticket(person), code = app.Code(later) }).Is_refused(HttpStatusCode.Unauthorized, "code-refused");
    }

    [Fact]
    public async Task A_code_of_another_account_is_refused()
    {
        var (person, _, _, _) = await service.WithApp();
        var (_, other, _, _) = await service.WithApp();
        await service.SecondStep(new { ticket = await service.Ticket(person), code = other.Code() }).Is_refused(HttpStatusCode.Unauthorized, "code-refused");
        foreach (var code in new[] { "", "12345", "1234567", "abcdef", "١٢٣٤٥٦" })
            (await service.SecondStep(new { ticket = await service.Ticket(person), code }, from: $"203.0.113.{code.Length}")).IsSuccessStatusCode.ShouldBeFalse(code);
    }

    [Fact]
    public async Task A_recovery_code_is_accepted_once_however_it_is_typed()
    {
        var (person, _, confirmed, _) = await service.WithApp();
        var recoveryCode = Codes(confirmed)[4].ToUpperInvariant().Replace("-", " ").Replace('0', 'O').Replace('1', 'l');
        var started = await service.SecondStep(new { ticket = await service.Ticket(person), recoveryCode }).Answers_with(HttpStatusCode.Created);
        started.GetProperty("recoveryCodesLeft").GetInt32().ShouldBe(9);
        await service.SecondStep(new { ticket = await service.Ticket(person), recoveryCode }).Is_refused(HttpStatusCode.Unauthorized, "recovery-code-refused");
        await service.SecondStep(new { ticket = await service.Ticket(person), recoveryCode = "0000-0000-0000" }).Is_refused(HttpStatusCode.Unauthorized, "recovery-code-refused");
        var held = await Held(await service.With(started.Text("session")!));
        held.GetProperty("recoveryCodesLeft").GetInt32().ShouldBe(9);
        held.GetProperty("isShown").GetBoolean().ShouldBeTrue();
        await Was_told(person, "A recovery code was used; 9 of 10 are left");
    }

    [Fact]
    public async Task It_is_said_when_few_recovery_codes_are_left()
    {
        var (person, _, _, client) = await service.WithApp();
        (await Held(client)).GetProperty("recoveryCodesAreFew").GetBoolean().ShouldBeFalse();
        await service.Execute($"update recovery_code set used_at = now() where subject = {person.Subject} and position > 2");
        (await Held(client)).GetProperty("recoveryCodesAreFew").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task New_recovery_codes_make_those_from_before_worthless()
    {
        var (person, app, confirmed, client) = await service.WithApp();
        await client.Posts("/api/me/recovery-codes", new { proof = "wrong" }).Is_invalid("proof");
        var proof = app.Code();
        var made = await client.Posts("/api/me/recovery-codes", new { proof }).Answers_with(HttpStatusCode.Created);
        await service.SecondStep(new { ticket = await service.Ticket(person), recoveryCode = Codes(confirmed)[0] }).Is_refused(HttpStatusCode.Unauthorized, "recovery-code-refused");
        await service.SecondStep(new { ticket = await service.Ticket(person), recoveryCode = Codes(made)[0] }).Answers_with(HttpStatusCode.Created);
        await client.Posts("/api/me/recovery-codes", new { proof }).Is_invalid("proof");   // it was a proof once
        var nobody = await service.SignedIn(await service.NewAccount());
        await nobody.Posts("/api/me/recovery-codes", new { proof = IdentityFixture.Password }).Is_refused(HttpStatusCode.Conflict, "no-second-factor");
    }

    [Fact]
    public async Task Neither_keys_nor_recovery_codes_can_be_read_in_the_database()
    {
        var (person, app, confirmed, _) = await service.WithApp();
        var key = await service.Ask<byte[]>($"select protected_key as \"Value\" from authenticator where subject = {person.Subject}");
        key.AsSpan().IndexOf(app.Key).ShouldBe(-1);
        var rows = string.Join('\n', await service.Sql($"select r::text from recovery_code r where subject = '{person.Subject}' union all select k::text from idempotency_key k where subject = '{person.Subject}'"));
        foreach (var code in Codes(confirmed))
            rows.ShouldNotContain(code[..4]);
    }

    [Fact]
    public async Task What_is_shown_once_is_not_kept_for_a_second_request()
    {
        var (person, _, _, client) = await service.WithApp();
        client.DefaultRequestHeaders.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        var first = await client.Posts("/api/me/recovery-codes", new { proof = IdentityFixture.Password }).Answers_with(HttpStatusCode.Created);
        var second = await client.Posts("/api/me/recovery-codes", new { proof = IdentityFixture.Password }).Answers_with(HttpStatusCode.Created);
        Codes(second).Intersect(Codes(first)).ShouldBeEmpty();
        (await service.Ask<long>($"select count(*) as \"Value\" from idempotency_key where subject = {person.Subject}")).ShouldBe(0);
    }

    [Fact]
    public async Task Guessing_codes_slows_down_the_address_it_comes_from()
    {
        var (person, app, _, _) = await service.WithApp();
        var ticket = await service.Ticket(person);
        for (var i = 0; i < 6; i++)
            await service.SecondStep(new { ticket, code = "000000" }, from: "203.0.113.50").Is_refused(HttpStatusCode.Unauthorized, "code-refused");
        await Is_slowed_down(() => service.SecondStep(new { ticket, code = "000000" }, from: "203.0.113.50"));
        await service.SecondStep(new { ticket, code = app.Code() }, from: "203.0.113.51").Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Guesses_from_everywhere_do_not_keep_out_the_person_at_an_address_they_have_used()
    {
        var (person, app, _, _) = await service.WithApp();
        await service.SecondStep(new { ticket = await service.Ticket(person), code = app.Code() }, from: "198.51.100.9").Answers_with(HttpStatusCode.Created);
        var ticket = await service.Ticket(person);
        var blocked = false;
        for (var i = 0; i < 40 && !blocked; i++)
            using (var guess = await service.SecondStep(new { ticket, code = "000000" }, from: $"203.0.113.{60 + i}"))
                blocked = guess.StatusCode == HttpStatusCode.TooManyRequests;
        blocked.ShouldBeTrue();
        await service.SecondStep(new { ticket, code = app.Code(1) }, from: "198.51.100.9").Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_ticket_for_the_second_step_is_good_once_unchanged_in_time_and_for_nothing_else()
    {
        var (person, app, confirmed, client) = await service.WithApp();
        var ticket = await service.Ticket(person);
        await Expired(ticket[..^4] + "AAAA");
        await Expired("");
        await Expired("no ticket");
        await Expired(Aged(ticket, "PasswordWasRight", TimeSpan.FromMinutes(5)));
        var key = await client.Posts("/api/me/authenticator/key", new { proof = IdentityFixture.Password }).Answers_with(HttpStatusCode.OK);
        await Expired(key.Text("ticket")!);
        await Expired(confirmed.Text("elevation")!);

        await service.SecondStep(new { ticket = Aged(ticket, "PasswordWasRight", TimeSpan.FromMinutes(3)), code = app.Code() }).Answers_with(HttpStatusCode.Created);
        await Expired(ticket);

        var before = await service.Ticket(person);
        await service.Execute($"update account set password_hash = 'another' where id = {person.Subject}");
        await Expired(before);

        async Task Expired(string other)
        {
            using var answer = await service.SecondStep(new { ticket = other, code = app.Code(1) });
            if (other.Length == 0)
                await Task.FromResult(answer).Is_invalid("ticket");
            else
                await Task.FromResult(answer).Is_refused(HttpStatusCode.Unauthorized, "sign-in-expired");
        }
    }

    [Fact]
    public async Task An_office_counts_once_a_second_factor_was_shown()
    {
        var person = await service.NewAccount();
        await service.Appoint(person, Roles.Assessor);
        var secret = await service.Session(person.Email);
        var before = await service.With(secret);
        var me = await before.GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
        me.GetProperty("roles").GetArrayLength().ShouldBe(0);
        me.GetProperty("needsSecondFactor").GetBoolean().ShouldBeTrue();
        (await Held(before)).GetProperty("isNeeded").GetBoolean().ShouldBeTrue();

        var (_, confirmed) = await IdentityFixture.SetUpApp(before);
        var elevated = await before.Posts("/identity/sessions/current/elevation", new { ticket = confirmed.Text("elevation") }).Answers_with(HttpStatusCode.Created);
        elevated.Text("session").ShouldNotBe(secret);
        await service.Exchange(new { session = secret }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        await service.Published<SessionEnded>(e => e.Subject == person.Subject);

        me = await (await service.With(elevated.Text("session")!)).GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
        me.GetProperty("roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["assessor"]);
        me.GetProperty("needsSecondFactor").GetBoolean().ShouldBeFalse();
        await before.Posts("/identity/sessions/current/elevation", new { ticket = confirmed.Text("elevation") }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task A_session_is_raised_by_its_own_ticket_once_or_by_a_code_of_its_own_account()
    {
        var (person, app, _, _) = await service.WithApp(Roles.Registrar);
        var (_, other, _, _) = await service.WithApp();
        var secret = (await service.SecondStep(new { ticket = await service.Ticket(person), code = app.Code() }).Answers_with(HttpStatusCode.Created)).Text("session")!;
        await service.Execute($"update session set has_two_factors = false where subject = {person.Subject}");
        var client = await service.With(secret);

        var third = await service.SignedIn(await service.NewAccount());
        var (_, confirmed) = await IdentityFixture.SetUpApp(third);
        await client.Posts("/identity/sessions/current/elevation", new { ticket = confirmed.Text("elevation") }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-expired");
        await client.Posts("/identity/sessions/current/elevation", new { code = other.Code() }).Is_refused(HttpStatusCode.Unauthorized, "code-refused");
        await client.Posts("/identity/sessions/current/elevation", new { }).Is_refused(HttpStatusCode.Unauthorized, "code-refused");
        var elevated = await client.Posts("/identity/sessions/current/elevation", new { code = app.Code(1) }).Answers_with(HttpStatusCode.Created);
        var me = await (await service.With(elevated.Text("session")!)).GetAsync("/api/me").Answers_with(HttpStatusCode.OK);
        me.GetProperty("roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["registrar"]);
    }

    [Fact]
    public async Task Elsewhere_sessions_with_the_password_alone_end_when_a_factor_is_added()
    {
        var person = await service.NewAccount();
        var elsewhere = await service.Session(person.Email);
        await IdentityFixture.SetUpApp(await service.SignedIn(person));
        await service.Exchange(new { session = elsewhere }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task A_stolen_password_is_not_enough_to_change_the_factors_of_an_account_that_has_one()
    {
        var (person, app, _, client) = await service.WithApp();
        await service.Execute($"update session set has_two_factors = false where subject = {person.Subject}");
        foreach (var path in new[] { "authenticator/key", "authenticator/removal", "recovery-codes", "passkeys/options" })
            await client.Posts($"/api/me/{path}", new { proof = IdentityFixture.Password }).Is_refused(HttpStatusCode.Forbidden, "second-factor-first");
        (await service.SecondStep(new { ticket = await service.Ticket(person), code = app.Code() })).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_new_app_takes_the_place_of_the_old_one()
    {
        var (person, old, confirmed, client) = await service.WithApp();
        var (app, replaced) = await IdentityFixture.SetUpApp(client);
        Codes(replaced).ShouldBeEmpty("those from before go on counting");
        await service.SecondStep(new { ticket = await service.Ticket(person), code = old.Code() }).Is_refused(HttpStatusCode.Unauthorized, "code-refused");
        await service.SecondStep(new { ticket = await service.Ticket(person), code = app.Code() }).Answers_with(HttpStatusCode.Created);
        await service.SecondStep(new { ticket = await service.Ticket(person), recoveryCode = Codes(confirmed)[0] }).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_removed_app_leaves_the_password()
    {
        var (person, app, _, client) = await service.WithApp();
        await client.Posts("/api/me/authenticator/removal", new { proof = "000000" }).Is_invalid("proof");
        await client.Posts("/api/me/authenticator/removal", new { proof = app.Code() }).Answers_with(HttpStatusCode.NoContent);
        await service.SignIn(person.Email).Answers_with(HttpStatusCode.Created);
        (await Held(client)).GetProperty("recoveryCodesLeft").GetInt32().ShouldBe(0);
        await client.Posts("/api/me/authenticator/removal", new { proof = IdentityFixture.Password }).Is_refused(HttpStatusCode.Conflict, "no-authenticator");
        await Was_told(person, "The authenticator app was removed");
    }

    [Fact]
    public async Task Whoever_holds_an_office_keeps_a_second_factor()
    {
        var (_, app, _, client) = await service.WithApp(Roles.PanelMember);
        await client.Posts("/api/me/authenticator/removal", new { proof = app.Code() }).Is_refused(HttpStatusCode.Conflict, "office-needs-second-factor");
    }

    [Fact]
    public async Task Guessing_the_proof_is_slowed_down()
    {
        var client = await service.SignedIn(await service.NewAccount());
        for (var i = 0; i < 11; i++)
            await client.Posts("/api/me/authenticator/key", new { proof = $"guess {i}" }).Is_invalid("proof");
        await Is_slowed_down(() => client.Posts("/api/me/authenticator/key", new { proof = "another guess" }));
    }

    [Fact]
    public async Task A_token_that_outlives_its_session_changes_nothing()
    {
        var person = await service.NewAccount();
        var client = await service.SignedIn(person);
        await service.Execute($"delete from session where subject = {person.Subject}");
        await client.Posts("/api/me/authenticator/key", new { proof = IdentityFixture.Password }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task A_registrar_helps_somebody_who_has_lost_everything()
    {
        var (registrar, own, _, _) = await service.WithApp(Roles.Registrar);
        var (lost, _, _, before) = await service.WithApp(Roles.Assessor);
        var office = await service.With((await service.SecondStep(new { ticket = await service.Ticket(registrar), code = own.Code() }).Answers_with(HttpStatusCode.Created)).Text("session")!);
        await office.Posts("/api/second-factors/removal", new { email = lost.Email, proof = "wrong" }).Is_invalid("proof");
        await office.Posts("/api/second-factors/removal", new { email = registrar.Email, proof = IdentityFixture.Password }).Is_refused(HttpStatusCode.Conflict, "own-second-factors");
        await office.Posts("/api/second-factors/removal", new { email = "nobody@example.org", proof = IdentityFixture.Password }).Is_refused(HttpStatusCode.NotFound, "account-not-found");
        await before.Posts("/api/second-factors/removal", new { email = registrar.Email, proof = IdentityFixture.Password }).Is_refused(HttpStatusCode.Forbidden, "forbidden");

        await office.Posts("/api/second-factors/removal", new { email = lost.Email.ToUpperInvariant(), proof = own.Code(1) }).Answers_with(HttpStatusCode.NoContent);
        await before.Posts("/api/me/recovery-codes", new { proof = IdentityFixture.Password }).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
        (await service.MeOf(lost)).GetProperty("needsSecondFactor").GetBoolean().ShouldBeTrue("the password is enough, but not for the office");
        await Was_told(lost, "A registrar removed your authenticator app, passkeys and recovery codes, because you had lost them");
        await office.Posts("/api/second-factors/removal", new { email = lost.Email, proof = IdentityFixture.Password }).Is_refused(HttpStatusCode.Conflict, "no-second-factor-to-remove");
    }

    [Fact]
    public async Task The_command_line_prints_key_and_code_of_a_sample_account()
    {
        var (code, output, _) = await service.Run("totp", "panel-chair");
        code.ShouldBe(0);
        var lines = output.Split('\n');
        new AuthenticatorApp(lines[0].Replace("key   ", "")).Key.ShouldBe(AuthenticatorApp.OfSample(IdentityFixture.Password, "panel-chair@example.org").Key);
        var ticket = (await service.SignIn("panel-chair@example.org").Answers_with(HttpStatusCode.OK)).Text("ticket");
        await service.SecondStep(new { ticket, code = lines[1].Replace("code  ", "") }).Answers_with(HttpStatusCode.Created);

        var again = await service.Run("totp", "panel-chair");
        again.Output.Split('\n')[1].ShouldNotBe(lines[1], "a code that was used is not printed");
        (await service.Run("totp")).Output.ShouldContain("registrar@example.org");
        (await service.Run("totp")).Output.ShouldNotContain("signatory@example.org");
        (await service.Run("totp", "signatory")).ShouldBe((1, "", "signatory@example.org has no authenticator app: the password is enough."));
        (await service.Run("totp", "nobody")).ShouldBe((1, "", "There is no account nobody@example.org."));
    }

    /// <summary>The first wait is a second, which a busy machine may take between two tries; each further one is twice as long.</summary>
    private static async Task Is_slowed_down(Func<Task<HttpResponseMessage>> attempt)
    {
        for (var i = 0; i < 5; i++)
            using (var answer = await attempt())
                if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                    return;
        await attempt().Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts");
    }

    private static string[] Codes(JsonElement made) => [.. made.GetProperty("recoveryCodes").EnumerateArray().Select(c => c.GetString()!)];

    private static Task<JsonElement> Held(HttpClient client) => client.GetAsync("/api/me/second-factors").Answers_with(HttpStatusCode.OK);

    private async Task Was_told(Person person, string what) =>
        (await service.Sql($"select content->>'what' from mail where recipient = '{person.Email}'")).ShouldContain(what);

    /// <summary>The ticket as it would be after this time.</summary>
    private string Aged(string ticket, string step, TimeSpan by)
    {
        var protector = service.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Charter.Identity.Ticket", step);
        var content = JsonNode.Parse(protector.Unprotect(Base64Url.DecodeFromChars(ticket)))!;
        content["Until"] = content["Until"]!.GetValue<DateTimeOffset>() - by;
        return Base64Url.EncodeToString(protector.Protect(System.Text.Encoding.UTF8.GetBytes(content.ToJsonString())));
    }
}
