using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Memberships;

/// <summary>Who acts for an organisation, for its own people and the registrar.</summary>
internal static class ListMembers
{
    internal sealed record Member(Guid Subject, string Name, string Role, DateOnly HeldFrom);

    internal sealed record Members(IReadOnlyList<Member> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/members", Handle)
        .Allow(Roles.Signatory, Roles.Editor, Roles.Champion, Roles.Registrar).WithTags("Members").WithSummary("Who acts for the organisation");

    private static async Task<Ok<Members>> Handle(Guid organisationId, Caller caller, IdentityDb db, CancellationToken cancel)
    {
        if (!caller.BelongsTo(organisationId) && !caller.Has(Roles.Registrar))
            throw Refusal.Forbidden("Only members of this organisation and registrars may see its members.");
        var members = await (from membership in db.CurrentMemberships
                             join person in db.Users on membership.Subject equals person.Id
                             where membership.OrganisationId == organisationId
                             orderby person.Name, person.Id, membership.Role
                             select new { person.Id, person.Name, membership.Role, membership.HeldFrom }).ToListAsync(cancel);
        return TypedResults.Ok(new Members([.. members.Select(m => new Member(m.Id, m.Name, m.Role, m.HeldFrom.LocalDay()))]));
    }
}
