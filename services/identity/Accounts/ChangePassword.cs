using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Charter.Identity.SecondFactors;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>Somebody who is signed in chooses another password, and is signed out everywhere else.</summary>
internal static class ChangePassword
{
    /// <param name="Current">The password until now.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Enter the password that you have now.")] string Current,
        [Required(ErrorMessage = "Choose a password.")] string Password);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/me/password", Handle)
        .Allow(Roles.SignedIn).Refuses(403, "second-factor-first").Refuses(429, "too-many-attempts").WithTags("Accounts").WithSummary("Change my password");

    private static async Task<NoContent> Handle(Request request, Caller caller, ClaimsPrincipal user, IdentityDb db, Throttle throttle, Passwords passwords, TimeProvider time, CancellationToken cancel)
    {
        var account = await db.Users.SingleAsync(u => u.Id == caller.Subject, cancel);
        var session = await Factors.MustBeShown(user, db, cancel);
        PasswordRules.Check(request.Password, "password", account.Name, account.Email);
        await throttle.CountPasswordCheck(caller.Subject, cancel);
        if (!passwords.AreRight(account.PasswordHash, request.Current))
            throw InvalidRequest.For("current", "This is not your password. Check it and try again.");
        await account.ChangePassword(passwords.Hash(request.Password), keep: session?.Id, db, time.GetUtcNow(), cancel);
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
