using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.SecondFactors;

/// <summary>The app has the key: a code of it came back. From now on signing in takes a second step. Replaces an app that was there before.</summary>
internal static class ConfirmAuthenticator
{
    internal sealed record Request(
        [Required(ErrorMessage = "Start again: the key is missing."), AtMost(2000)] string Ticket,
        [Required(ErrorMessage = "Enter the code that your authenticator app shows."), AtMost(20)] string Code);

    /// <param name="RecoveryCodes">With the first second factor; shown only now.</param>
    /// <param name="Elevation">By which the portal makes this session one with two factors; null when it is.</param>
    internal sealed record Confirmed(IReadOnlyList<string> RecoveryCodes, string? Elevation);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/authenticator", Handle)
        .Allow(Roles.SignedIn).ShownOnce().Refuses(409, "set-up-expired")
        .WithTags("Second factors").WithSummary("Confirm the authenticator app with a code of it");

    private static async Task<Created<Confirmed>> Handle(
        Request request, Caller caller, ClaimsPrincipal user, IdentityDb db, Tickets tickets, AuthenticatorKeys keys, TimeProvider time, CancellationToken cancel)
    {
        if (tickets.Read<StartAuthenticator.KeyMade>(request.Ticket) is not { } ticket || ticket.Content.Subject != caller.Subject || !await Tickets.Use(db, ticket, cancel))
            throw IdentityErrors.SetUpExpired();
        var now = time.GetUtcNow();
        if (Totp.StepOf(ticket.Content.Key, request.Code, now) is not { } step)
            throw InvalidRequest.For("code", "The code is not right. Check that the time on your phone is, and enter the code that the app shows now.");
        var authenticator = await db.Authenticators.SingleOrDefaultAsync(a => a.Subject == caller.Subject, cancel);
        if (authenticator is null)
            db.Add(authenticator = new(caller.Subject));
        authenticator.SetUp(keys.Protect(caller.Subject, ticket.Content.Key), step, now);
        var session = await Factors.SessionOf(user, db, cancel);
        var (codes, elevation) = await Factors.Added(db, caller.Subject, session, SignedInWith.PasswordAndTotp, tickets, now, cancel);
        Factors.Tell(db, await db.Users.AsNoTracking().SingleAsync(u => u.Id == caller.Subject, cancel), "An authenticator app was set up", now);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created("/api/me/second-factors", new Confirmed(codes, elevation));
    }
}
