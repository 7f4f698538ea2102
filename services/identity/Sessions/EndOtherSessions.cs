using System.Security.Claims;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Identity.Sessions;

/// <summary>Signs the person out everywhere but here, so there has to be a session that is here.</summary>
internal static class EndOtherSessions
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/me/sessions", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Accounts").WithSummary("Sign out everywhere else");

    private static async Task<NoContent> Handle(Caller caller, ClaimsPrincipal user, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var here = Session.IdIn(user) ?? throw IdentityErrors.NoSession();
        await Session.EndAll(db, caller.Subject, except: here, time.GetUtcNow(), cancel);
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
