using System.Security.Claims;
using Charter.Identity.SecondFactors;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Sessions;

/// <summary>
/// The session goes on as one with two factors, under another secret: after a factor was set up in it (with the ticket that came of that), or
/// with a code. Not reachable from outside, as no script of a page may see the secret; the portal puts it into the cookie.
/// </summary>
internal static class ElevateSession
{
    internal sealed record Request([AtMost(2000)] string? Ticket = null, [AtMost(20)] string? Code = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sessions/current/elevation", Handle).Allow(Roles.SignedIn).WithSummary("Show the second factor");

    private static async Task<Created<StartSession.Started>> Handle(
        Request request, ClaimsPrincipal user, HttpContext http, IdentityDb db, Tickets tickets, SecondStepCheck check, TimeProvider time, CancellationToken cancel)
    {
        var old = await Factors.SessionOf(user, db, cancel) ?? throw IdentityErrors.NoSession();
        var account = await db.Users.AsNoTracking().SingleAsync(u => u.Id == old.Subject, cancel);
        string signedInWith;
        if (request.Ticket is not null)
        {
            if (tickets.Read<Factors.Elevation>(request.Ticket) is not { } ticket || ticket.Content.Session != old.Id || !await Tickets.Use(db, ticket, cancel))
                throw IdentityErrors.StepExpired();
            signedInWith = ticket.Content.SignedInWith;
        }
        else
            (signedInWith, _) = await check.Take(account, request.Code ?? "", recoveryCode: null, http, cancel);

        var (session, secret) = old.Elevate(db, signedInWith, time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await check.Succeeded(account, http, cancel);
        return TypedResults.Created((string?)null, new StartSession.Started(secret, session.ExpiresAt));
    }
}
