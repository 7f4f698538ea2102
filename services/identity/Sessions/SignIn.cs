using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Charter.Identity.Accounts;
using Charter.Identity.Audit;
using Charter.Identity.SecondFactors;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Sessions;

/// <summary>E-mail and password for a session, or for the second step where the account has a second factor. Neither the answer nor its time tells whether there is such an account.</summary>
internal static class SignIn
{
    private static readonly Counter<long> SignIns = Telemetry.Meter.CreateCounter<long>("charter.sign_ins", "{attempt}", "Attempts to sign in, by outcome: started, second-step, refused, throttled");

    internal sealed record Request(
        [Required(ErrorMessage = "Enter your e-mail address."), AtMost(254)] string Email,
        [Required(ErrorMessage = "Enter your password."), AtMost(600)] string Password);

    /// <param name="Ticket">For the second step, which has to follow within <see cref="TimeForSecondStep"/>.</param>
    /// <param name="Ways">What can be shown: <c>code</c>, <c>passkey</c>, <c>recovery-code</c>.</param>
    internal sealed record SecondStep(string Ticket, IReadOnlyList<string> Ways);

    /// <summary>What the ticket says: the password was right. A new password makes it worthless.</summary>
    internal sealed record PasswordWasRight(Guid Subject, string Password)
    {
        /// <summary>Tells one hash of a password from another without stating it.</summary>
        public static string Mark(Account account) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(account.PasswordHash ?? "")));
    }

    public static readonly TimeSpan TimeForSecondStep = TimeSpan.FromMinutes(5);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sessions", Handle).AllowEveryone().WithSummary("Sign in");

    private static async Task<Results<Created<StartSession.Started>, Ok<SecondStep>>> Handle(Request request, HttpContext http, IdentityDb db, Passwords passwords, Throttle throttle,
        ILookupNormalizer normalizer, Tickets tickets, RefusedSignIns refused, TimeProvider time, CancellationToken cancel)
    {
        var email = normalizer.NormalizeEmail(request.Email.Trim());
        var here = AttemptsFrom(email, http);
        // Many wrong guesses slow down the address that made them. Guesses from many addresses slow down only addresses from which the
        // account was never used, and only by seconds: nobody can be kept out by somebody else's guessing.
        Throttle.Limit[] limits = await throttle.HasSucceeded(here, cancel)
            ? [new(here, Free: 10, Longest: TimeSpan.FromMinutes(1))]
            : [new(here, Free: 10, Longest: TimeSpan.FromMinutes(1)), new(Throttle.Key("sign-in", email), Free: 50, Longest: TimeSpan.FromSeconds(5))];
        if (await throttle.Attempt(limits, cancel) is { } wait)
            throw Counted("throttled", IdentityErrors.TooManyAttempts(wait));

        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == email, cancel);
        if (!passwords.AreRight(account?.PasswordHash, request.Password) || account is null)
            throw Counted("refused", await refused.Record(http, account?.Id, IdentityErrors.SignInFailed(), cancel));
        if (await Factors.Of(db, account.Id, cancel) is { Any: true } factors)
        {
            Count("second-step");
            return TypedResults.Ok(new SecondStep(tickets.Write(new PasswordWasRight(account.Id, PasswordWasRight.Mark(account)), TimeForSecondStep), factors.Ways));
        }
        await throttle.Succeeded(here, cancel);
        var started = await StartSession.Now(account, SignedInWith.Password, hasTwoFactors: false, http, db, time, cancel);
        Count("started");
        return TypedResults.Created((string?)null, started);
    }

    /// <summary>Attempts at an account's password from one address; forgotten when somebody has signed in completely.</summary>
    internal static byte[] AttemptsFrom(string normalizedEmail, HttpContext http) => Throttle.Key("sign-in-from", normalizedEmail, Throttle.AddressOf(http));

    internal static void Count(string outcome) => SignIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal static Refusal Counted(string outcome, Refusal refusal)
    {
        Count(outcome);
        return refusal;
    }
}
