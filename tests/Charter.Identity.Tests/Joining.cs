using System.Net;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tests;

public sealed class Joining(IdentityFixture service)
{
    private static string Domain() => $"d{Guid.NewGuid():n}.example";

    private static string Domains(Guid organisation) => $"/api/organisations/{organisation}/domains";

    private static string Requests(Guid organisation) => $"/api/organisations/{organisation}/join-requests";

    private async Task<IReadOnlyList<JsonElement>> Joinable(Person person) =>
        [.. (await service.As(person).GetAsync("/api/me/joinable-organisations").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];

    /// <summary>An organisation with a verified domain, its signatory and somebody else at the domain.</summary>
    private async Task<(Guid Organisation, Person Signatory, Person Asker)> WithDomain()
    {
        var domain = Domain();
        var (organisation, signatory) = await service.Organisation("Irwell Trust", domain);
        await service.As(signatory).Posts(Domains(organisation), new { domain }).Answers_with(HttpStatusCode.Created);
        return (organisation, signatory, await service.NewAccount(domain: domain));
    }

    [Fact]
    public async Task A_domain_in_which_the_signatory_has_the_own_address_is_verified_at_once()
    {
        var domain = Domain();
        var (organisation, signatory) = await service.Organisation(domain: domain);
        var before = DateTimeOffset.UtcNow;
        var stated = await service.As(signatory).Posts(Domains(organisation), new { domain = $" @{domain.ToUpperInvariant()}. " }).Answers_with(HttpStatusCode.Created);
        stated.Text("domain").ShouldBe(domain);
        stated.Text("verifiedOn").ShouldBeOneOf([.. new[] { before, DateTimeOffset.UtcNow }.Select(at => at.LocalDay().ToString("yyyy-MM-dd"))]);
        await service.As(signatory).Posts(Domains(organisation), new { domain }).Is_refused(HttpStatusCode.Conflict, "domain-stated");
    }

    [Fact]
    public async Task Any_other_domain_waits_for_a_registrar()
    {
        var domain = Domain();
        var (organisation, signatory) = await service.Organisation("Waiting Trust");
        (await service.As(signatory).Posts(Domains(organisation), new { domain }).Answers_with(HttpStatusCode.Created)).GetProperty("verifiedOn").ValueKind.ShouldBe(JsonValueKind.Null);
        var asker = await service.NewAccount(domain: domain);
        (await Joinable(asker)).ShouldBeEmpty();
        await service.As(asker).Posts(Requests(organisation), "").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        var subdomain = await service.NewAccount(domain: $"sub.{domain}");

        var registrar = service.As(Person.With(Roles.Registrar));
        var waiting = await registrar.GetAsync("/api/organisations/domains-to-verify?size=100").Answers_with(HttpStatusCode.OK);
        waiting.GetProperty("items").EnumerateArray().Single(d => d.Text("domain") == domain).Text("organisationName").ShouldBe("Waiting Trust");
        await service.As(signatory).Posts($"{Domains(organisation)}/{domain}/verification", "").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await registrar.Posts($"{Domains(organisation)}/{domain}/verification", "").Answers_with(HttpStatusCode.OK);
        await registrar.Posts($"{Domains(organisation)}/{domain}/verification", "").Is_refused(HttpStatusCode.Conflict, "domain-verified");
        (await Joinable(asker)).Single().Id("organisationId").ShouldBe(organisation);
        (await Joinable(subdomain)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_domain_that_another_organisation_has_is_for_the_registrar_to_judge()
    {
        var domain = Domain();
        var (first, one) = await service.Organisation(domain: domain);
        var (second, two) = await service.Organisation(domain: domain);
        await service.As(one).Posts(Domains(first), new { domain }).Answers_with(HttpStatusCode.Created);
        (await service.As(two).Posts(Domains(second), new { domain }).Answers_with(HttpStatusCode.Created)).GetProperty("verifiedOn").ValueKind.ShouldBe(JsonValueKind.Null);
        var waiting = await service.As(Person.With(Roles.Registrar)).GetAsync("/api/organisations/domains-to-verify?size=100").Answers_with(HttpStatusCode.OK);
        waiting.GetProperty("items").EnumerateArray().Single(d => d.Text("domain") == domain).GetProperty("others").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("gmail.com")]
    [InlineData("@Outlook.com")]
    [InlineData("btinternet.com")]
    [InlineData("nhs.net")]
    [InlineData("gov.uk")]
    [InlineData("co.uk")]
    public async Task A_domain_at_which_anybody_has_an_address_is_refused(string domain)
    {
        var (organisation, signatory) = await service.Organisation();
        await service.As(signatory).Posts(Domains(organisation), new { domain }).Is_refused(HttpStatusCode.Conflict, "free-mail-domain");
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("a b.org")]
    [InlineData("-a.org")]
    [InlineData("a..org")]
    [InlineData("127.0.0.1")]
    [InlineData("%.org")]
    [InlineData("someone@example.org")]
    public async Task What_is_no_domain_is_named(string domain)
    {
        var (organisation, signatory) = await service.Organisation();
        await service.As(signatory).Posts(Domains(organisation), new { domain }).Is_invalid("domain");
    }

    [Fact]
    public async Task Somebody_of_the_domain_asks_and_a_signatory_says_what_they_may_do()
    {
        var (organisation, signatory, asker) = await WithDomain();
        var found = (await Joinable(asker)).Single();
        (found.Text("name"), found.GetProperty("requestId").ValueKind).ShouldBe(("Irwell Trust", JsonValueKind.Null));
        var asked = await service.As(asker).Posts(Requests(organisation), "").Answers_with(HttpStatusCode.Created);
        await service.As(asker).Posts(Requests(organisation), "").Is_refused(HttpStatusCode.Conflict, "already-asked");
        (await service.MailsTo(signatory.Email))[0].Subject.ShouldEndWith("asks to join Irwell Trust");
        (await Joinable(asker)).Single().Id("requestId").ShouldBe(asked.Id());

        var list = await service.As(signatory).GetAsync(Requests(organisation)).Answers_with(HttpStatusCode.OK);
        list.GetProperty("items").EnumerateArray().Single().Text("email").ShouldBe(asker.Email);
        await service.As(signatory).Posts($"{Requests(organisation)}/{asked.Id()}/approval", new { roles = Array.Empty<string>() }).Is_invalid("roles");
        await service.As(signatory).Posts($"{Requests(organisation)}/{asked.Id()}/approval", new { roles = new[] { "editor" } }).Answers_with(HttpStatusCode.NoContent);
        (await service.HeldBy(asker)).ShouldBe([(organisation, "editor")]);
        (await service.MailsTo(asker.Email))[0].Subject.ShouldBe("You act for Irwell Trust now");
        (await Joinable(asker)).ShouldBeEmpty();
        await service.As(signatory).Posts($"{Requests(organisation)}/{asked.Id()}/refusal", "").Is_refused(HttpStatusCode.Conflict, "join-request-settled");
    }

    [Fact]
    public async Task A_signatory_says_no_and_the_asker_is_told()
    {
        var (organisation, signatory, asker) = await WithDomain();
        var asked = await service.As(asker).Posts(Requests(organisation), "").Answers_with(HttpStatusCode.Created);
        await service.As(signatory).Posts($"{Requests(organisation)}/{asked.Id()}/refusal", "").Answers_with(HttpStatusCode.NoContent);
        (await service.MailsTo(asker.Email))[0].Subject.ShouldBe("Your request to join Irwell Trust was declined");
        (await service.HeldBy(asker)).ShouldBeEmpty();

        var again = await service.As(asker).Posts(Requests(organisation), "").Answers_with(HttpStatusCode.Created);
        await service.As(signatory).DeleteAsync($"/api/me/join-requests/{again.Id()}").Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.As(asker).DeleteAsync($"/api/me/join-requests/{again.Id()}").Answers_with(HttpStatusCode.NoContent);
        await service.As(asker).DeleteAsync($"/api/me/join-requests/{again.Id()}").Is_refused(HttpStatusCode.Conflict, "join-request-settled");
        await service.As(signatory).Posts($"{Requests(organisation)}/{again.Id()}/approval", new { roles = new[] { "editor" } }).Is_refused(HttpStatusCode.Conflict, "join-request-settled");
    }

    [Fact]
    public async Task Only_signatories_of_the_organisation_state_domains_and_decide()
    {
        var (organisation, signatory, asker) = await WithDomain();
        var asked = await service.As(asker).Posts(Requests(organisation), "").Answers_with(HttpStatusCode.Created);
        foreach (var stranger in new[] { Person.With(), asker.Of(organisation, Roles.Editor), Person.With().Of(Guid.NewGuid(), Roles.Signatory), Person.With(Roles.Registrar) })
        {
            await service.As(stranger).Posts(Domains(organisation), new { domain = Domain() }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.As(stranger).GetAsync(Requests(organisation)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.As(stranger).Posts($"{Requests(organisation)}/{asked.Id()}/approval", new { roles = new[] { "editor" } }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            await service.As(stranger).Posts($"{Requests(organisation)}/{asked.Id()}/refusal", "").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        }
        var (other, foreign) = await service.Organisation();
        await service.As(foreign).Posts($"{Requests(other)}/{asked.Id()}/approval", new { roles = new[] { "editor" } }).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.As(Person.With()).GetAsync(Domains(organisation)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        var domain = (await service.As(signatory).GetAsync(Domains(organisation)).Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].Text("domain");
        await service.As(signatory).DeleteAsync($"{Domains(organisation)}/{domain}").Answers_with(HttpStatusCode.NoContent);
        await service.As(signatory).DeleteAsync($"{Domains(organisation)}/{domain}").Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Who_judges_organisations_cannot_join_one()
    {
        var (organisation, signatory, asker) = await WithDomain();
        var asked = await service.As(asker).Posts(Requests(organisation), "").Answers_with(HttpStatusCode.Created);
        await service.Execute($"insert into role_assignment (subject, role, held_from) values ({asker.Subject}, 'assessor', now())");
        await service.As(signatory).Posts($"{Requests(organisation)}/{asked.Id()}/approval", new { roles = new[] { "editor" } }).Is_refused(HttpStatusCode.Conflict, "holds-partnership-office");
        await service.As(asker).DeleteAsync($"/api/me/join-requests/{asked.Id()}").Answers_with(HttpStatusCode.NoContent);
        await service.As(asker).Posts(Requests(organisation), "").Is_refused(HttpStatusCode.Conflict, "holds-partnership-office");
    }
}
