using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Charter.Contracts;
using Charter.Identity.Memberships;
using Charter.Identity.Offices;
using Charter.Identity.SecondFactors;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
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

    /// <summary>Whoever signed in so lately need not prove again who they are.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <param name="Confirmation">The word <c>erase</c>.</param>
    /// <param name="Proof">Password, or code of the authenticator app; not needed from somebody who signed in within the last ten minutes.</param>
    internal sealed record Request(
        [Required(ErrorMessage = "Enter the word erase."), AtMost(20)] string Confirmation,
        [AtMost(600)] string? Proof = null) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext context)
        {
            if (!string.Equals(Confirmation.Trim(), Word, StringComparison.OrdinalIgnoreCase))
                yield return new($"Enter the word {Word}.", ["confirmation"]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/me/erasure", Handle)
        .Allow(Roles.SignedIn).Refuses(403, "proof-needed", "second-factor-first").Refuses(404, "not-found").Refuses(409, "last-signatory", "last-registrar").Refuses(429, "too-many-attempts")
        .WithTags("Accounts").WithSummary("Erase my account").WithDescription("last-signatory carries a list organisations: each needs another signatory first.");

    private static async Task<NoContent> Handle(Request request, ClaimsPrincipal user, IdentityDb db, FreshProof proof, TimeProvider time, CancellationToken cancel)
    {
        if (user.HasClaim(c => c.Type == "client_id"))
            throw Refusal.Forbidden("Only the person may erase the account, not a program.");
        var (now, subject) = (time.GetUtcNow(), Caller.From(user)!.Subject);
        // Within an idempotency key there is a transaction already.
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var account = await db.Users.SingleOrDefaultAsync(u => u.Id == subject, cancel) ?? throw Refusal.NotFound("account");
        if (!await SignedInLately(db, user, subject, now, cancel))
            await proof.Check(user, string.IsNullOrEmpty(request.Proof) ? throw IdentityErrors.ProofNeeded() : request.Proof, cancel);
        await RefuseLastOfTheirKind(db, subject, time.Today(), cancel);
        await Erase(db, account, now, cancel);
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        return TypedResults.NoContent();
    }

    /// <summary>Takes the account and all that belongs to it out of the context, and tells the other services.</summary>
    public static async Task Erase(IdentityDb db, Account account, DateTimeOffset now, CancellationToken cancel)
    {
        await Session.EndAll(db, account.Id, except: null, now, cancel);
        await db.Letters.Where(l => l.Recipient == account.Email).ExecuteDeleteAsync(cancel);
        await db.OneTimeLinks.Where(l => l.Subject == account.Id).ExecuteDeleteAsync(cancel);
        await db.Invitations.Where(i => i.NormalizedEmail == account.NormalizedEmail).ExecuteDeleteAsync(cancel);
        await db.SignUps.Where(s => s.NormalizedEmail == account.NormalizedEmail).ExecuteDeleteAsync(cancel);
        db.Remove(account);   // with everything that refers to it
        db.Publish(new MembershipsChanged(account.Id, now));
        db.Publish(new AccountErased(account.Id, now));
    }

    private static async Task<bool> SignedInLately(IdentityDb db, ClaimsPrincipal user, Guid subject, DateTimeOffset now, CancellationToken cancel) =>
        await Factors.SessionOf(user, db, cancel) is { } session && session.CreatedAt > now - Fresh && (session.HasTwoFactors || !(await Factors.Of(db, subject, cancel)).Any);

    /// <summary>Locks what it judges by: two last signatories who leave at the same moment do not both get away.</summary>
    private static async Task RefuseLastOfTheirKind(IdentityDb db, Guid subject, DateOnly today, CancellationToken cancel)
    {
        var alone = new List<Guid>();
        foreach (var organisation in await db.CurrentMemberships.Where(m => m.Subject == subject && m.Role == Roles.Signatory && !db.CarriedOver.Any(c => c.OrganisationId == m.OrganisationId)).Select(m => m.OrganisationId).Order().ToListAsync(cancel))
        {
            await db.Lock(OneAtATime.PeopleOf(organisation), cancel);
            if (await Membership.IsLastSignatory(db, organisation, subject, cancel))
                alone.Add(organisation);
        }
        if (alone.Count > 0)
            throw IdentityErrors.LastSignatory(alone);
        if (!await db.OfficesHeld(today).AnyAsync(r => r.Role == Roles.Registrar && r.Subject == subject, cancel))
            return;
        await db.Lock(OfficeRules.Registrars, cancel);
        if (!await db.OfficesHeld(today).AnyAsync(r => r.Role == Roles.Registrar && r.Subject != subject, cancel))
            throw IdentityErrors.LastRegistrar();
    }
}
