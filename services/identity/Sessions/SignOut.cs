using System.Security.Claims;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Sessions;

/// <summary>Ends the session that the request came with, and has the gateway drop its token.</summary>
internal static class SignOut
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/sessions/current", Handle).Allow(Roles.SignedIn).Refuses(404, "not-found").WithSummary("Sign out");

    private static async Task<NoContent> Handle(Caller caller, ClaimsPrincipal user, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var id = Session.IdIn(user) ?? throw IdentityErrors.NoSession();   // an API client's token has no session
        if (await db.Sessions.SingleOrDefaultAsync(s => s.Id == id && s.Subject == caller.Subject, cancel) is { } session)
        {
            session.End(db, time.GetUtcNow());
            await db.SaveChangesAsync(cancel);
        }
        return TypedResults.NoContent();
    }
}
