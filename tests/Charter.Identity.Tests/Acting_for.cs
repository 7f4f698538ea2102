using System.Net;
using System.Net.Http.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Charter.Identity.Tests;

public sealed class Acting_for(IdentityFixture service)
{
    private async Task<JsonWebToken> TokenOf(string session) =>
        new JsonWebTokenHandler().ReadJsonWebToken((await service.Exchange(new { session }).Answers_with(HttpStatusCode.OK)).Text("token"));

    private async Task<HttpClient> With(string session)
    {
        var client = service.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await TokenOf(session)).EncodedToken);
        return client;
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetClaim(name, out var claim) ? claim.Value : null;

    private async Task<(Person Person, Guid First, Guid Second)> OfTwo()
    {
        var (first, person) = await service.Organisation("First Trust");
        var second = Guid.NewGuid();
        await service.Deliver(IdentityFixture.Confirmed(second, person, "Second Trust"));
        return (person.Of(second, Roles.Signatory, Roles.Editor), first, second);
    }

    [Fact]
    public async Task Somebody_of_one_organisation_acts_for_it_and_somebody_of_none_for_none()
    {
        var (organisation, person) = await service.Organisation("Only Trust");
        var token = await TokenOf(await service.Session(person.Email));
        (Claim(token, "acting_for"), Claim(token, "acting_for_name")).ShouldBe((organisation.ToString(), "Only Trust"));
        (await service.MeOf(person)).GetProperty("actingFor").GetGuid().ShouldBe(organisation);
        Claim(await TokenOf(await service.Session((await service.NewAccount()).Email)), "acting_for").ShouldBeNull();
    }

    [Fact]
    public async Task Somebody_of_several_chooses_for_this_session_alone_and_takes_the_choice_back()
    {
        var (person, first, second) = await OfTwo();
        var (here, elsewhere) = (await service.Session(person.Email), await service.Session(person.Email));
        Claim(await TokenOf(here), "acting_for").ShouldBeNull();

        using (var client = await With(here))
        {
            using var answer = await client.PutAsJsonAsync("/api/me/acting-for", new { organisationId = second });
            answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            answer.Headers.GetValues("Charter-Token").ShouldBe(["stale"]);
        }
        Claim(await TokenOf(here), "acting_for_name").ShouldBe("Second Trust");
        Claim(await TokenOf(elsewhere), "acting_for").ShouldBeNull();
        await service.Published<MembershipsChanged>(e => e.Subject == person.Subject);

        using (var client = await With(here))
        {
            var mine = await client.GetAsync("/api/me/organisations").Answers_with(HttpStatusCode.OK);
            mine.GetProperty("items").EnumerateArray().Select(o => (o.Id("organisationId"), o.Text("name"), o.GetProperty("isActedFor").GetBoolean()))
                .ShouldBe([(first, "First Trust", false), (second, "Second Trust", true)]);
            await client.PutAsJsonAsync("/api/me/acting-for", new { organisationId = (Guid?)null }).Answers_with(HttpStatusCode.NoContent);
        }
        Claim(await TokenOf(here), "acting_for").ShouldBeNull();
    }

    [Fact]
    public async Task What_is_done_for_another_organisation_is_refused_and_says_why()
    {
        var (person, first, second) = await OfTwo();
        var session = await service.Session(person.Email);
        using (var client = await With(session))
            await client.PutAsJsonAsync("/api/me/acting-for", new { organisationId = first }).Answers_with(HttpStatusCode.NoContent);
        using var acting = await With(session);
        var refused = await acting.Posts($"/api/organisations/{second}/invitations", new { email = "a@example.org", roles = new[] { "editor" } }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        refused.Text("detail")!.ShouldStartWith("You are acting for another organisation");
        await acting.GetAsync($"/api/organisations/{second}/members").Answers_with(HttpStatusCode.OK);   // they still belong to it
        await acting.Posts($"/api/organisations/{first}/invitations", new { email = $"{Guid.NewGuid()}@example.org", roles = new[] { "editor" } }).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_choice_ends_with_the_membership()
    {
        var (person, first, second) = await OfTwo();
        await service.Colleague(second, person, Roles.Signatory);
        var session = await service.Session(person.Email);
        using (var client = await With(session))
            await client.PutAsJsonAsync("/api/me/acting-for", new { organisationId = second }).Answers_with(HttpStatusCode.NoContent);
        using (var client = await With(session))
            await client.DeleteAsync($"/api/me/organisations/{second}").Answers_with(HttpStatusCode.NoContent);
        Claim(await TokenOf(session), "acting_for").ShouldBe(first.ToString());
    }

    [Fact]
    public async Task Nobody_acts_for_an_organisation_of_others_and_a_program_has_no_session_to_choose_in()
    {
        var (person, _, _) = await OfTwo();
        using var client = await With(await service.Session(person.Email));
        await client.PutAsJsonAsync("/api/me/acting-for", new { organisationId = Guid.NewGuid() }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await client.PutAsJsonAsync("/api/me/acting-for", new { organisationId = "seven" }).Is_invalid("organisationId");
        await service.As(person).PutAsJsonAsync("/api/me/acting-for", new { organisationId = (Guid?)null }).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public void Roles_hold_for_the_organisation_acted_for_offices_everywhere_and_belonging_does_not_change()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        var free = new Caller(Guid.NewGuid(), "", "", new HashSet<string> { Roles.EvidenceReviewer }, [(one, Roles.Signatory), (other, Roles.Editor)]);
        (free.Has(Roles.Signatory), free.Has(Roles.Editor), free.Has(Roles.Editor, other), free.Has(Roles.Editor, one)).ShouldBe((true, true, true, false));
        free.MustBe(Roles.Signatory, one);

        var acting = free with { ActingFor = other };
        (acting.Has(Roles.Signatory), acting.Has(Roles.Editor), acting.Has(Roles.EvidenceReviewer)).ShouldBe((false, true, true));
        (acting.Has(Roles.Signatory, one), acting.Has(Roles.Editor, other)).ShouldBe((false, true));
        (acting.BelongsTo(one), acting.BelongsTo(other), acting.Memberships.Count).ShouldBe((true, true, 2));
        acting.MustBe(Roles.Editor, other);
        Should.Throw<Refusal>(() => acting.MustBe(Roles.Signatory, one)).Message.ShouldStartWith("You are acting for another organisation");
        Should.Throw<Refusal>(() => acting.MustBe(Roles.Signatory, other)).Message.ShouldStartWith("Only a person with the role signatory");
    }
}
