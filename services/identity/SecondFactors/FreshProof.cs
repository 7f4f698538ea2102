using System.Security.Claims;
using Charter.Identity.Accounts;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.SecondFactors;

/// <summary>
/// Before changing how one signs in: that it is the person, and not somebody who found their browser open (password or code), and that the
/// session itself was started with a second factor where the account has one, or a stolen password would be enough to add another.
/// </summary>
internal sealed class FreshProof(IdentityDb db, Passwords passwords, AuthenticatorKeys keys, Throttle throttle, TimeProvider time)
{
    /// <returns>The account, and the session if there is one. A code that was the proof is used up when the context is saved.</returns>
    public async Task<(Account Account, Session? Session)> Check(ClaimsPrincipal user, string proof, CancellationToken cancel)
    {
        var subject = Caller.From(user)!.Subject;
        var session = await Factors.MustBeShown(user, db, cancel);
        // Only who is signed in as this person can use these up.
        var key = Throttle.Key("proof", subject.ToString());
        if (await throttle.Attempt([new(key, Free: 10, Longest: TimeSpan.FromMinutes(5))], cancel) is { } wait)
            throw IdentityErrors.TooManyAttempts(wait);
        var account = await db.Users.SingleAsync(u => u.Id == subject, cancel);
        if (!await IsRight(account, proof, cancel))
            throw IdentityErrors.WrongProof();
        await throttle.Succeeded(key, cancel);
        return (account, session);
    }

    // No password is as short as a code.
    private async Task<bool> IsRight(Account account, string proof, CancellationToken cancel) => Totp.LooksLikeCode(proof)
        ? await db.Authenticators.SingleOrDefaultAsync(a => a.Subject == account.Id, cancel) is { } authenticator && authenticator.Accepts(proof, keys, time.GetUtcNow())
        : passwords.AreRight(account.PasswordHash, proof);
}
