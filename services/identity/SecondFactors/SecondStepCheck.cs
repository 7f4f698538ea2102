using Charter.Identity.Accounts;
using Charter.Identity.Audit;
using Charter.Identity.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.SecondFactors;

/// <summary>
/// Checks a code or a recovery code at signing in. Only who knows the password comes this far, so waits may be long: at a thousand guesses a
/// day a code holds for years. They slow down the address that guesses; guesses from many addresses slow down only addresses from which the
/// account was never used.
/// </summary>
internal sealed class SecondStepCheck(IdentityDb db, AuthenticatorKeys keys, Throttle throttle, RefusedSignIns refused, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <returns>How the person is signed in now, and how many recovery codes are left if one was used. It counts when the context is saved.</returns>
    public async Task<(string SignedInWith, int? RecoveryCodesLeft)> Take(Account account, string? code, string? recoveryCode, HttpContext http, CancellationToken cancel)
    {
        var here = KeyOf(account, http);
        Throttle.Limit[] limits = await throttle.HasSucceeded(here, cancel)
            ? [new(here, Free: 5, Longest)]
            : [new(here, Free: 5, Longest), new(Throttle.Key("second-step", account.Id.ToString()), Free: 20, Longest)];
        if (await throttle.Attempt(limits, cancel) is { } wait)
            throw SignIn.Counted("throttled", IdentityErrors.TooManyAttempts(wait));
        var now = time.GetUtcNow();
        if (recoveryCode is not null)
        {
            var codes = await db.RecoveryCodes.Where(c => c.Subject == account.Id).ToListAsync(cancel);
            return RecoveryCode.Use(codes, recoveryCode, now)
                ? (SignedInWith.PasswordAndRecoveryCode, codes.Count(c => c.UsedAt is null))
                : throw SignIn.Counted("refused", await refused.Record(http, account.Id, IdentityErrors.RecoveryCodeRefused(), cancel));
        }
        var authenticator = await db.Authenticators.SingleOrDefaultAsync(a => a.Subject == account.Id, cancel);
        return authenticator?.Accepts(code ?? "", keys, now) == true
            ? (SignedInWith.PasswordAndTotp, null)
            : throw SignIn.Counted("refused", await refused.Record(http, account.Id, IdentityErrors.CodeRefused(), cancel));
    }

    /// <summary>Signing in is complete: earlier attempts from there are forgotten.</summary>
    public async Task Succeeded(Account account, HttpContext http, CancellationToken cancel)
    {
        await throttle.Succeeded(KeyOf(account, http), cancel);
        await throttle.Succeeded(SignIn.AttemptsFrom(account.NormalizedEmail!, http), cancel);
    }

    private static byte[] KeyOf(Account account, HttpContext http) => Throttle.Key("second-step-from", account.Id.ToString(), Throttle.AddressOf(http));
}
