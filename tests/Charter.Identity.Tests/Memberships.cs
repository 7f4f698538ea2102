using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tests;

public sealed class Memberships(IdentityFixture service)
{
    private static OrganisationConfirmed Confirmed(Guid organisation, Person by, int version = 2) =>
        new(organisation, version, "An organisation", "voluntary", "provider", "small", [], [], by.Subject, Guid.NewGuid(), DateTimeOffset.UtcNow);

    private static ChampionAppointed Appointed(Guid champion, Guid organisation, int version, Guid? subject) =>
        new(champion, version, organisation, subject, Guid.NewGuid(), DateTimeOffset.UtcNow);

    private static IEnumerable<(Guid, string)> HeldBy(JsonElement me) =>
        me.GetProperty("memberships").EnumerateArray().Select(m => (m.Id("organisationId"), m.Text("role")!));

    /// <summary>A confirmed organisation and its signatory.</summary>
    private async Task<(Guid Organisation, Person Signatory)> Organisation()
    {
        var (organisation, person) = (Guid.NewGuid(), await service.NewAccount());
        await service.Deliver(Confirmed(organisation, person));
        return (organisation, person.Of(organisation, Roles.Signatory, Roles.Editor));
    }

    [Fact]
    public async Task Whoever_registered_an_organisation_becomes_its_signatory_and_editor_once_it_is_confirmed()
    {
        var (organisation, person) = await Organisation();
        HeldBy(await service.MeOf(person)).ShouldBe([(organisation, "signatory"), (organisation, "editor")], ignoreOrder: true);
        await service.Published<MembershipsChanged>(e => e.Subject == person.Subject);
    }

