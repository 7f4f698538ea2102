using System.Security.Claims;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Sessions;

/// <summary>Where the person is signed in.</summary>
internal static class ListSessions
{
    /// <param name="Device">Such as "Firefox on Windows"; empty when nothing is known.</param>
    /// <param name="SignedInWith">password, password+totp, password+recovery-code or passkey.</param>
    /// <param name="LastUsedAt">To within a minute.</param>
    /// <param name="IsThis">The request came with it.</param>
    internal sealed record Line(Guid Id, string Device, string SignedInWith, bool HasTwoFactors, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, bool IsThis);

    internal sealed record Lines(IReadOnlyList<Line> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/me/sessions", Handle).Allow(Roles.SignedIn).WithTags("Accounts").WithSummary("Where I am signed in");

    private static async Task<Ok<Lines>> Handle(Caller caller, ClaimsPrincipal user, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var sessions = await db.Sessions.AsNoTracking().Where(s => s.Subject == caller.Subject && s.ExpiresAt > now && s.LastUsedAt > now - Session.LongestIdle)
            .OrderByDescending(s => s.LastUsedAt).ThenBy(s => s.Id).ToListAsync(cancel);
        return TypedResults.Ok(new Lines([.. sessions.Select(s => new Line(s.Id, s.Device, s.SignedInWith, s.HasTwoFactors, s.CreatedAt, s.LastUsedAt, s.ExpiresAt, s.Id == Session.IdIn(user)))]));
    }
}
