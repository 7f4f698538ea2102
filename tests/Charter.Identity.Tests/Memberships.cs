using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tests;

public sealed class Memberships(IdentityFixture service)
{
    private static ChampionAppointed Appointed(Guid champion, Guid organisation, int version, Guid? subject) =>
        new(champion, version, organisation, subject, Guid.NewGuid(), DateTimeOffset.UtcNow);

    private static string Members(Guid organisation) => $"/api/organisations/{organisation}/members";

    [Fact]
    public async Task Whoever_registered_an_organisation_becomes_its_signatory_and_editor_once_it_is_confirmed()
    {
        var (organisation, person) = await service.Organisation();
        (await service.HeldBy(person)).ShouldBe([(organisation, "signatory"), (organisation, "editor")], ignoreOrder: true);
        await service.Published<MembershipsChanged>(e => e.Subject == person.Subject);
    }

    [Fact]
    public async Task A_confirmation_that_comes_twice_or_again_later_changes_nothing_more()
    {
        var (organisation, person) = (Guid.NewGuid(), await service.NewAccount());
        await service.Deliver(IdentityFixture.Confirmed(organisation, person, version: 3), times: 2);
        await service.Deliver(IdentityFixture.Confirmed(organisation, person, version: 2), times: 2);
        (await service.HeldBy(person)).Count().ShouldBe(2);
        await service.Published<MembershipsChanged>(e => e.Subject == person.Subject);
        service.AllPublished<MembershipsChanged>(e => e.Subject == person.Subject).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_champion_becomes_a_member_as_soon_as_the_account_is_known_in_whatever_order_the_news_comes()
    {
        var (organisation, champion, person) = (Guid.NewGuid(), Guid.NewGuid(), await service.NewAccount());
        await service.Deliver(Appointed(champion, organisation, 2, person.Subject), times: 2);
        await service.Deliver(Appointed(champion, organisation, 1, null), times: 2);
        (await service.HeldBy(person)).ShouldBe([(organisation, "champion")]);

        var (other, later) = (Guid.NewGuid(), await service.NewAccount());
        await service.Deliver(Appointed(other, organisation, 1, null), times: 2);
        await service.Deliver(Appointed(other, organisation, 2, later.Subject), times: 2);
        (await service.HeldBy(later)).ShouldBe([(organisation, "champion")]);
        service.AllPublished<MembershipsChanged>(e => e.Subject == later.Subject).Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task What_is_stated_again_grants_what_is_missing_and_nothing_twice_and_for_somebody_else_nothing()
    {
        var (organisation, person) = await service.Organisation();
        await service.Execute($"delete from membership where subject = {person.Subject} and role = 'editor'");   // as after a restore of an older copy
        var before = await service.Rows(organisation, "membership");
        await service.Deliver(IdentityFixture.Confirmed(organisation, person), audience: "pledge");
        (await service.Rows(organisation, "membership")).ShouldBe(before);
        await service.Deliver(IdentityFixture.Confirmed(organisation, person), times: 2, audience: "identity");
        (await service.Rows(organisation, "membership")).ShouldContain(before);
        (await service.HeldBy(person)).ShouldBe([(organisation, "signatory"), (organisation, "editor")], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_stated_again_does_not_bring_back_what_has_ended()
    {
        var (organisation, first) = await service.Organisation();
        var second = await service.Colleague(organisation, first, Roles.Signatory);
        await service.As(first).DeleteAsync($"/api/me/organisations/{organisation}").Answers_with(HttpStatusCode.NoContent);
        (await service.HeldBy(first)).ShouldBeEmpty();
        await service.Deliver(IdentityFixture.Confirmed(organisation, first), times: 2, audience: "identity");
        (await service.HeldBy(first)).ShouldBeEmpty();

        // but somebody can be asked back
        var invitation = await service.As(second).Posts($"/api/organisations/{organisation}/invitations", new { email = first.Email, roles = new[] { "editor" } }).Answers_with(HttpStatusCode.Created);
        await service.As(first).Posts($"/api/me/invitations/{invitation.Id()}/acceptance", "").Answers_with(HttpStatusCode.OK);
        (await service.HeldBy(first)).ShouldBe([(organisation, "editor")]);
        await service.Deliver(IdentityFixture.Confirmed(organisation, first), times: 2, audience: "identity");
        (await service.HeldBy(first)).ShouldBe([(organisation, "editor")]);
    }

    [Fact]
    public async Task A_champion_who_left_is_one_again_only_by_another_appointment()
    {
        var (organisation, appointment, person) = (Guid.NewGuid(), Guid.NewGuid(), await service.NewAccount());
        await service.Deliver(Appointed(appointment, organisation, 2, person.Subject));
        await service.As(person).DeleteAsync($"/api/me/organisations/{organisation}").Answers_with(HttpStatusCode.NoContent);
        await service.Deliver(Appointed(appointment, organisation, 3, person.Subject), times: 2);
        (await service.HeldBy(person)).ShouldBeEmpty();
        await service.Deliver(Appointed(Guid.NewGuid(), organisation, 2, person.Subject));
        (await service.HeldBy(person)).ShouldBe([(organisation, "champion")]);
    }

    [Fact]
    public async Task The_names_of_organisations_are_the_only_copies_and_are_replaced_by_what_is_stated_next()
    {
        await using var alone = new IdentityFixture();   // its copies are forgotten, which others would notice
        await alone.InitializeAsync();
        (await alone.Run("restate", "all")).ShouldBe((0, "0 events restated for all", ""));
        (await alone.Run("replay-errors")).ShouldBe((0, "0 messages put back", ""));
        var (organisation, person) = await alone.Organisation("Irwell Trust");
        await alone.Deliver(IdentityFixture.Confirmed(organisation, person, "An older name", version: 1));
        (await NameFor(person)).ShouldBe("Irwell Trust");
        (await alone.Run("forget-copies")).ShouldBe((0, "copies forgotten", ""));
        (await NameFor(person)).ShouldBe("Irwell Trust");
        await alone.Deliver(IdentityFixture.Confirmed(organisation, person, "Irwell Valley Trust", version: 2), audience: "identity");
        (await NameFor(person)).ShouldBe("Irwell Valley Trust");

        async Task<string?> NameFor(Person who) =>
            (await alone.As(who).GetAsync("/api/me/organisations").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].Text("name");
    }

    [Fact]
    public async Task News_about_an_account_that_is_gone_is_taken_in_without_effect()
    {
        await service.Deliver(IdentityFixture.Confirmed(Guid.NewGuid(), Person.With()), times: 2);
        await service.Deliver(Appointed(Guid.NewGuid(), Guid.NewGuid(), 2, Guid.NewGuid()), times: 2);
    }

    [Fact]
    public async Task Only_members_and_registrars_see_who_the_members_are()
    {
        var (organisation, signatory) = await service.Organisation();
        var colleague = await service.Colleague(organisation, signatory, Roles.Editor);
        var members = await service.As(colleague).GetAsync(Members(organisation)).Answers_with(HttpStatusCode.OK);
        members.GetProperty("items").EnumerateArray().Select(m => (m.Id("subject"), m.Text("role"))).ShouldBe(
            [(colleague.Subject, "editor"), (signatory.Subject, "editor"), (signatory.Subject, "signatory")], ignoreOrder: true);
        await service.As(signatory).GetAsync(Members(organisation)).Answers_with(HttpStatusCode.OK);
        await service.As(Person.With(Roles.Registrar)).GetAsync(Members(organisation)).Answers_with(HttpStatusCode.OK);
        await service.As(Person.With(Roles.Assessor)).GetAsync(Members(organisation)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.As(Person.With().Of(Guid.NewGuid(), Roles.Signatory)).GetAsync(Members(organisation)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Anonymous().GetAsync(Members(organisation)).Is_refused(HttpStatusCode.Unauthorized, "sign-in-required");
    }

    [Fact]
    public async Task A_signatory_takes_a_role_away_which_counts_from_the_next_token_and_is_told_by_mail()
    {
        var (organisation, signatory) = await service.Organisation("Irwell Trust");
        var colleague = await service.Colleague(organisation, signatory, Roles.Editor, Roles.Signatory);
        await service.As(colleague).Posts($"/api/organisations/{organisation}/invitations", new { email = $"crony-{Guid.NewGuid():n}@example.org", roles = new[] { "editor" } }).Answers_with(HttpStatusCode.Created);

        await service.As(signatory).DeleteAsync($"{Members(organisation)}/{colleague.Subject}/signatory").Answers_with(HttpStatusCode.NoContent);
        (await service.HeldBy(colleague)).ShouldBe([(organisation, "editor")]);
        (await service.MailsTo(colleague.Email))[0].Subject.ShouldBe("You are no longer signatory of Irwell Trust");
        (await service.As(signatory).GetAsync($"/api/organisations/{organisation}/invitations").Answers_with(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(0);

        await service.As(signatory).DeleteAsync($"{Members(organisation)}/{colleague.Subject}/signatory").Is_refused(HttpStatusCode.NotFound, "not-found");
        (await service.Sql($"select end_reason, ended_by from membership where subject = '{colleague.Subject}' and role = 'signatory'")).ShouldBe([$"removed|{signatory.Subject}"]);
    }

    [Fact]
    public async Task Only_a_signatory_of_that_organisation_takes_roles_away()
    {
        var (organisation, signatory) = await service.Organisation();
        var colleague = await service.Colleague(organisation, signatory, Roles.Editor);
        foreach (var stranger in new[]
        {
            Person.With(),
            Person.With(Roles.Registrar),
            Person.With().Of(organisation, Roles.Editor, Roles.Champion),
            Person.With().Of(Guid.NewGuid(), Roles.Signatory),
            signatory.Of(Guid.NewGuid(), Roles.Editor) with { ActingFor = Guid.NewGuid() },
        })
            await service.As(stranger).DeleteAsync($"{Members(organisation)}/{colleague.Subject}/editor").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.HeldBy(colleague)).Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_last_signatory_can_neither_leave_nor_be_removed()
    {
        var (organisation, signatory) = await service.Organisation();
        var editor = await service.Colleague(organisation, signatory, Roles.Editor);
        (await service.As(signatory).GetAsync("/api/me/organisations").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("isLastSignatory").GetBoolean().ShouldBeTrue();
        await service.As(signatory).DeleteAsync($"/api/me/organisations/{organisation}").Is_refused(HttpStatusCode.Conflict, "last-signatory");
        await service.As(signatory).DeleteAsync($"{Members(organisation)}/{signatory.Subject}/signatory").Is_refused(HttpStatusCode.Conflict, "last-signatory");
        await service.As(signatory).DeleteAsync($"{Members(organisation)}/{signatory.Subject}/editor").Answers_with(HttpStatusCode.NoContent);
        await service.As(editor).DeleteAsync($"/api/me/organisations/{organisation}").Answers_with(HttpStatusCode.NoContent);
        await service.As(editor).DeleteAsync($"/api/me/organisations/{organisation}").Is_refused(HttpStatusCode.NotFound, "not-found");
        (await service.HeldBy(signatory)).ShouldBe([(organisation, "signatory")]);
    }

    [Fact]
    public async Task Of_the_last_signatories_who_leave_at_the_same_moment_one_stays()
    {
        for (var round = 0; round < 5; round++)
        {
            var (organisation, first) = await service.Organisation();
            var all = new[] { first, await service.Colleague(organisation, first, Roles.Signatory), await service.Colleague(organisation, first, Roles.Signatory) };
            var answers = await Task.WhenAll(all.Select((p, i) => i == 0
                ? service.As(p).DeleteAsync($"{Members(organisation)}/{all[1].Subject}/signatory")
                : service.As(p).DeleteAsync($"/api/me/organisations/{organisation}")).Append(service.As(first).DeleteAsync($"/api/me/organisations/{organisation}")));
            answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.NoContent || a.StatusCode == HttpStatusCode.Conflict || a.StatusCode == HttpStatusCode.NotFound);
            (await service.Sql($"select count(*) from membership where organisation_id = '{organisation}' and role = 'signatory' and ended_at is null")).ShouldBe(["1"]);
        }
    }

    [Fact]
    public async Task An_organisation_whose_last_signatory_was_erased_is_shown_to_registrars_who_are_told_once_and_appoint_another()
    {
        var (organisation, signatory) = await service.Organisation($"Aardvark {Guid.NewGuid():n}");
        var registrar = await service.NewRegistrar();
        await service.Execute($"delete from account where id = {signatory.Subject}");
        var list = await service.As(registrar).GetAsync("/api/organisations/without-signatory?size=100").Answers_with(HttpStatusCode.OK);
        var found = list.GetProperty("items").EnumerateArray().Single(o => o.Id("organisationId") == organisation);
        found.GetProperty("invitedUntil").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        await service.TellInTime();
        (await Told()).ShouldBe(0);   // it may be new, and the news of its signatory under way
        await service.Execute($"update organisation set recorded_at = recorded_at - interval '10 minutes' where organisation_id = {organisation}");
        await service.TellInTime();
        await service.TellInTime();
        (await Told()).ShouldBe(1);

        await service.As(registrar).Posts($"/api/organisations/{organisation}/invitations", new { email = "a@example.org", roles = new[] { "editor" } }).Is_invalid("roles");
        var successor = await service.NewAccount();
        var invitation = await service.As(registrar).Posts($"/api/organisations/{organisation}/invitations", new { email = successor.Email, roles = new[] { "signatory" } }).Answers_with(HttpStatusCode.Created);
        await service.As(successor).Posts($"/api/me/invitations/{invitation.Id()}/acceptance", "").Answers_with(HttpStatusCode.OK);
        (await service.HeldBy(successor)).ShouldBe([(organisation, "signatory")]);
        await service.As(registrar).Posts($"/api/organisations/{organisation}/invitations", new { email = "b@example.org", roles = new[] { "signatory" } }).Is_refused(HttpStatusCode.Conflict, "has-signatory");
        await service.As(registrar).Posts($"/api/organisations/{Guid.NewGuid()}/invitations", new { email = "b@example.org", roles = new[] { "signatory" } }).Is_refused(HttpStatusCode.NotFound, "not-found");

        async Task<int> Told() => (await service.MailsTo(registrar.Email)).Count(m => m.Text.Contains("Aardvark") && m.Subject.EndsWith("has no signatory"));
    }
}