    [Fact]
    public async Task A_confirmation_that_comes_twice_or_again_later_changes_nothing_more()
    {
        var (organisation, person) = (Guid.NewGuid(), await service.NewAccount());
        await service.Deliver(Confirmed(organisation, person, version: 3), times: 2);
        await service.Deliver(Confirmed(organisation, person, version: 2), times: 2);
        HeldBy(await service.MeOf(person)).Count().ShouldBe(2);
        await service.Published<MembershipsChanged>(e => e.Subject == person.Subject);
        service.AllPublished<MembershipsChanged>(e => e.Subject == person.Subject).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_champion_becomes_a_member_as_soon_as_the_account_is_known_in_whatever_order_the_news_comes()
    {
        var (organisation, champion, person) = (Guid.NewGuid(), Guid.NewGuid(), await service.NewAccount());
        await service.Deliver(Appointed(champion, organisation, 2, person.Subject), times: 2);
        await service.Deliver(Appointed(champion, organisation, 1, null), times: 2);
        HeldBy(await service.MeOf(person)).ShouldBe([(organisation, "champion")]);

        var (other, later) = (Guid.NewGuid(), await service.NewAccount());
        await service.Deliver(Appointed(other, organisation, 1, null), times: 2);
        await service.Deliver(Appointed(other, organisation, 2, later.Subject), times: 2);
        HeldBy(await service.MeOf(later)).ShouldBe([(organisation, "champion")]);
        service.AllPublished<MembershipsChanged>(e => e.Subject == later.Subject).Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task What_is_stated_again_grants_what_is_missing_and_nothing_twice_and_for_somebody_else_nothing()
    {
        var (organisation, person) = await Organisation();
        await service.Execute($"delete from membership where subject = {person.Subject} and role = 'editor'");   // as after a restore of an older copy
        var before = await service.Rows(organisation, "membership");
        await service.Deliver(Confirmed(organisation, person), audience: "pledge");
        (await service.Rows(organisation, "membership")).ShouldBe(before);
        await service.Deliver(Confirmed(organisation, person), times: 2, audience: "identity");
        (await service.Rows(organisation, "membership")).ShouldContain(before);
        HeldBy(await service.MeOf(person)).ShouldBe([(organisation, "signatory"), (organisation, "editor")], ignoreOrder: true);
    }

    [Fact]
    public async Task Nobody_keeps_copies_of_memberships_so_there_is_nothing_to_state_again_and_nothing_to_forget()
    {
        (await service.Run("restate", "all")).ShouldBe((0, "0 events restated for all", ""));
        (await service.Run("forget-copies")).ShouldBe((0, "no copies to forget", ""));
        (await service.Run("replay-errors")).ShouldBe((0, "0 messages put back", ""));
    }

    [Fact]
    public async Task News_about_an_account_that_is_gone_is_taken_in_without_effect()
    {
        await service.Deliver(Confirmed(Guid.NewGuid(), Person.With()), times: 2);
        await service.Deliver(Appointed(Guid.NewGuid(), Guid.NewGuid(), 2, Guid.NewGuid()), times: 2);
    }

    [Fact]
    public async Task A_signatory_gives_a_colleague_a_role_and_it_counts_from_the_next_token()
    {
        var (organisation, signatory) = await Organisation();
        var colleague = await service.NewAccount();
        var added = await service.As(signatory).Posts($"/api/organisations/{organisation}/members", new { email = colleague.Email.ToUpperInvariant(), role = "editor" }).Answers_with(HttpStatusCode.Created);
        added.Id("subject").ShouldBe(colleague.Subject);
        HeldBy(await service.MeOf(colleague)).ShouldBe([(organisation, "editor")]);
        await service.Published<MembershipsChanged>(e => e.Subject == colleague.Subject);

        var members = await service.As(colleague.Of(organisation, Roles.Editor)).GetAsync($"/api/organisations/{organisation}/members").Answers_with(HttpStatusCode.OK);
        members.GetProperty("items").EnumerateArray().Select(m => (m.Id("subject"), m.Text("role"))).ShouldBe(
            [(colleague.Subject, "editor"), (signatory.Subject, "editor"), (signatory.Subject, "signatory")], ignoreOrder: true);
    }

    [Fact]
    public async Task The_same_role_is_given_once_also_at_the_same_moment()
    {
        var (organisation, signatory) = await Organisation();
        var colleague = await service.NewAccount();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            service.As(signatory).Posts($"/api/organisations/{organisation}/members", new { email = colleague.Email, role = "editor" })));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Select(a => a.StatusCode).ShouldAllBe(s => s == HttpStatusCode.Created || s == HttpStatusCode.Conflict);
        await service.As(signatory).Posts($"/api/organisations/{organisation}/members", new { email = colleague.Email, role = "editor" }).Is_refused(HttpStatusCode.Conflict, "already-a-member");
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer()
    {
        var (organisation, signatory) = await Organisation();
        var colleague = await service.NewAccount();
        using var client = service.As(signatory);
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await client.Posts($"/api/organisations/{organisation}/members", new { email = colleague.Email, role = "editor" }).Answers_with(HttpStatusCode.Created);
        var second = await client.Posts($"/api/organisations/{organisation}/members", new { email = colleague.Email, role = "editor" }).Answers_with(HttpStatusCode.Created);
        second.Id().ShouldBe(first.Id());
    }

    [Fact]
    public async Task Only_a_signatory_of_that_organisation_gives_roles()
    {
        var (organisation, signatory) = await Organisation();
        var colleague = await service.NewAccount();
        var body = new { email = colleague.Email, role = "editor" };
        foreach (var stranger in new[]
        {
            Person.With(),
            Person.With(Roles.Registrar),
            Person.With().Of(organisation, Roles.Editor, Roles.Champion),
            Person.With().Of(Guid.NewGuid(), Roles.Signatory),
        })
            await service.As(stranger).Posts($"/api/organisations/{organisation}/members", body).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        HeldBy(await service.MeOf(colleague)).ShouldBeEmpty();
        await service.As(signatory).Posts($"/api/organisations/{organisation}/members", body).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Only_members_and_registrars_see_who_the_members_are()
    {
        var (organisation, signatory) = await Organisation();
        var path = $"/api/organisations/{organisation}/members";
        await service.As(signatory).GetAsync(path).Answers_with(HttpStatusCode.OK);
        await service.As(Person.With(Roles.Registrar)).GetAsync(path).Answers_with(HttpStatusCode.OK);
        await service.As(Person.With(Roles.Assessor)).GetAsync(path).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With().Of(Guid.NewGuid(), Roles.Signatory)).GetAsync(path).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Anonymous().GetAsync(path).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task Bad_fields_and_unknown_accounts_are_named()
    {
        var (organisation, signatory) = await Organisation();
        var client = service.As(signatory);
        await client.Posts($"/api/organisations/{organisation}/members", new { role = "champion" }).Is_invalid("email", "role");
        await client.Posts($"/api/organisations/{organisation}/members", new { email = 5, role = 7 }).Is_invalid("email", "role");
        await client.Posts("/api/organisations/seven/members", new { email = "a@example.org", role = "editor" }).Is_invalid("organisationId");
        await client.Posts($"/api/organisations/{organisation}/members", new { email = $"{Guid.NewGuid()}@example.org", role = "editor" }).Is_refused(HttpStatusCode.NotFound, "account-not-found");
    }

    [Fact]
    public async Task Asking_for_many_addresses_is_slowed_down()
    {
        var (organisation, signatory) = await Organisation();
        var client = service.As(signatory);
        for (var i = 0; i < 31; i++)
            await client.Posts($"/api/organisations/{organisation}/members", new { email = $"{Guid.NewGuid()}@example.org", role = "editor" }).Is_refused(HttpStatusCode.NotFound, "account-not-found");
        await client.Posts($"/api/organisations/{organisation}/members", new { email = $"{Guid.NewGuid()}@example.org", role = "editor" }).Is_refused(HttpStatusCode.TooManyRequests, "too-many-attempts");
    }
}
