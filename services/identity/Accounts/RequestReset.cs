using System.ComponentModel.DataAnnotations;
using Charter.Identity.Mail;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>Somebody has forgotten their password. A mail goes to the address whether it has an account or not, so answer and time tell nothing.</summary>
internal static class RequestReset
{
    public static readonly TimeSpan Good = TimeSpan.FromHours(1);

    internal sealed record Request([Required(ErrorMessage = "Enter your e-mail address."), Email] string Email);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/password-resets", Handle).AllowEveryone().WithSummary("Ask for a new password");

    private static async Task<Accepted> Handle(Request request, HttpContext http, IdentityDb db, Throttle throttle, ILookupNormalizer normalizer, TimeProvider time, CancellationToken cancel)
    {
        var normalized = normalizer.NormalizeEmail(request.Email.Trim());
        var maySend = await throttle.MaySendTo(normalized, http, cancel);
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, cancel);
        if (!maySend)
            return TypedResults.Accepted((string?)null);
        var now = time.GetUtcNow();
        var (link, secret) = OneTimeLink.Make(LinkPurposes.ResetPassword, account?.Id, null, Good, now);
        db.Add(link);   // a link to no account opens nothing
        // To the address that is kept: one that only looks the same once normalised may be somebody else's.
        db.Post(account is not null
            ? Letter.To(account.Email!, "reset-password", now, ("link", $"/account/reset?code={secret}"))
            : Letter.To(request.Email.Trim(), "no-account", now, ("create", "/account/new")));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Accepted((string?)null);
    }
}
