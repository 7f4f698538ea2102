using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tests;

public sealed class Offices(IdentityFixture service)
{
    private static readonly DateOnly Today = DateTimeOffset.UtcNow.LocalDay();

    private static string Day(int days) => Today.AddDays(days).ToString("yyyy-MM-dd");

    private async Task<Guid> Give(Person registrar, Person holder, string role = "assessor", int days = 100) =>
        (await service.As(registrar).Posts("/api/offices", new { email = holder.Email, role, until = Day(days) }).Answers_with(HttpStatusCode.Created)).Id();

    private Task<string[]> RolesOf(Person person) => service.OfficesOf(person);

    private async Task<IReadOnlyList<JsonElement>> List(Person registrar, string query)
    {
        var all = new List<JsonElement>();
        for (string? after = ""; after is not null;)
        {
            var page = await service.As(registrar).GetAsync($"/api/offices?size=3&{query}&after={after}").Answers_with(HttpStatusCode.OK);
            all.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.Text("next");
        }
        return all;
    }

    [Fact]
    public async Task A_registrar_gives_an_office_which_counts_from_the_next_token_and_ends_it()
    {
        var (registrar, person) = (await service.NewRegistrar(), await service.NewAccount());
        var office = await Give(registrar, person);
        (await RolesOf(person)).ShouldBe(["assessor"]);
        (await service.MailsTo(person.Email))[0].Subject.ShouldBe("You are assessor of the partnership");
        await service.Published<MembershipsChanged>(e => e.Subject == person.Subject);
        (await List(registrar, "role=assessor")).Single(o => o.Id() == office).Text("email").ShouldBe(person.Email);
        await service.As(registrar).Posts("/api/offices", new { email = person.Email, role = "assessor", until = Day(10) }).Is_refused(HttpStatusCode.Conflict, "office-held");

        await service.As(registrar).DeleteAsync($"/api/offices/{office}").Answers_with(HttpStatusCode.NoContent);
        (await RolesOf(person)).ShouldBeEmpty();
        (await service.MailsTo(person.Email))[0].Subject.ShouldBe("You are no longer assessor of the partnership");
        await service.As(registrar).DeleteAsync($"/api/offices/{office}").Is_refused(HttpStatusCode.Conflict, "office-ended");
        (await List(registrar, "state=ended&role=assessor")).ShouldContain(o => o.Id() == office);
        await Give(registrar, person);
    }

    [Fact]
    public async Task An_office_has_no_effect_after_its_last_day_and_is_listed_as_expired()
    {
        var (registrar, person) = (await service.NewRegistrar(), await service.NewAccount());
        var office = await Give(registrar, person, "panel-member");
        await service.Execute($"update role_assignment set until = {Today} where id = {office}");
        (await RolesOf(person)).ShouldBe(["panel-member"]);
        await service.Execute($"update role_assignment set until = {Today.AddDays(-1)} where id = {office}");
        (await RolesOf(person)).ShouldBeEmpty();
        (await List(registrar, "state=held")).ShouldNotContain(o => o.Id() == office);
        (await List(registrar, "state=expired")).Single(o => o.Id() == office).Text("state").ShouldBe("expired");

        await service.TellInTime();
        await service.TellInTime();
        (await service.AllPublished<MembershipsChanged>(person.Subject, e => e.Subject == person.Subject)).Count.ShouldBe(2);   // tokens that state it are dropped

        var renewed = await service.As(registrar).Posts($"/api/offices/{office}/renewal", new { until = Day(400) }).Answers_with(HttpStatusCode.Created);
        renewed.Id().ShouldNotBe(office);
        (await RolesOf(person)).ShouldBe(["panel-member"]);
        await service.As(registrar).Posts($"/api/offices/{office}/renewal", new { until = Day(400) }).Is_refused(HttpStatusCode.Conflict, "office-ended");
    }

    [Fact]
    public async Task Holder_and_registrars_are_reminded_once_thirty_days_before_the_end()
    {
        var (registrar, person) = (await service.NewRegistrar(), await service.NewAccount());
        var office = await Give(registrar, person, "moderator", days: 31);
        await service.TellInTime();
        (await Reminders(person)).ShouldBe(0);
        await service.Execute($"update role_assignment set until = {Today.AddDays(30)} where id = {office}");
        await service.TellInTime();
        await service.TellInTime();
        (await Reminders(person)).ShouldBe(1);
        (await service.MailsTo(registrar.Email)).Count(m => m.Text.Contains($"is moderator of the partnership until {Today.AddDays(30):d MMMM yyyy}")).ShouldBe(1);

        var brief = await service.NewAccount();
        await Give(registrar, brief, "moderator", days: 20);   // they know
        await service.TellInTime();
        (await Reminders(brief)).ShouldBe(0);

        async Task<int> Reminders(Person who) => (await service.MailsTo(who.Email)).Count(m => m.Subject.StartsWith("Your office ends on"));
    }

