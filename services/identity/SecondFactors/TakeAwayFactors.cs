using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.SecondFactors;

/// <summary>
/// A registrar helps somebody who has lost app, passkeys and recovery codes, having made sure that it is them. Afterwards the password alone
/// signs in, and an office does not count before a new second factor was set up.
/// </summary>
internal static class TakeAwayFactors
{
    internal sealed record Request(
        [Required(ErrorMessage = "Enter the e-mail address of the person's account."), AtMost(254)] string Email,
        [Required(ErrorMessage = "Enter your own password, or a code from your authenticator app."), AtMost(600)] string Proof);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/second-factors/removal", Handle)
        .Allow(Roles.Registrar).Refuses(404, "account-not-found").Refuses(409, "own-second-factors", "no-second-factor-to-remove").Refuses(429, "too-many-attempts")
        .WithTags("Second factors").WithSummary("Remove the second factors of somebody who has lost them");

    private static async Task<NoContent> Handle(
        Request request, ClaimsPrincipal user, FreshProof proof, ILookupNormalizer normalizer, IdentityDb db, TimeProvider time, CancellationToken cancel)
    {
        var (registrar, _) = await proof.Check(user, request.Proof, cancel);
        var email = normalizer.NormalizeEmail(request.Email.Trim());
        var account = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == email, cancel) ?? throw IdentityErrors.NoAccount();
        if (account.Id == registrar.Id)
            throw IdentityErrors.OwnSecondFactors();
        if (!(await Factors.Of(db, account.Id, cancel)).Any)
            throw IdentityErrors.NothingToRemove();
        var now = time.GetUtcNow();
        db.RemoveRange(await db.Authenticators.Where(a => a.Subject == account.Id).ToListAsync(cancel));
        db.RemoveRange(await db.UserPasskeys.Where(p => p.UserId == account.Id).ToListAsync(cancel));
        db.RemoveRange(await db.RecoveryCodes.Where(c => c.Subject == account.Id).ToListAsync(cancel));
        await Session.EndAll(db, account.Id, except: null, now, cancel);
        Factors.Tell(db, account, "A registrar removed your authenticator app, passkeys and recovery codes, because you had lost them", now);
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
