using Charter.Identity.Accounts;

namespace Charter.Identity.Sessions;

/// <summary>Whoever has shown all that their account asks for is signed in. Every way of signing in ends here.</summary>
internal static class StartSession
{
    /// <param name="Session">The secret for the cookie.</param>
    /// <param name="RecoveryCodesLeft">Stated when one was used just now.</param>
    internal sealed record Started(string Session, DateTimeOffset ExpiresAt, int? RecoveryCodesLeft = null);

    /// <param name="signedInWith">One of <see cref="SignedInWith"/>.</param>
    public static async Task<Started> Now(Account account, string signedInWith, bool hasTwoFactors, HttpContext http, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var (session, secret) = Session.Start(account.Id, signedInWith, hasTwoFactors, Device.Of(http.Request), time.GetUtcNow());
        db.Add(session);
        await db.SaveChangesAsync(cancel);
        return new(secret, session.ExpiresAt);
    }
}
