using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Identity.Invitations;

/// <summary>Takes back an invitation that nobody has answered. The link in the mail then says so.</summary>
internal static class WithdrawInvitation
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/organisations/{organisationId}/invitations/{invitationId}", Handle)
        .Allow(Roles.Signatory, Roles.Registrar).Refuses(404, "not-found").Refuses(409, "invitation-settled").WithTags("Invitations").WithSummary("Withdraw an invitation");

    private static async Task<NoContent> Handle(Guid organisationId, Guid invitationId, Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        (await ResendInvitation.Mine(db, organisationId, invitationId, caller, cancel)).Withdraw(caller.Subject, time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
