using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tests;

public sealed class Invitations(IdentityFixture service)
{
    private static string At(Guid organisation) => $"/api/organisations/{organisation}/invitations";

    private static object Body(string email, params string[] roles) => new { email, roles };

    private Task<HttpResponseMessage> Invite(Person signatory, Guid organisation, string email, params string[] roles) => service.As(signatory).Posts(At(organisation), Body(email, roles));

    private Task<HttpResponseMessage> Accept(Person person, Guid invitation) => service.As(person).Posts($"/api/me/invitations/{invitation}/acceptance", "");

    private async Task<string> SecretIn(string email) => Regex.Match((await service.MailsTo(email))[0].Text, "https://charter.example.org/invitations/([A-Za-z0-9_-]{43})").Groups[1].Value;

    private async Task<IReadOnlyList<JsonElement>> Mine(Person person) =>
        [.. (await service.As(person).GetAsync("/api/me/invitations").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];

    [Fact]
    public async Task A_colleague_accepts_and_may_act_from_the_next_token_on()
    {
        var (organisation, signatory) = await service.Organisation("Irwell Trust");
        var colleague = await service.NewAccount();
        var invited = await Invite(signatory, organisation, $" {colleague.Email.ToUpperInvariant()} ", "editor", "signatory").Answers_with(HttpStatusCode.Created);
        var mine = (await Mine(colleague)).ShouldHaveSingleItem();
        (mine.Id(), mine.Id("organisationId"), mine.Text("organisationName"), mine.GetProperty("handsOver").GetBoolean()).ShouldBe((invited.Id(), organisation, "Irwell Trust", false));
        mine.GetProperty("roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["signatory", "editor"]);

        using var answer = await Accept(colleague, invited.Id());
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Charter-Token").ShouldBe(["stale"]);
        (await service.HeldBy(colleague)).ShouldBe([(organisation, "signatory"), (organisation, "editor")], ignoreOrder: true);
        await service.Published<MembershipsChanged>(e => e.Subject == colleague.Subject);
        (await service.MailsTo(signatory.Email))[0].Subject.ShouldEndWith("has accepted your invitation to Irwell Trust");
        (await Mine(colleague)).ShouldBeEmpty();
        await Accept(colleague, invited.Id()).Is_refused(HttpStatusCode.Conflict, "invitation-settled");
    }

    [Fact]
    public async Task Somebody_who_has_no_account_yet_accepts_with_the_one_they_create_at_the_address()
    {
        var (organisation, signatory) = await service.Organisation();
        var email = $"later-{Guid.NewGuid():n}@example.org";
        var invited = await Invite(signatory, organisation, email, "editor").Answers_with(HttpStatusCode.Created);
        var later = await service.NewAccount();
        await Accept(later, invited.Id()).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.Execute($"update account set email = {email}, normalized_email = {email.ToUpperInvariant()}, email_confirmed = false where id = {later.Subject}");
        (await Mine(later)).ShouldBeEmpty();
        await Accept(later, invited.Id()).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.Execute($"update account set email_confirmed = true where id = {later.Subject}");
        await Accept(later, invited.Id()).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_answer_does_not_tell_who_has_an_account_or_an_office()
    {
        var (organisation, signatory) = await service.Organisation();
        var answers = new List<string>();
        foreach (var email in new[] { (await service.NewAccount()).Email, $"person-{Guid.NewGuid():n}@example.org", (await service.NewRegistrar()).Email })
        {
            var invited = await Invite(signatory, organisation, email, "editor").Answers_with(HttpStatusCode.Created);
            answers.Add(invited.GetRawText().Replace(email, "").Replace(invited.Id().ToString(), ""));
            (await service.MailsTo(email)).Count.ShouldBe(1);
        }
        answers.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Who_judges_organisations_cannot_accept_but_a_reviewer_of_evidence_can()
    {
        var (organisation, signatory) = await service.Organisation();
        var registrar = await service.NewRegistrar();
        var invited = await Invite(signatory, organisation, registrar.Email, "editor").Answers_with(HttpStatusCode.Created);
        await Accept(registrar, invited.Id()).Is_refused(HttpStatusCode.Conflict, "holds-partnership-office");
        await service.Execute($"update role_assignment set until = current_date - 1 where subject = {registrar.Subject}");
        await Accept(registrar, invited.Id()).Answers_with(HttpStatusCode.OK);

        var reviewer = await service.NewAccount();
        await service.Execute($"insert into role_assignment (subject, role, held_from) values ({reviewer.Subject}, 'evidence-reviewer', now())");
        var other = await Invite(signatory, organisation, reviewer.Email, "editor").Answers_with(HttpStatusCode.Created);
        await Accept(reviewer, other.Id()).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_the_account_with_the_address_answers_it_and_nobody_else_learns_of_it()
    {
        var (organisation, signatory) = await service.Organisation();
        var colleague = await service.NewAccount();
        var invited = await Invite(signatory, organisation, colleague.Email, "editor").Answers_with(HttpStatusCode.Created);
        var stranger = await service.NewAccount();
        await Accept(stranger, invited.Id()).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.As(stranger).Posts($"/api/me/invitations/{invited.Id()}/refusal", "").Is_refused(HttpStatusCode.NotFound, "not-found");
        (await Mine(stranger)).ShouldBeEmpty();
        await service.As(colleague).Posts($"/api/me/invitations/{invited.Id()}/refusal", "").Answers_with(HttpStatusCode.NoContent);
        (await service.MailsTo(signatory.Email))[0].Text.ShouldContain(colleague.Email);
        await Accept(colleague, invited.Id()).Is_refused(HttpStatusCode.Conflict, "invitation-settled");
        (await service.HeldBy(colleague)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_link_shows_the_invitation_without_signing_in_and_declines_it_but_does_not_accept()
    {
        var (organisation, signatory) = await service.Organisation("Irwell Trust");
        var email = $"person-{Guid.NewGuid():n}@example.org";
        var invited = await Invite(signatory, organisation, email, "editor").Answers_with(HttpStatusCode.Created);
        var secret = await SecretIn(email);
        (await service.Sql($"select count(*) from one_time_link where secret_hash::text like '%{secret}%'")).ShouldBe(["0"]);
        var opened = await service.Anonymous().Posts("/identity/invitations/opened", new { secret }).Answers_with(HttpStatusCode.OK);
        opened.Text("email").ShouldBe(email);
        opened.GetProperty("invitation").Text("organisationName").ShouldBe("Irwell Trust");
        await service.Anonymous().Posts($"/api/me/invitations/{invited.Id()}/acceptance", "").Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");

        await service.Anonymous().Posts("/identity/invitations/declined", new { secret }).Answers_with(HttpStatusCode.NoContent);
        await service.Anonymous().Posts("/identity/invitations/declined", new { secret }).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.Anonymous().Posts("/identity/invitations/opened", new { secret }).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.Anonymous().Posts("/identity/invitations/opened", new { secret = "made-up" }).Is_refused(HttpStatusCode.NotFound, "not-found");
        (await service.MailsTo(signatory.Email))[0].Subject.ShouldBe("Your invitation to Irwell Trust was declined");
    }

    [Fact]
    public async Task It_is_good_for_fourteen_days_and_from_then_on_when_it_is_sent_again()
    {
        var (organisation, signatory) = await service.Organisation();
        var colleague = await service.NewAccount();
        var before = DateTimeOffset.UtcNow;
        var invited = await Invite(signatory, organisation, colleague.Email, "editor").Answers_with(HttpStatusCode.Created);
        invited.Text("goodUntil").ShouldBeOneOf([.. new[] { before, DateTimeOffset.UtcNow }.Select(at => at.AddDays(14).LocalDay().ToString("yyyy-MM-dd"))]);
        var secret = await SecretIn(colleague.Email);
        await service.Execute($"update invitation set expires_at = now() - interval '1 minute' where id = {invited.Id()}");
        await Accept(colleague, invited.Id()).Is_refused(HttpStatusCode.Conflict, "invitation-settled");
        await service.Anonymous().Posts("/identity/invitations/opened", new { secret }).Is_refused(HttpStatusCode.NotFound, "not-found");
        (await Mine(colleague)).ShouldBeEmpty();
        (await service.As(signatory).GetAsync(At(organisation)).Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("isExpired").GetBoolean().ShouldBeTrue();

        await service.As(signatory).Posts($"{At(organisation)}/{invited.Id()}/mail", "").Answers_with(HttpStatusCode.OK);
        (await SecretIn(colleague.Email)).ShouldNotBe(secret);
        await Accept(colleague, invited.Id()).Answers_with(HttpStatusCode.OK);
        await service.As(signatory).Posts($"{At(organisation)}/{invited.Id()}/mail", "").Is_refused(HttpStatusCode.Conflict, "invitation-settled");
    }

    [Fact]
    public async Task One_that_was_withdrawn_cannot_be_accepted_and_one_that_is_open_is_not_given_twice()
    {
        var (organisation, signatory) = await service.Organisation();
        var colleague = await service.NewAccount();
        var invited = await Invite(signatory, organisation, colleague.Email, "editor").Answers_with(HttpStatusCode.Created);
        await Invite(signatory, organisation, colleague.Email.ToUpperInvariant(), "signatory").Is_refused(HttpStatusCode.Conflict, "already-invited");
        await service.As(signatory).DeleteAsync($"{At(organisation)}/{invited.Id()}").Answers_with(HttpStatusCode.NoContent);
        await service.As(signatory).DeleteAsync($"{At(organisation)}/{invited.Id()}").Is_refused(HttpStatusCode.Conflict, "invitation-settled");
        await Accept(colleague, invited.Id()).Is_refused(HttpStatusCode.Conflict, "invitation-settled");

        var again = await Invite(signatory, organisation, colleague.Email, "editor").Answers_with(HttpStatusCode.Created);
        await service.Execute($"update invitation set expires_at = now() - interval '1 minute' where id = {again.Id()}");
        var third = await Invite(signatory, organisation, colleague.Email, "editor").Answers_with(HttpStatusCode.Created);
        await Accept(colleague, third.Id()).Answers_with(HttpStatusCode.OK);
        await Invite(signatory, organisation, colleague.Email, "editor").Is_refused(HttpStatusCode.Conflict, "already-a-member");
        await Invite(signatory, organisation, signatory.Email, "editor").Is_refused(HttpStatusCode.Conflict, "already-a-member");
    }

    [Fact]
    public async Task At_the_same_moment_it_is_given_once_and_accepted_once()
    {
        var (organisation, signatory) = await service.Organisation();
        var colleague = await service.NewAccount();
        var invited = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Invite(signatory, organisation, colleague.Email, "editor")));
        invited.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        invited.Select(a => a.StatusCode).ShouldAllBe(s => s == HttpStatusCode.Created || s == HttpStatusCode.Conflict);
        (await service.MailsTo(colleague.Email)).Count.ShouldBe(1);
        var id = (await Mine(colleague)).Single().Id();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Accept(colleague, id)).Append(service.As(signatory).DeleteAsync($"{At(organisation)}/{id}")));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_one_mail()
    {
        var (organisation, signatory) = await service.Organisation();
        var email = $"person-{Guid.NewGuid():n}@example.org";
        using var client = service.As(signatory);
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await client.Posts(At(organisation), Body(email, "editor")).Answers_with(HttpStatusCode.Created);
        var second = await client.Posts(At(organisation), Body(email, "editor")).Answers_with(HttpStatusCode.Created);
        second.Id().ShouldBe(first.Id());
        (await service.MailsTo(email)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Only_a_signatory_of_that_organisation_invites_and_sees_who_is_invited()
    {
        var (organisation, signatory) = await service.Organisation();
        var email = $"person-{Guid.NewGuid():n}@example.org";
        var invited = await Invite(signatory, organisation, email, "editor").Answers_with(HttpStatusCode.Created);
        foreach (var stranger in new[]
        {
            Person.With(),
            Person.With().Of(organisation, Roles.Editor, Roles.Champion),
            Person.With().Of(Guid.NewGuid(), Roles.Signatory),
            signatory.Of(Guid.NewGuid(), Roles.Signatory) with { ActingFor = Guid.NewGuid() },
        })
        {
            await Invite(stranger, organisation, $"x{email}", "editor").Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.As(stranger).GetAsync(At(organisation)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.As(stranger).Posts($"{At(organisation)}/{invited.Id()}/mail", "").Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.As(stranger).DeleteAsync($"{At(organisation)}/{invited.Id()}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        }
        var registrar = await service.NewRegistrar();
        await Invite(registrar, organisation, $"x{email}", "signatory").Is_refused(HttpStatusCode.Conflict, "has-signatory");
        (await service.As(registrar).GetAsync(At(organisation)).Answers_with(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(0);
        await service.As(registrar).DeleteAsync($"{At(organisation)}/{invited.Id()}").Is_refused(HttpStatusCode.NotFound, "not-found");
        (await service.As(signatory).GetAsync(At(organisation)).Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].Text("email").ShouldBe(email);
    }

    [Fact]
    public async Task The_last_signatory_hands_over_and_leaves_with_the_successors_yes()
    {
        var (organisation, signatory) = await service.Organisation("Irwell Trust");
        var successor = await service.NewAccount();
        await service.As(signatory).Posts(At(organisation), new { email = successor.Email, roles = new[] { "editor" }, handOver = true }).Is_invalid("roles");
        var invited = await service.As(signatory).Posts(At(organisation), new { email = successor.Email, roles = new[] { "signatory" }, handOver = true }).Answers_with(HttpStatusCode.Created);
        (await service.MailsTo(successor.Email))[0].Text.ShouldContain("no longer acts for it");
        (await service.HeldBy(signatory)).Count().ShouldBe(2);

        await Accept(successor, invited.Id()).Answers_with(HttpStatusCode.OK);
        (await service.HeldBy(successor)).ShouldBe([(organisation, "signatory")]);
        (await service.HeldBy(signatory)).ShouldBeEmpty();
        (await service.MailsTo(signatory.Email))[0].Subject.ShouldEndWith("has taken over Irwell Trust");
        (await service.Sql($"select distinct end_reason from membership where subject = '{signatory.Subject}'")).ShouldBe(["handed-over"]);
        await service.Published<MembershipsChanged>(e => e.Subject == signatory.Subject);
    }

    [Fact]
    public async Task A_successor_who_says_no_changes_nothing()
    {
        var (organisation, signatory) = await service.Organisation();
        var successor = await service.NewAccount();
        var invited = await service.As(signatory).Posts(At(organisation), new { email = successor.Email, roles = new[] { "signatory" }, handOver = true }).Answers_with(HttpStatusCode.Created);
        await service.As(successor).Posts($"/api/me/invitations/{invited.Id()}/refusal", "").Answers_with(HttpStatusCode.NoContent);
        (await service.HeldBy(signatory)).Count().ShouldBe(2);
    }

    [Fact]
    public async Task Bad_fields_are_named()
    {
        var (organisation, signatory) = await service.Organisation();
        var client = service.As(signatory);
        await client.Posts(At(organisation), "{}").Is_invalid("email", "roles");
        await client.Posts(At(organisation), new { email = "nowhere", roles = new[] { "champion" } }).Is_invalid("email", "roles");
        await client.Posts(At(organisation), new { email = "a@example.org", roles = Array.Empty<string>() }).Is_invalid("roles");
        await client.Posts(At(organisation), new { email = "a@example.org", roles = new[] { "editor", "editor" } }).Is_invalid("roles");
        await client.Posts(At(organisation), new { email = 5, roles = 7 }).Is_invalid("email", "roles");
        await client.Posts("/api/organisations/seven/invitations", Body("a@example.org", "editor")).Is_invalid("organisationId");
        await service.Anonymous().Posts("/identity/invitations/opened", "{}").Is_invalid("secret");
    }

    [Fact]
    public async Task Inviting_many_is_slowed_down_and_so_are_many_mails_to_one_address()
    {
        var (organisation, signatory) = await service.Organisation();
        for (var i = 0; i < 31; i++)
            await Invite(signatory, organisation, $"{Guid.NewGuid()}@example.org", "editor").Answers_with(HttpStatusCode.Created);
        await Invite(signatory, organisation, $"{Guid.NewGuid()}@example.org", "editor").Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts");

        var (other, another) = await service.Organisation();
        var invited = await Invite(another, other, $"{Guid.NewGuid()}@example.org", "editor").Answers_with(HttpStatusCode.Created);
        for (var i = 0; i < 10; i++)
            await service.As(another).Posts($"{At(other)}/{invited.Id()}/mail", "").Answers_with(HttpStatusCode.OK);
        await service.As(another).Posts($"{At(other)}/{invited.Id()}/mail", "").Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts");
    }
}
