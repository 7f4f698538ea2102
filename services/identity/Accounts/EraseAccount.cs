using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Charter.Contracts;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>
/// A person erases the own account, at once and for good. All that identity holds of them goes with it, and every service is told. What they did
/// stays in the history under an id that leads to nobody.
/// </summary>
internal static class EraseAccount
{
    /// <summary>The word by which nobody does this by mistake.</summary>
    public const string Word = "erase";

    /// <summary>Whoever signed in so lately need not enter the password again.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <param name="Confirmation">The word <c>erase</c>.</param>
    /// <param name="Password">Needed unless the person signed in within the last ten minutes.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Enter the word erase.")] string Confirmation,
        [AtMost(200)] string? Password = null) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            if (!string.Equals(Confirmation.Trim(), Word, StringComparison.OrdinalIgnoreCase))
                yield return new($"Enter the word {Word}.", ["confirmation"]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/erasure", Handle)
        .Allow(Roles.SignedIn).Refuses(403, "password-needed").Refuses(409, "last-signatory", "last-registrar").Refuses(429, "too-many-attempts")
        .WithTags("Accounts").WithSummary("Erase my account").WithDescription("last-signatory carries a list organisations: each needs another signatory first.");

    private static async Task<NoContent> Handle(Request request, Caller caller, ClaimsPrincipal user, IdentityDb db, Throttle throttle,
        IPasswordHasher<Account> hasher, TimeProvider time, CancellationToken cancel)
    {
        if (user.HasClaim(c => c.Type == "client_id"))
            throw Refusal.Forbidden("Only the person may erase the account, not a program.");
        var now = time.GetUtcNow();
        if (!await SignedInLately(db, user, caller, now, cancel))
        {
            if (string.IsNullOrEmpty(request.Password))
                throw IdentityErrors.PasswordNeeded();
            if (await throttle.Attempt([new(Throttle.Key("erase-account", caller.Subject.ToString()), Free: 5, Longest: TimeSpan.FromMinutes(1))], cancel) is { } wait)
                throw IdentityErrors.TooManyAttempts(wait);
        }
        // Within an idempotency key there is a transaction already.
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var account = await db.Users.SingleOrDefaultAsync(u => u.Id == caller.Subject, cancel) ?? throw Refusal.NotFound("account");
        if (!string.IsNullOrEmpty(request.Password)
            && (account.PasswordHash is not { } hash || hasher.VerifyHashedPassword(account, hash, request.Password) == PasswordVerificationResult.Failed))
            throw InvalidRequest.For("password", "This is not the password of your account.");
        await RefuseLastOfTheirKind(db, caller.Subject, cancel);
        await Erase(db, account, now, cancel);
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        return TypedResults.NoContent();
    }

    /// <summary>Takes the account and all that belongs to it out of the context, and tells the other services.</summary>
    public static async Task Erase(IdentityDb db, Account account, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var session in await db.Sessions.Where(s => s.Subject == account.Id).ToListAsync(cancel))
            db.Publish(new SessionEnded(session.Id, account.Id, now));
        db.Remove(account);   // with everything that refers to it
        db.Publish(new MembershipsChanged(account.Id, now));
        db.Publish(new AccountErased(account.Id, now));
    }

    private static async Task<bool> SignedInLately(IdentityDb db, ClaimsPrincipal user, Caller caller, DateTimeOffset now, CancellationToken cancel) =>
        Guid.TryParse(user.FindFirstValue("sid"), out var id) && await db.Sessions.AnyAsync(s => s.Id == id && s.Subject == caller.Subject && s.CreatedAt > now - Fresh, cancel);

    /// <summary>Locks what it judges by: two last signatories who leave at the same moment do not both get away.</summary>
    private static async Task RefuseLastOfTheirKind(IdentityDb db, Guid subject, CancellationToken cancel)
    {
        var signatories = await db.Memberships.FromSql($"""
            select * from membership where role = {Roles.Signatory}
              and organisation_id in (select organisation_id from membership where subject = {subject} and role = {Roles.Signatory}) order by id for update
            """).AsNoTracking().ToListAsync(cancel);
        if (signatories.GroupBy(m => m.OrganisationId).Where(o => o.All(m => m.Subject == subject)).Select(o => o.Key).ToArray() is { Length: > 0 } alone)
            throw IdentityErrors.LastSignatory(alone);
        var registrars = await db.RoleAssignments.FromSql($"select * from role_assignment where role = {Roles.Registrar} order by subject for update").AsNoTracking().ToListAsync(cancel);
        if (registrars is [{ } only] && only.Subject == subject)
            throw IdentityErrors.LastRegistrar();
    }
}
