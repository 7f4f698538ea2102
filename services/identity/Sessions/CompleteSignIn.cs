using System.ComponentModel.DataAnnotations;
using Charter.Identity.SecondFactors;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Sessions;

/// <summary>The second step of signing in: a code of the authenticator app, or a recovery code, for a session with two factors.</summary>
internal static class CompleteSignIn
{
    internal sealed record Request([Required(ErrorMessage = "Start again with your password."), AtMost(2000)] string Ticket, [AtMost(20)] string? Code = null, [AtMost(40)] string? RecoveryCode = null)
        : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            if (string.IsNullOrWhiteSpace(Code) && RecoveryCode is null)
                yield return new("Enter the code that your authenticator app shows.", ["code"]);
            if (RecoveryCode is not null && string.IsNullOrWhiteSpace(RecoveryCode))
                yield return new("Enter one of your recovery codes.", ["recoveryCode"]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sessions/second-step", Handle).AllowEveryone().WithSummary("Sign in");

    private static async Task<Created<StartSession.Started>> Handle(
        Request request, HttpContext http, IdentityDb db, Tickets tickets, SecondStepCheck check, TimeProvider time, CancellationToken cancel)
    {
        if (tickets.Read<SignIn.PasswordWasRight>(request.Ticket) is not { } ticket
            || await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == ticket.Content.Subject, cancel) is not { } account
            || SignIn.PasswordWasRight.Mark(account) != ticket.Content.Password
            || !await Tickets.Use(db, ticket, cancel))
            throw IdentityErrors.StepExpired();
        var (signedInWith, left) = await check.Take(account, request.Code, request.RecoveryCode, http, cancel);
        if (left is not null)
            Factors.Tell(db, account, $"A recovery code was used; {left} of {RecoveryCode.Number} are left", time.GetUtcNow());
        var started = await StartSession.Now(account, signedInWith, hasTwoFactors: true, http, db, time, cancel);
        await check.Succeeded(account, http, cancel);
        SignIn.Count("started");
        return TypedResults.Created((string?)null, started with { RecoveryCodesLeft = left });
    }
}
