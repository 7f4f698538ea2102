using Charter.Identity.Invitations;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Memberships;

/// <summary>A signatory takes away a role, a colleague's or an own one. The last signatory's stays until a successor has accepted.</summary>
internal static class RemoveMember
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/organisations/{organisationId}/members/{subject}/{role}", Handle)
        .Allow(Roles.Signatory).Refuses(404, "not-found").Refuses(409, "last-signatory").WithTags("Members").WithSummary("Take a role away from somebody");

    private static async Task<NoContent> Handle(
        Guid organisationId, Guid subject, string role, Caller caller, IdentityDb db, HttpContext http, Letters letters, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Signatory, organisationId);
        return await db.Alone(OneAtATime.PeopleOf(organisationId), async () =>
        {
            var held = await db.CurrentMemberships.SingleOrDefaultAsync(m => m.OrganisationId == organisationId && m.Subject == subject && m.Role == role, cancel)
                ?? throw IdentityErrors.NoMember();
            if (role == Roles.Signatory && await Membership.IsLastSignatory(db, organisationId, subject, cancel))
                throw IdentityErrors.LastSignatory();
            var now = time.GetUtcNow();
            if (subject == caller.Subject)
            {
                Membership.End(db, [held], caller.Subject, EndReasons.Left, now);
                http.ChangesOwnToken();
                return TypedResults.NoContent();
            }
            Membership.End(db, [held], caller.Subject, EndReasons.Removed, now);
            // Who loses the right to invite also loses what is still open of it.
            if (role == Roles.Signatory)
                foreach (var open in await db.Invitations.Where(i => i.OrganisationId == organisationId && i.InvitedBy == subject && i.State == InvitationStates.Open).ToListAsync(cancel))
                    open.Withdraw(caller.Subject, now);
            await letters.RoleTakenAway(subject, organisationId, role, cancel);
            return TypedResults.NoContent();
        }, cancel);
    }
}
