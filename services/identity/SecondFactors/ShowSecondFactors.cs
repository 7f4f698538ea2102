using System.Buffers.Text;
using System.Security.Claims;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.SecondFactors;

/// <summary>What the signed-in person has beside the password.</summary>
internal static class ShowSecondFactors
{
    /// <param name="Id">Credential id, base64url.</param>
    internal sealed record Passkey(string Id, string Name, DateTimeOffset AddedAt);

    /// <param name="AuthenticatorSince">When the authenticator app was set up; null when there is none.</param>
    /// <param name="RecoveryCodesAreFew">It is time to make new ones.</param>
    /// <param name="IsNeeded">The person holds an office of the partnership, which needs a second factor.</param>
    /// <param name="IsShown">This session, or this bearer token, counts as two factors.</param>
    internal sealed record Held(DateTimeOffset? AuthenticatorSince, int RecoveryCodesLeft, bool RecoveryCodesAreFew, IReadOnlyList<Passkey> Passkeys, bool IsNeeded, bool IsShown);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/me/second-factors", Handle)
        .Allow(Roles.SignedIn).WithTags("Second factors").WithSummary("My authenticator app, passkeys and recovery codes");

    private static async Task<Ok<Held>> Handle(Caller caller, ClaimsPrincipal user, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var authenticator = await db.Authenticators.AsNoTracking().SingleOrDefaultAsync(a => a.Subject == caller.Subject, cancel);
        var passkeys = await db.UserPasskeys.AsNoTracking().Where(p => p.UserId == caller.Subject).ToListAsync(cancel);
        var left = await db.RecoveryCodes.CountAsync(c => c.Subject == caller.Subject && c.UsedAt == null, cancel);
        var session = await Factors.SessionOf(user, db, cancel);
        return TypedResults.Ok(new Held(authenticator?.SetUpAt, left, (authenticator is not null || passkeys.Count > 0) && left <= RecoveryCode.Few,
            [.. passkeys.OrderBy(p => p.Data.CreatedAt).Select(p => new Passkey(Base64Url.EncodeToString(p.CredentialId), p.Data.Name ?? "Passkey", p.Data.CreatedAt))],
            await db.OfficesHeld(time.Today()).AnyAsync(r => r.Subject == caller.Subject, cancel), session?.HasTwoFactors ?? true));
    }
}
