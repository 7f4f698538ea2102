using System.Net;
using System.Net.Http.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tests;

public sealed class Erasing_an_account(IdentityFixture service)
{
    private static Task<HttpResponseMessage> Erase(HttpClient client, string? proof = IdentityFixture.Password, string confirmation = "erase") =>
        client.Posts("/api/me/erasure", new { confirmation, proof });

    private static OrganisationConfirmed Confirmed(Guid organisation, Person by) =>
        new(organisation, 2, "An organisation", "voluntary", "provider", "small", [], [], by.Subject, Guid.NewGuid(), DateTimeOffset.UtcNow);

    private async Task<long> RowsOf(Person person) => await service.Ask<long>($"""
        select (select count(*) from account where id = {person.Subject}) + (select count(*) from session where subject = {person.Subject})
          + (select count(*) from membership where subject = {person.Subject}) + (select count(*) from role_assignment where subject = {person.Subject}) as "Value"
        """);

    [Fact]
    public async Task Everything_goes_and_the_others_are_told()
    {
        var (organisation, person, colleague) = (Guid.NewGuid(), await service.NewAccount(), await service.NewAccount());
        await service.Deliver(Confirmed(organisation, person));
        await service.Deliver(Confirmed(organisation, colleague));
        var client = await service.SignedIn(person);
        var elsewhere = await service.Session(person.Email);
        await Erase(client).Answers_with(HttpStatusCode.NoContent);

        (await RowsOf(person)).ShouldBe(0);
        await service.SignIn(person.Email).Is_refused(HttpStatusCode.Unauthorized, "sign-in-failed");
        await service.Exchange(new { session = elsewhere }).Answers_with(HttpStatusCode.Unauthorized);
        await service.Published<AccountErased>(e => e.Subject == person.Subject);
        await service.Published<MembershipsChanged>(e => e.Subject == person.Subject);
        (await service.AllPublished<SessionEnded>(person.Subject, e => e.Subject == person.Subject)).Count.ShouldBe(2);
        (await RowsOf(colleague)).ShouldBe(3);
        (await service.Sql($"select action from audit_entry where actor = '{person.Subject}' order by occurred_at desc limit 1")).ShouldBe(["Erase my account"]);
    }

    [Fact]
    public async Task News_that_comes_late_or_again_brings_nothing_back()
    {
        var (organisation, person) = (Guid.NewGuid(), await service.NewAccount());
        await Erase(await service.SignedIn(person)).Answers_with(HttpStatusCode.NoContent);
        await service.Deliver(Confirmed(organisation, person), times: 2);
        await service.Deliver(new ChampionAppointed(Guid.NewGuid(), 2, organisation, person.Subject, Guid.NewGuid(), DateTimeOffset.UtcNow), times: 2);
        (await RowsOf(person)).ShouldBe(0);
    }

    [Fact]
    public async Task The_word_is_needed() => await Erase(await service.SignedIn(await service.NewAccount()), confirmation: "yes").Is_invalid("confirmation");