    [Fact]
    public async Task An_office_is_given_for_at_most_three_years()
    {
        var (registrar, person) = (await service.NewRegistrar(), await service.NewAccount());
        foreach (var until in new[] { Day(-1), Today.AddYears(3).AddDays(1).ToString("yyyy-MM-dd"), "tomorrow" })
            await service.As(registrar).Posts("/api/offices", new { email = person.Email, role = "assessor", until }).Is_invalid("until");
        await service.As(registrar).Posts("/api/offices", new { }).Is_invalid("email", "role", "until");
        await service.As(registrar).Posts("/api/offices", new { email = person.Email, role = "signatory", until = Day(1) }).Is_invalid("role");
        await service.As(registrar).Posts("/api/offices", new { email = $"{Guid.NewGuid()}@example.org", role = "assessor", until = Day(1) }).Is_refused(HttpStatusCode.NotFound, "account-not-found");
        await service.As(registrar).Posts($"/api/offices/{Guid.NewGuid()}/renewal", new { until = Day(1) }).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.As(registrar).Posts("/api/offices", new { email = person.Email, role = "assessor", until = Today.AddYears(3).ToString("yyyy-MM-dd") }).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Who_belongs_to_an_organisation_judges_none_but_reviews_the_evidence_of_others()
    {
        var (registrar, (_, member)) = (await service.NewRegistrar(), await service.Organisation());
        foreach (var role in Roles.PartnershipWide.Except([Roles.EvidenceReviewer]))
            await service.As(registrar).Posts("/api/offices", new { email = member.Email, role, until = Day(100) }).Is_refused(HttpStatusCode.Conflict, "belongs-to-organisation");
        await Give(registrar, member, Roles.EvidenceReviewer);
        (await RolesOf(member)).ShouldBe(["evidence-reviewer"]);
    }

    [Fact]
    public async Task An_office_and_a_membership_given_at_the_same_moment_do_not_both_come_about()
    {
        for (var round = 0; round < 5; round++)
        {
            var (registrar, person) = (await service.NewRegistrar(), await service.NewAccount());
            var (organisation, signatory) = await service.Organisation();
            var invitation = await service.As(signatory).Posts($"/api/organisations/{organisation}/invitations", new { email = person.Email, roles = new[] { "editor" } }).Answers_with(HttpStatusCode.Created);
            var answers = await Task.WhenAll(
                service.As(registrar).Posts("/api/offices", new { email = person.Email, role = "assessor", until = Day(100) }),
                service.As(person).Posts($"/api/me/invitations/{invitation.Id()}/acceptance", ""));
            answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
            answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Nobody_gives_or_renews_an_office_of_their_own()
    {
        var registrar = await service.NewRegistrar();
        await service.As(registrar).Posts("/api/offices", new { email = registrar.Email, role = "panel-chair", until = Day(100) }).Is_refused(HttpStatusCode.Conflict, "own-office");
        var own = (await List(registrar, "role=registrar")).Single(o => o.Id("subject") == registrar.Subject).Id();
        await service.As(registrar).Posts($"/api/offices/{own}/renewal", new { until = Day(200) }).Is_refused(HttpStatusCode.Conflict, "own-office");
    }

    [Fact]
    public async Task Only_a_registrar_sees_gives_and_ends_offices()
    {
        foreach (var stranger in new[] { Person.With(), Person.With(Roles.PanelChair), Person.With().Of(Guid.NewGuid(), Roles.Signatory) })
        {
            await service.As(stranger).GetAsync("/api/offices").Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.As(stranger).Posts("/api/offices", "{}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.As(stranger).DeleteAsync($"/api/offices/{Guid.NewGuid()}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.As(stranger).Posts($"/api/offices/{Guid.NewGuid()}/renewal", "{}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        }
        await service.As(Person.With(Roles.Registrar)).GetAsync("/api/offices?state=x").Is_invalid("state");
        await service.As(Person.With(Roles.Registrar)).GetAsync("/api/offices?role=signatory").Is_invalid("role");
    }
}

/// <summary>Of what is true of a whole installation, on one of its own.</summary>
public sealed class Registrars_of_an_installation
{
    private sealed class Empty : IdentityFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [.. base.Settings.Where(s => s.Key != "Samples:Password")];
    }

    [Fact]
    public async Task The_first_is_appointed_by_the_operator_and_the_last_cannot_end_the_own_office()
    {
        var service = new Empty();
        await service.InitializeAsync();
        var until = DateTimeOffset.UtcNow.LocalDay().AddYears(1).ToString("yyyy-MM-dd");
        var (first, second) = (await service.NewAccount(), await service.NewAccount());
        (await service.Run("appoint-registrar", "nobody@example.org")).ShouldBe((1, "", "There is no account nobody@example.org. The person creates one first and confirms the address."));
        (await service.Run("appoint-registrar")).ExitCode.ShouldBe(1);
        (await service.Run("appoint-registrar", first.Email.ToUpperInvariant())).ShouldBe((0, $"{first.Email.ToUpperInvariant()} is registrar until {until}", ""));
        (await service.OfficesOf(first)).ShouldBe(["registrar"]);

        var registrar = first with { PartnershipRoles = [Roles.Registrar] };
        var own = (await service.As(registrar).GetAsync("/api/offices").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].Id();
        await service.As(registrar).DeleteAsync($"/api/offices/{own}").Is_refused(HttpStatusCode.Conflict, "last-registrar");

        // two that end their offices at the same moment
        var other = (await service.As(registrar).Posts("/api/offices", new { email = second.Email, role = "registrar", until }).Answers_with(HttpStatusCode.Created)).Id();
        var answers = await Task.WhenAll(
            service.As(registrar).DeleteAsync($"/api/offices/{own}"),
            service.As(second with { PartnershipRoles = [Roles.Registrar] }).DeleteAsync($"/api/offices/{other}"));
        answers.Count(a => a.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(1);

        // whoever operates the installation helps also where the last one's office ran out
        await service.Execute($"update role_assignment set until = current_date - 1 where ended_at is null");
        (await service.Run("appoint-registrar", second.Email)).ExitCode.ShouldBe(0);
        var (_, member) = await service.Organisation();
        (await service.Run("appoint-registrar", member.Email)).Errors.ShouldStartWith("This person belongs to an organisation");
        await service.DisposeAsync();
    }
}
