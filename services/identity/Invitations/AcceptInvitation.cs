using Charter.Identity.Memberships;
using Charter.Identity.Offices;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Invitations;

/// <summary>
/// The account whose confirmed address was invited takes the roles. Who was invited to take over from the inviter releases the inviter with it: in one
/// transaction, so that the organisation is never without a signatory in between.
/// </summary>
internal static class AcceptInvitation
{
    internal sealed record Accepted(Guid OrganisationId, IReadOnlyList<string> Roles);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/invitations/{invitationId}/acceptance", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").Refuses(409, "invitation-settled", "already-a-member", "holds-partnership-office")
        .WithTags("Invitations").WithSummary("Accept an invitation");

    private static async Task<Ok<Accepted>> Handle(Guid invitationId, Caller caller, IdentityDb db, HttpContext http, Letters letters, TimeProvider time, CancellationToken cancel)
    {
        var organisation = (await Find(db, invitationId, caller, cancel)).OrganisationId;
        return await db.Alone(OneAtATime.PeopleOf(organisation), async () =>
        {
            var now = time.GetUtcNow();
            var invitation = await Find(db, invitationId, caller, cancel);
            await db.Entry(invitation).ReloadAsync(cancel);   // somebody may have withdrawn it while this waited
            await OfficeRules.MayBelong(db, caller.Subject, time.Today(), cancel);
            invitation.Accept(caller.Subject, now);
            await Membership.Grant(db, caller.Subject, organisation, invitation.Roles, now, cancel);
            if (invitation.HandsOver)
                Membership.End(db, await db.CurrentMemberships.Where(m => m.OrganisationId == organisation && m.Subject == invitation.InvitedBy).ToListAsync(cancel),
                    caller.Subject, EndReasons.HandedOver, now);
            await letters.InvitationAnswered(invitation, caller.Name, cancel);
            http.ChangesOwnToken();
            return TypedResults.Ok(new Accepted(organisation, invitation.Roles));
        }, cancel);
    }

    /// <summary>An invitation to the caller's address, in whatever state; of any other nobody is told that there is one.</summary>
    public static async Task<Invitation> Find(IdentityDb db, Guid invitationId, Caller caller, CancellationToken cancel) =>
        await db.Invitations.SingleOrDefaultAsync(i => i.Id == invitationId
            && db.Users.Any(u => u.Id == caller.Subject && u.EmailConfirmed && u.NormalizedEmail == i.NormalizedEmail), cancel)
        ?? throw IdentityErrors.NoInvitation();
}
