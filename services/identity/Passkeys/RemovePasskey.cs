using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Charter.Identity.SecondFactors;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Passkeys;

/// <summary>A passkey that is no longer used, or was lost, is worth nothing any more.</summary>
internal static class RemovePasskey
{
    internal sealed record Request([Required(ErrorMessage = "Enter your password, or a code from your authenticator app."), AtMost(600)] string Proof);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/passkeys/{passkeyId}/removal", Handle)
        .Allow(Roles.SignedIn).Refuses(403, "second-factor-first").Refuses(404, "not-found").Refuses(409, "office-needs-second-factor").Refuses(429, "too-many-attempts")
        .WithTags("Second factors").WithSummary("Remove a passkey");

    private static async Task<NoContent> Handle(string passkeyId, Request request, ClaimsPrincipal user, FreshProof proof, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var (account, _) = await proof.Check(user, request.Proof, cancel);
        var passkey = await PasskeyRules.Find(db, account.Id, passkeyId, cancel);
        var isLast = !await db.Authenticators.AnyAsync(a => a.Subject == account.Id, cancel) && await db.UserPasskeys.CountAsync(p => p.UserId == account.Id, cancel) == 1;
        await Factors.Removing(db, account.Id, isLast, time.Today(), cancel);
        db.Remove(passkey);
        Factors.Tell(db, account, "A passkey was removed", time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
