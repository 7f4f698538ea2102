using System.ComponentModel.DataAnnotations;
using Charter.Identity.Accounts;
using Charter.Identity.SecondFactors;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Charter.Identity.Passkeys;

/// <summary>A passkey for a session with two factors: something one has, unlocked by something one knows or is.</summary>
internal static class SignInWithPasskey
{
    /// <param name="Credential">What <c>navigator.credentials.get()</c> gave, as JSON.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Start again: the question to the browser is missing."), AtMost(4000)] string Ticket,
        [Required(ErrorMessage = "The browser did not show a passkey. Try again."), AtMost(15_000)] string Credential);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sessions/passkey", Handle).AllowEveryone().WithSummary("Sign in");

    private static async Task<Created<StartSession.Started>> Handle(
        Request request, HttpContext http, IdentityDb db, IPasskeyHandler<Account> passkeys, Tickets tickets, TimeProvider time, CancellationToken cancel)
    {
        if (tickets.Read<AskForPasskey.Asked>(request.Ticket) is not { } ticket || !await Tickets.Use(db, ticket, cancel))
            throw SignIn.Counted("refused", IdentityErrors.StepExpired());
        var result = await passkeys.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = request.Credential, AssertionState = ticket.Content.State });
        if (result.Failure?.GetBaseException() is NpgsqlException unavailable)
            throw unavailable;   // it was not the passkey
        if (!result.Succeeded || !result.Passkey.IsUserVerified)
            throw SignIn.Counted("refused", IdentityErrors.PasskeySignInFailed());
        // The counter, where the passkey has one, has grown; the next time it has to again, or the passkey was copied.
        var passkey = await PasskeyRules.Find(db, result.User.Id, System.Buffers.Text.Base64Url.EncodeToString(result.Passkey.CredentialId), cancel);
        passkey.Data.SignCount = result.Passkey.SignCount;
        passkey.Data.IsBackedUp = result.Passkey.IsBackedUp;
        var started = await StartSession.Now(result.User, SignedInWith.Passkey, hasTwoFactors: true, http, db, time, cancel);
        SignIn.Count("started");
        return TypedResults.Created((string?)null, started);
    }
}
