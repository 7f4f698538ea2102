using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Joining;

/// <summary>Whoever asked to join no longer wants to.</summary>
internal static class WithdrawJoinRequest
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/me/join-requests/{requestId}", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").Refuses(409, "join-request-settled").WithTags("Joining").WithSummary("Withdraw my request to join");

    private static async Task<NoContent> Handle(Guid requestId, Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var request = await db.JoinRequests.SingleOrDefaultAsync(r => r.Id == requestId && r.Subject == caller.Subject, cancel) ?? throw IdentityErrors.NoJoinRequest();
        request.Withdraw(time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
