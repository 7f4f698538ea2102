using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>A new password through the link in the mail. Everybody who was signed in to the account is signed out.</summary>
internal static class ResetPassword
{
    internal sealed record Request(
        [Required(ErrorMessage = "Open the link in the mail again."), AtMost(100)] string Code,
        [Required(ErrorMessage = "Choose a password.")] string Password);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/passwords", Handle).AllowEveryone().WithSummary("Choose a new password");

    private static async Task<NoContent> Handle(Request request, IdentityDb db, Passwords passwords, TimeProvider time, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var link = await OneTimeLink.Find(db, LinkPurposes.ResetPassword, request.Code, now, cancel) ?? throw IdentityErrors.LinkNotGood();
        var account = await db.Users.SingleOrDefaultAsync(u => u.Id == link.Subject, cancel) ?? throw IdentityErrors.LinkNotGood();
        PasswordRules.Check(request.Password, "password", account.Name, account.Email);
        link.Use(now);
        await account.ChangePassword(passwords.Hash(request.Password), keep: null, db, now, cancel);
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
