using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Joining;

/// <summary>The e-mail domains of an organisation, for its own people and the registrar.</summary>
internal static class ListDomains
{
    internal sealed record Answer(IReadOnlyList<DomainView> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/domains", Handle)
        .Allow(Roles.Signatory, Roles.Editor, Roles.Champion, Roles.Registrar).WithTags("Joining").WithSummary("List the organisation's e-mail domains");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, Caller caller, IdentityDb db, CancellationToken cancel)
    {
        if (!caller.BelongsTo(organisationId) && !caller.Has(Roles.Registrar))
            throw Refusal.Forbidden("Only members of this organisation and registrars may see its domains.");
        var domains = await db.OrganisationDomains.AsNoTracking().Where(d => d.OrganisationId == organisationId).OrderBy(d => d.Domain).ToListAsync(cancel);
        return TypedResults.Ok(new Answer([.. domains.Select(DomainView.Of)]));
    }
}
