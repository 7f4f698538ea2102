using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using Charter.Identity.Accounts;
using Charter.Identity.Audit;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Sessions;

/// <summary>E-mail and password for a session. Neither the answer nor its time tells whether there is such an account.</summary>
internal static class SignIn
{
    private const string Action = "Sign in";
    private static readonly Counter<long> SignIns = Telemetry.Meter.CreateCounter<long>("charter.sign_ins", "{attempt}", "Attempts to sign in, by outcome: started, refused, throttled");

    internal sealed record Request(
        [Required(ErrorMessage = "Enter your e-mail address."), AtMost(254)] string Email,
        [Required(ErrorMessage = "Enter your password."), AtMost(200)] string Password);

    internal sealed record Started(string Session, DateTimeOffset ExpiresAt);

    /// <summary>Stands in for the hash of an account that does not exist, so that it costs as much to refuse.</summary>
    internal sealed class Nobody(IPasswordHasher<Account> hasher)
    {
        public string Hash { get; } = hasher.HashPassword(new(), Guid.NewGuid().ToString());
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sessions", Handle).AllowEveryone().WithSummary(Action);

    private static async Task<Created<Started>> Handle(Request request, HttpContext http, IdentityDb db, Nobody nobody, Throttle throttle,
        IPasswordHasher<Account> hasher, ILookupNormalizer normalizer, TimeProvider time, CancellationToken cancel)
    {
        var email = normalizer.NormalizeEmail(request.Email.Trim());
        var here = Throttle.Key("sign-in-from", email, AddressOf(http));
        // Many wrong guesses slow down the address that made them. Guesses from many addresses slow down only addresses from which the
        // account was never used, and only by seconds: nobody can be kept out by somebody else's guessing.
        Throttle.Limit[] limits = await throttle.HasSucceeded(here, cancel)
            ? [new(here, Free: 10, Longest: TimeSpan.FromMinutes(1))]
            : [new(here, Free: 10, Longest: TimeSpan.FromMinutes(1)), new(Throttle.Key("sign-in", email), Free: 50, Longest: TimeSpan.FromSeconds(5))];
        if (await throttle.Attempt(limits, cancel) is { } wait)
            throw Counted("throttled", IdentityErrors.TooManyAttempts(wait));

        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == email, cancel);
        var verified = hasher.VerifyHashedPassword(account ?? new(), account?.PasswordHash ?? nobody.Hash, request.Password);
        if (account?.PasswordHash is null || verified == PasswordVerificationResult.Failed)
        {
            http.RefusalIsKept();
            // Also when there is no such account, which costs the same.
            db.Add(AuditEntry.OfRefusal(http, account?.Id, Action, StatusCodes.Status401Unauthorized, "sign-in-failed", time.GetUtcNow()));
            await db.SaveChangesAsync(cancel);
            throw Counted("refused", IdentityErrors.SignInFailed());
        }

        await throttle.Succeeded(here, cancel);
        var (session, secret) = Session.Start(account.Id, time.GetUtcNow());
        db.Add(session);
        await db.SaveChangesAsync(cancel);
        Count("started");
        return TypedResults.Created((string?)null, new Started(secret, session.ExpiresAt));
    }

    private static void Count(string outcome) => SignIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    private static Refusal Counted(string outcome, Refusal refusal)
    {
        Count(outcome);
        return refusal;
    }

    // Identity is not reachable from outside; the gateway replaces what a client claims, and the portal passes it on.
    private static string AddressOf(HttpContext http) =>
        http.Request.Headers["X-Forwarded-For"].LastOrDefault() is { Length: > 0 } forwarded ? forwarded.Split(',')[^1].Trim() : http.Connection.RemoteIpAddress?.ToString() ?? "";
}
