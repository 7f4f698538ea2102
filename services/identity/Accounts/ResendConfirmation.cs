using System.ComponentModel.DataAnnotations;
using Charter.Identity.Mail;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>The confirmation mail once more. Whatever is known of the address, the answer is the same and one mail goes to it.</summary>
internal static class ResendConfirmation
{
    internal sealed record Request([Required(ErrorMessage = "Enter your e-mail address."), Email] string Email);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/accounts/confirmation-mails", Handle).AllowEveryone().WithSummary("Ask for the confirmation again");

    private static async Task<Accepted> Handle(Request request, HttpContext http, IdentityDb db, Throttle throttle, ILookupNormalizer normalizer, TimeProvider time, CancellationToken cancel)
    {
        var normalized = normalizer.NormalizeEmail(request.Email.Trim());
        var maySend = await throttle.MaySendTo(normalized, http, cancel);
        var known = await db.Users.Where(u => u.NormalizedEmail == normalized).Select(u => u.Email).SingleOrDefaultAsync(cancel);
        var signUp = await db.SignUps.Where(s => s.NormalizedEmail == normalized).OrderByDescending(s => s.Id).FirstOrDefaultAsync(cancel);
        if (!maySend)
            return TypedResults.Accepted((string?)null);
        var now = time.GetUtcNow();
        if (known is not null)
            db.Post(Letter.To(known, "account-exists", now, ("signin", "/sign-in"), ("forgotten", "/account/forgotten")));
        else if (signUp is not null)
            signUp.PostConfirmation(db, now);
        else
            db.Post(Letter.To(request.Email.Trim(), "no-account", now, ("create", "/account/new")));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Accepted((string?)null);
    }
}
