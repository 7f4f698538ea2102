using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Memberships;

/// <summary>Who acts for an organisation, for its own people and the registrar.</summary>
internal static class ListMembers
{
    internal sealed record Member(Guid Subject, string Name, string Role);

    internal sealed record Members(IReadOnlyList<Member> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/members", Handle)
        .Allow(Roles.Signatory, Roles.Editor, Roles.Champion, Roles.Registrar).WithTags("Members").WithSummary("Who acts for the organisation");

    private static async Task<Ok<Members>> Handle(Guid organisationId, Caller caller, IdentityDb db, CancellationToken cancel)
    {
        if (!caller.BelongsTo(organisationId) && !caller.Has(Roles.Registrar))
            throw Refusal.Forbidden("Only members of this organisation and registrars may see its members.");
        var members = from membership in db.Memberships
                      join person in db.Users on membership.Subject equals person.Id
                      where membership.OrganisationId == organisationId
                      orderby person.Name, membership.Role
                      select new Member(person.Id, person.Name, membership.Role);
        return TypedResults.Ok(new Members(await members.ToListAsync(cancel)));
    }
}
