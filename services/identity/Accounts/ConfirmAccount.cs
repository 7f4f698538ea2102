using System.ComponentModel.DataAnnotations;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>
/// The link in the mail shows that the address is theirs, the password that it was they who asked: without it, whoever asks for an account with
/// somebody else's address would have one as soon as that person follows the link. Signs in.
/// </summary>
internal static class ConfirmAccount
{
    internal sealed record Request(
        [Required(ErrorMessage = "Open the link in the mail again."), AtMost(100)] string Code,
        [Required(ErrorMessage = "Enter the password that you chose.")] string Password);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/accounts/confirmation", Handle).AllowEveryone().WithSummary("Confirm the address of an account");

    private static async Task<Created<StartSession.Started>> Handle(Request request, HttpContext http, IdentityDb db, Throttle throttle, Passwords passwords, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var link = await OneTimeLink.Find(db, LinkPurposes.ConfirmAccount, request.Code, now, cancel) ?? throw IdentityErrors.LinkNotGood();
        await throttle.CountPasswordCheck(link.Id, cancel);
        var signUp = await db.SignUps.SingleOrDefaultAsync(s => s.Id == link.Subject, cancel) ?? throw IdentityErrors.LinkNotGood();
        if (!passwords.AreRight(signUp.PasswordHash, request.Password))
            throw InvalidRequest.For("password", "This is not the password that was chosen for the account. Check it, or create the account again.");

        link.Use(now);
        var account = new Account(signUp.Email, signUp.Name, signUp.NormalizedEmail, signUp.PasswordHash);
        db.Add(account);
        db.RemoveRange(await db.SignUps.Where(s => s.NormalizedEmail == signUp.NormalizedEmail).ToListAsync(cancel));
        return TypedResults.Created((string?)null, await StartSession.Now(account, SignedInWith.Password, hasTwoFactors: false, http, db, time, cancel));
    }
}
