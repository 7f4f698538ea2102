using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Charter.Identity.Mail;
using Charter.Identity.SecondFactors;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>Asks for another e-mail address. Nothing changes until a link in a mail to it is followed; the answer does not tell whether it has an account.</summary>
internal static class ChangeAddress
{
    private static readonly TimeSpan Good = TimeSpan.FromDays(1);

    /// <param name="Email">The new address.</param>
    /// <param name="Password">The account's password: a session alone must not be able to take an account away.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Enter your new e-mail address."), Email] string Email,
        [Required(ErrorMessage = "Enter your password.")] string Password);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/email", Handle)
        .Allow(Roles.SignedIn).Refuses(403, "second-factor-first").Refuses(429, "too-many-attempts").WithTags("Accounts").WithSummary("Change my e-mail address");

    private static async Task<Accepted> Handle(Request request, Caller caller, ClaimsPrincipal user, HttpContext http, IdentityDb db, Throttle throttle, Passwords passwords,
        ILookupNormalizer normalizer, TimeProvider time, CancellationToken cancel)
    {
        var account = await db.Users.AsNoTracking().SingleAsync(u => u.Id == caller.Subject, cancel);
        await Factors.MustBeShown(user, db, cancel);
        await throttle.CountPasswordCheck(caller.Subject, cancel);
        if (!passwords.AreRight(account.PasswordHash, request.Password))
            throw InvalidRequest.For("password", "This is not your password. Check it and try again.");
        var normalized = normalizer.NormalizeEmail(request.Email.Trim());
        if (normalized == account.NormalizedEmail)
            throw InvalidRequest.For("email", "This is the e-mail address of your account already. Enter another one.");
        var maySend = await throttle.MaySendTo(normalized, http, cancel);
        var known = await db.Users.Where(u => u.NormalizedEmail == normalized).Select(u => u.Email).SingleOrDefaultAsync(cancel);
        if (maySend)
        {
            var now = time.GetUtcNow();
            var (link, secret) = OneTimeLink.Make(LinkPurposes.ChangeAddress, account.Id, JsonSerializer.Serialize(new LinkPurposes.Address(request.Email.Trim())), Good, now);
            if (known is null)
                db.Add(link);
            db.Post(known is null
                ? Letter.To(request.Email.Trim(), "confirm-address", now, ("link", $"/account/email/confirm?code={secret}"))
                : Letter.To(known, "account-exists", now, ("signin", "/sign-in"), ("forgotten", "/account/forgotten")));
            await db.SaveChangesAsync(cancel);
        }
        return TypedResults.Accepted((string?)null);
    }
}
