using Charter.Identity.Memberships;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Identity.Invitations;

/// <summary>The account whose address was invited says no.</summary>
internal static class DeclineInvitation
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/invitations/{invitationId}/refusal", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").Refuses(409, "invitation-settled").WithTags("Invitations").WithSummary("Decline an invitation");

    private static async Task<NoContent> Handle(Guid invitationId, Caller caller, IdentityDb db, Letters letters, TimeProvider time, CancellationToken cancel)
    {
        var invitation = await AcceptInvitation.Find(db, invitationId, caller, cancel);
        invitation.Decline(caller.Subject, time.GetUtcNow());
        await letters.InvitationAnswered(invitation, caller.Name, cancel);
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