    [Fact]
    public async Task So_is_the_password_unless_one_has_just_signed_in()
    {
        var person = await service.NewAccount();
        var client = await service.SignedIn(person);
        await service.Execute($"update session set created_at = created_at - interval '11 minutes' where subject = {person.Subject}");
        await Erase(client, null).Is_refused(HttpStatusCode.Forbidden, "proof-needed");
        await Erase(client, "not the password").Is_invalid("proof");
        await Erase(service.As(person), null).Is_refused(HttpStatusCode.Forbidden, "proof-needed");   // a bearer token has no session
        (await RowsOf(person)).ShouldBe(2);
        await Erase(await service.SignedIn(person), null).Answers_with(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Passwords_are_not_guessed_this_way()
    {
        var person = await service.NewAccount();
        for (var i = 0; i < 10; i++)
            await Erase(service.As(person), "not the password").Is_invalid("proof");
        await Eventually.Passes(() => Erase(service.As(person), "not the password").Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts"));
    }

    [Fact]
    public async Task The_last_signatory_hands_over_first()
    {
        var (organisation, person, colleague) = (Guid.NewGuid(), await service.NewAccount(), await service.NewAccount());
        await service.Deliver(Confirmed(organisation, person));
        var client = await service.SignedIn(person);
        var refusal = await Erase(client).Is_refused(HttpStatusCode.Conflict, "last-signatory");
        refusal.GetProperty("organisations").EnumerateArray().Single().GetGuid().ShouldBe(organisation);
        (await RowsOf(person)).ShouldBe(4);
        await service.Execute($"insert into membership (id, subject, organisation_id, role, held_from) values (gen_random_uuid(), {colleague.Subject}, {organisation}, 'signatory', now())");
        await Erase(client).Answers_with(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task The_last_registrar_hands_over_first()
    {
        await using var alone = new IdentityFixture();   // where no other test makes registrars
        await alone.InitializeAsync();
        var registrar = Person.With(Roles.Registrar) with { Subject = await alone.Ask<Guid>($"select subject as \"Value\" from role_assignment where role = 'registrar'") };
        await Erase(alone.As(registrar)).Is_refused(HttpStatusCode.Conflict, "last-registrar");
        (await alone.Ask<long>($"select count(*) as \"Value\" from account where id = {registrar.Subject}")).ShouldBe(1);
    }

    [Fact]
    public async Task What_waited_for_the_person_in_mails_goes_too()
    {
        var person = await service.NewAccount();
        await service.Execute($"insert into mail (id, recipient, template, content, created_at, attempts, next_attempt_at, sent_at) values (gen_random_uuid(), {person.Email}, 'x', '{{}}', now(), 0, now(), now())");
        await service.Execute($"insert into one_time_link (id, secret_hash, purpose, subject, created_at, expires_at) values (gen_random_uuid(), decode(md5({person.Email}), 'hex'), 'x', {person.Subject}, now(), now() + interval '1 day')");
        await Erase(await service.SignedIn(person)).Answers_with(HttpStatusCode.NoContent);
        (await service.Sql($"select 1 from mail where recipient = '{person.Email}' union all select 1 from one_time_link where subject = '{person.Subject}'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_last_signatories_who_leave_at_the_same_moment_one_stays()
    {
        for (var round = 0; round < 5; round++)
        {
            var (organisation, people) = (Guid.NewGuid(), new[] { await service.NewAccount(), await service.NewAccount() });
            foreach (var person in people)
                await service.Deliver(Confirmed(organisation, person));
            var clients = new[] { await service.SignedIn(people[0]), await service.SignedIn(people[1]) };
            var answers = await Task.WhenAll(clients.Select(c => Erase(c)));
            answers.Select(a => a.StatusCode).ShouldBe([HttpStatusCode.NoContent, HttpStatusCode.Conflict], ignoreOrder: true);
            (await service.Sql($"select 1 from membership where organisation_id = '{organisation}' and role = 'signatory'")).Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_person_sees_all_that_is_held_on_them()
    {
        var (organisation, person) = (Guid.NewGuid(), await service.NewAccount());
        await service.Deliver(Confirmed(organisation, person));
        var held = await (await service.SignedIn(person)).GetAsync("/api/personal-data/identity").Answers_with(HttpStatusCode.OK);
        held.GetProperty("account").Text("email").ShouldBe(person.Email);
        held.GetProperty("memberships").EnumerateArray().Select(m => m.Text("role")).ShouldBe(["signatory", "editor"], ignoreOrder: true);
        held.GetProperty("sessions").GetArrayLength().ShouldBe(1);
        held.GetProperty("actions").EnumerateArray().Single().Text("action").ShouldBe("Sign in");
        held.GetRawText().ShouldNotContain("hash", Case.Insensitive);
    }
}
