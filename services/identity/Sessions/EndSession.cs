using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Sessions;

/// <summary>Signs the person out in one place.</summary>
internal static class EndSession
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/me/sessions/{sessionId}", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Accounts").WithSummary("Sign out in one place");

    private static async Task<NoContent> Handle(Guid sessionId, Caller caller, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var session = await db.Sessions.SingleOrDefaultAsync(s => s.Id == sessionId && s.Subject == caller.Subject, cancel) ?? throw IdentityErrors.NoSession();
        session.End(db, time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
