using System.Net;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

/// <summary>API clients do what their scopes are for, and nothing that is for people.</summary>
public sealed class Programs(PledgeFixture service)
{
    [Fact]
    public async Task One_that_may_pledge_does_so_for_its_organisation_only()
    {
        var organisation = await service.SignedOrganisation();
        var program = Person.Program(organisation.Id, Scopes.Pledges);
        var made = await service.As(program).Posts($"/api/organisations/{organisation.Id}/pledges", PledgeFixture.Pledge()).Answers_with(HttpStatusCode.Created);
        await service.Published<PledgeMade>(e => e.Pledge.PledgeId == made.Id() && e.MadeBy == program.Subject);
        await service.As(program).GetAsync($"/api/pledges/{made.Id()}").Answers_with(HttpStatusCode.OK);

        var other = await service.SignedOrganisation();
        await service.As(program).Posts($"/api/organisations/{other.Id}/pledges", PledgeFixture.Pledge()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData(Scopes.Read)]
    [InlineData(Scopes.Practices)]
    [InlineData(Scopes.Read, Scopes.Practices)]
    [InlineData]
    public async Task One_that_may_not_reads_and_changes_nothing(params string[] scopes)
    {
        var organisation = await service.SignedOrganisation();
        var program = Person.Program(organisation.Id, scopes);
        await service.As(program).GetAsync($"/api/organisations/{organisation.Id}/pledges").Answers_with(HttpStatusCode.OK);
        using (var head = new HttpRequestMessage(HttpMethod.Head, $"/api/organisations/{organisation.Id}/pledges"))
            (await service.As(program).SendAsync(head)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var path in new[] { $"/api/organisations/{organisation.Id}/pledges", $"/api/pledges/{Guid.NewGuid()}/progress" })
        {
            var problem = await service.As(program).Posts(path, PledgeFixture.Pledge()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
            problem.Text("detail").ShouldBe("Your role does not allow this.");   // said at the route, before anything is read
        }
    }

    [Fact]
    public async Task No_scope_stands_for_a_role_that_was_not_given()
    {
        // A token that states the scope, but no membership.
        var program = Person.Program(Guid.NewGuid(), Scopes.Pledges) with { Memberships = [] };
        await service.As(program).Posts($"/api/organisations/{Guid.NewGuid()}/pledges", PledgeFixture.Pledge()).Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }
}
