using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Joining;

/// <summary>A registrar has found out that the domain is the organisation's.</summary>
internal static class VerifyDomain
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/domains/{domain}/verification", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "domain-verified").WithTags("Joining").WithSummary("Verify an e-mail domain of an organisation");

    private static async Task<Ok<DomainView>> Handle(Guid organisationId, string domain, Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var stated = await Find(db, organisationId, domain, cancel);
        stated.Verify(caller.Subject, time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(DomainView.Of(stated));
    }

    public static async Task<OrganisationDomain> Find(IdentityDb db, Guid organisationId, string domain, CancellationToken cancel)
    {
        var name = OrganisationDomain.Parse(domain);
        return await db.OrganisationDomains.SingleOrDefaultAsync(d => d.OrganisationId == organisationId && d.Domain == name, cancel) ?? throw IdentityErrors.NoDomain();
    }
}
