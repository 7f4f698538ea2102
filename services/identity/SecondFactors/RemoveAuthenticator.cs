using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.SecondFactors;

/// <summary>The account does without its authenticator app.</summary>
internal static class RemoveAuthenticator
{
    internal sealed record Request([Required(ErrorMessage = "Enter your password, or a code from your authenticator app."), AtMost(600)] string Proof);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/authenticator/removal", Handle)
        .Allow(Roles.SignedIn).Refuses(403, "second-factor-first").Refuses(409, "no-authenticator", "office-needs-second-factor").Refuses(429, "too-many-attempts")
        .WithTags("Second factors").WithSummary("Remove the authenticator app");

    private static async Task<NoContent> Handle(Request request, ClaimsPrincipal user, FreshProof proof, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var (account, _) = await proof.Check(user, request.Proof, cancel);
        var authenticator = await db.Authenticators.SingleOrDefaultAsync(a => a.Subject == account.Id, cancel) ?? throw IdentityErrors.NoAuthenticator();
        await Factors.Removing(db, account.Id, isLast: !await db.UserPasskeys.AnyAsync(p => p.UserId == account.Id, cancel), time.Today(), cancel);
        db.Remove(authenticator);
        Factors.Tell(db, account, "The authenticator app was removed", time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
