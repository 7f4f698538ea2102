using System.Security.Claims;
using Charter.Identity.Accounts;
using Charter.Identity.Mail;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.SecondFactors;

/// <summary>The second factors of an account, and what follows when they change.</summary>
internal static class Factors
{
    internal sealed record Held(bool Authenticator, bool Passkey, bool RecoveryCode)
    {
        public bool Any => Authenticator || Passkey;

        public IReadOnlyList<string> Ways =>
            [.. new[] { Authenticator ? "code" : null, Passkey ? "passkey" : null, RecoveryCode ? "recovery-code" : null }.OfType<string>()];
    }

    /// <summary>The session with a second factor, and so with the offices: exchanged at identity, by the portal, for a new secret.</summary>
    internal sealed record Elevation(Guid Session, string SignedInWith);

    private static readonly TimeSpan TimeToElevate = TimeSpan.FromMinutes(1);

    public static Task<Held> Of(IdentityDb db, Guid subject, CancellationToken cancel) => db.Users.Where(u => u.Id == subject).Select(u => new Held(
        db.Authenticators.Any(a => a.Subject == u.Id),
        db.UserPasskeys.Any(p => p.UserId == u.Id),
        db.RecoveryCodes.Any(c => c.Subject == u.Id && c.UsedAt == null))).SingleAsync(cancel);

    /// <summary>The session of the request; none with a bearer token. A token outlives its session by two minutes, which is no time to change anything.</summary>
    public static async Task<Session?> SessionOf(ClaimsPrincipal user, IdentityDb db, CancellationToken cancel) => Session.IdIn(user) is { } id
        ? await db.Sessions.SingleOrDefaultAsync(s => s.Id == id, cancel) ?? throw IdentityErrors.SessionIsOver()
        : null;

    /// <summary>
    /// A factor was added. With the first come recovery codes. Sessions elsewhere that were started with the password alone end; the one in
    /// which it happened may be exchanged for one with two factors.
    /// </summary>
    public static async Task<(IReadOnlyList<string> RecoveryCodes, string? Elevation)> Added(
        IdentityDb db, Guid subject, Session? session, string shown, Tickets tickets, DateTimeOffset now, CancellationToken cancel)
    {
        IReadOnlyList<string> codes = [];
        if (!await db.RecoveryCodes.AnyAsync(c => c.Subject == subject, cancel))
        {
            (var kept, codes) = RecoveryCode.Make(subject);
            db.AddRange(kept);
        }
        var here = session?.Id;
        foreach (var other in await db.Sessions.Where(s => s.Subject == subject && !s.HasTwoFactors && s.Id != here).ToListAsync(cancel))
            other.End(db, now);
        return (codes, session is { HasTwoFactors: false } ? tickets.Write(new Elevation(session.Id, shown), TimeToElevate) : null);
    }

    /// <summary>Takes away what was added since then, as by somebody who had taken the account over: it would keep its owner out. Recovery codes go with the last.</summary>
    public static async Task RemoveSince(IdentityDb db, Guid subject, DateTimeOffset since, CancellationToken cancel)
    {
        var authenticators = await db.Authenticators.Where(a => a.Subject == subject).ToListAsync(cancel);
        var passkeys = await db.UserPasskeys.Where(p => p.UserId == subject).ToListAsync(cancel);
        db.RemoveRange(authenticators.Where(a => a.SetUpAt >= since));
        db.RemoveRange(passkeys.Where(p => p.Data.CreatedAt >= since));
        if (authenticators.All(a => a.SetUpAt >= since) && passkeys.All(p => p.Data.CreatedAt >= since))
            db.RemoveRange(await db.RecoveryCodes.Where(c => c.Subject == subject).ToListAsync(cancel));
    }

    /// <summary>403 when the account has a second factor and the session was started without it: a stolen password must not be enough to take the account away.</summary>
    /// <returns>The session of the request, if it came with one.</returns>
    public static async Task<Session?> MustBeShown(ClaimsPrincipal user, IdentityDb db, CancellationToken cancel)
    {
        var session = await SessionOf(user, db, cancel);
        return session is { HasTwoFactors: false } && (await Of(db, session.Subject, cancel)).Any ? throw IdentityErrors.SecondFactorFirst() : session;
    }

    /// <summary>Tells the person by mail, who may not have been the one that did it.</summary>
    public static void Tell(IdentityDb db, Account account, string what, DateTimeOffset now) => db.Post(Letter.To(account.Email!, "second-factor-changed", now,
        ("what", what), ("when", Account.Day(now)), ("forgotten", "/account/forgotten"), ("security", "/account/security")));

    /// <summary>A factor is about to be removed: not the last of somebody whose office needs one. The recovery codes go with the last.</summary>
    public static async Task Removing(IdentityDb db, Guid subject, bool isLast, DateOnly today, CancellationToken cancel)
    {
        if (!isLast)
            return;
        if (await db.OfficesHeld(today).AnyAsync(r => r.Subject == subject, cancel))
            throw IdentityErrors.OfficeNeedsSecondFactor();
        db.RemoveRange(await db.RecoveryCodes.Where(c => c.Subject == subject).ToListAsync(cancel));
    }
}
