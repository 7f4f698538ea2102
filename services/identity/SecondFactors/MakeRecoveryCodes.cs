using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.SecondFactors;

/// <summary>Ten new recovery codes; those from before are worth nothing any more.</summary>
internal static class MakeRecoveryCodes
{
    internal sealed record Request([Required(ErrorMessage = "Enter your password, or a code from your authenticator app."), AtMost(600)] string Proof);

    internal sealed record Made(IReadOnlyList<string> RecoveryCodes);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/recovery-codes", Handle)
        .Allow(Roles.SignedIn).ShownOnce().Refuses(403, "second-factor-first").Refuses(409, "no-second-factor").Refuses(429, "too-many-attempts")
        .WithTags("Second factors").WithSummary("Make new recovery codes");

    private static async Task<Created<Made>> Handle(Request request, ClaimsPrincipal user, FreshProof proof, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var (account, _) = await proof.Check(user, request.Proof, cancel);
        if (!(await Factors.Of(db, account.Id, cancel)).Any)
            throw IdentityErrors.NoSecondFactor();
        var (kept, shown) = RecoveryCode.Make(account.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.RecoveryCodes.Where(c => c.Subject == account.Id).ExecuteDeleteAsync(cancel);
        db.AddRange(kept);
        Factors.Tell(db, account, "New recovery codes were made", time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return TypedResults.Created("/api/me/second-factors", new Made(shown));
    }
}
