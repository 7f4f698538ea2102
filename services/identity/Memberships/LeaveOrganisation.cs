using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Memberships;

/// <summary>Gives up every role in an organisation. The last signatory hands over first.</summary>
internal static class LeaveOrganisation
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/me/organisations/{organisationId}", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").Refuses(409, "last-signatory").WithTags("Members").WithSummary("Leave an organisation");

    private static Task<NoContent> Handle(Guid organisationId, Caller caller, IdentityDb db, HttpContext http, TimeProvider time, CancellationToken cancel) =>
        db.Alone(OneAtATime.PeopleOf(organisationId), async () =>
        {
            var held = await db.CurrentMemberships.Where(m => m.OrganisationId == organisationId && m.Subject == caller.Subject).ToListAsync(cancel);
            if (held.Count == 0)
                throw IdentityErrors.NoMember();
            if (await Membership.IsLastSignatory(db, organisationId, caller.Subject, cancel))
                throw IdentityErrors.LastSignatory();
            Membership.End(db, held, caller.Subject, EndReasons.Left, time.GetUtcNow());
            http.ChangesOwnToken();
            return TypedResults.NoContent();
        }, cancel);
}
