using Charter.Contracts;
using Charter.Identity.Accounts;
using Charter.Identity.Audit;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Memberships;

/// <summary>Why somebody no longer holds a role in an organisation.</summary>
internal static class EndReasons
{
    public const string Left = "left";
    public const string Removed = "removed";
    public const string HandedOver = "handed-over";
    public const string Erased = "erased";
    /// <summary>It followed from a succession that was taken back.</summary>
    public const string SuccessionReversed = "succession-reversed";
}

/// <summary>
/// A role that a person holds, or has held, for one organisation; somebody with several roles has several. Events may be stated again long after they
/// happened, so an event grants a role once, and the row is what remembers that: memberships are not deleted but end, and an event that comes again
/// does not undo it. A person can be given the role anew on purpose, by invitation for instance; that is another row.
/// </summary>
internal sealed class Membership
{
    public Guid Id { get; init; }
    public Guid Subject { get; init; }
    public Guid OrganisationId { get; init; }
    public required string Role { get; init; }
    public DateTimeOffset HeldFrom { get; init; }
    /// <summary>The appointment or succession by which an event granted it; null when it follows from the organisation's confirmation or from what people decided here.</summary>
    public Guid? Cause { get; init; }
    public DateTimeOffset? EndedAt { get; private set; }
    public Guid? EndedBy { get; private set; }
    /// <summary>One of <see cref="EndReasons"/>.</summary>
    public string? EndReason { get; private set; }

    /// <summary>Adds those of the roles that the person does not hold now, and tells the gateway; what it returns was added.</summary>
    public static async Task<IReadOnlyList<Membership>> Grant(IdentityDb db, Guid subject, Guid organisationId, IEnumerable<string> roles, DateTimeOffset now, CancellationToken cancel)
    {
        await db.HoldSuccessions(cancel);
        var held = await db.CurrentMemberships.Where(m => m.Subject == subject && m.OrganisationId == organisationId).Select(m => m.Role).ToListAsync(cancel);
        var added = Add(db, subject, organisationId, roles.Except(held), cause: null, now);
        await CarryOn(db, organisationId, added, now, cancel);
        return added;
    }

    /// <summary>For a consumer: grants those of the roles that this cause has not granted before. An account that was erased meanwhile gets nothing.</summary>
    public static async Task GrantOnce(IdentityDb db, Guid subject, Guid organisationId, string[] roles, Guid? cause, DateTimeOffset now, CancellationToken cancel)
    {
        if (!await db.Users.AnyAsync(u => u.Id == subject, cancel))
            return;
        await db.HoldSuccessions(cancel);
        var known = await db.Memberships.Where(m => m.Subject == subject && m.OrganisationId == organisationId
            && (m.EndedAt == null || m.Cause == null || m.Cause == cause)).Select(m => m.Role).ToListAsync(cancel);
        var added = Add(db, subject, organisationId, roles.Except(known), cause, now);
        foreach (var granted in added)
            db.Add(AuditEntry.BySystem($"Grant the role {granted.Role}", subject, organisationId, now));
        await CarryOn(db, organisationId, added, now, cancel);
    }

    /// <summary>
    /// Grants the members of an organisation that was succeeded their roles for the successor and, if that was succeeded too, for whoever comes after. Where the
    /// successor has a signatory of its own, theirs become editors: who signs for it, its own people decide. Returns what was granted by the first succession.
    /// </summary>
    public static async Task<IReadOnlyCollection<Membership>> Carry(IdentityDb db, Guid organisationId, DateTimeOffset now, CancellationToken cancel) =>
        await CarryOn(db, organisationId, await db.CurrentMemberships.AsNoTracking().Where(m => m.OrganisationId == organisationId).ToListAsync(cancel), now, cancel);

    private static async Task<IReadOnlyCollection<Membership>> CarryOn(IdentityDb db, Guid organisationId, IReadOnlyCollection<Membership> held, DateTimeOffset now, CancellationToken cancel)
    {
        var seen = new HashSet<Guid>();
        IReadOnlyCollection<Membership>? first = null;
        while (held.Count > 0 && seen.Add(organisationId) && await db.Set<SuccessionCopy>().AsNoTracking().Where(s => s.PredecessorId == organisationId && s.ReversedAt == null)
            .OrderByDescending(s => s.Id).FirstOrDefaultAsync(cancel) is { } succession)
        {
            organisationId = succession.SuccessorId;
            Guid[] subjects = [.. held.Select(m => m.Subject).Distinct()];
            var there = await db.Memberships.AsNoTracking().Where(m => m.OrganisationId == organisationId && subjects.Contains(m.Subject) && (m.EndedAt == null || m.Cause == succession.Id))
                .Select(m => new { m.Subject, m.Role, IsOfThis = m.Cause == succession.Id }).ToListAsync(cancel);
            var known = there.Select(m => (m.Subject, m.Role)).ToHashSet();
            // Whom this succession has made an editor it makes no signatory later, though the successor have lost its own and the succession be stated again.
            var given = there.Where(m => m.IsOfThis).Select(m => m.Subject).ToHashSet();
            var hasOwn = await HasOwnSignatory(db, organisationId, cancel);
            string RoleOf(Membership m) => m.Role == Roles.Signatory && !known.Contains((m.Subject, m.Role)) && (hasOwn || given.Contains(m.Subject)) ? Roles.Editor : m.Role;
            var added = new List<Membership>();
            foreach (var ofOne in held.Select(m => (m.Subject, Role: RoleOf(m))).Where(known.Add).GroupBy(m => m.Subject))
                added.AddRange(Add(db, ofOne.Key, organisationId, ofOne.Select(m => m.Role), succession.Id, now));
            foreach (var granted in added)
                db.Add(AuditEntry.BySystem($"Grant the role {granted.Role}", granted.Subject, organisationId, now));
            held = added;
            first ??= added;
        }
        return first ?? [];
    }

    /// <summary>Ends roles of one person in one organisation, and tells the gateway. Whether they may end is for the caller to say.</summary>
    public static void End(IdentityDb db, IReadOnlyCollection<Membership> roles, Guid by, string reason, DateTimeOffset now)
    {
        foreach (var role in roles)
        {
            if (role.EndedAt is not null)
                throw new InvalidOperationException("A membership ends once.");
            (role.EndedAt, role.EndedBy, role.EndReason) = (now, by, reason);
        }
        if (roles.FirstOrDefault() is { } one)
            db.Publish(new MembershipsChanged(one.Subject, now));
    }

    /// <summary>Ends whatever an account that is being erased holds. Its organisations may be left without a signatory, of which registrars are told.</summary>
    public static async Task EndAllOf(IdentityDb db, Guid subject, DateTimeOffset now, CancellationToken cancel) =>
        End(db, await db.CurrentMemberships.Where(m => m.Subject == subject).ToListAsync(cancel), subject, EndReasons.Erased, now);

    /// <summary>Whether somebody signs for the organisation who is not there only because it has taken another's place.</summary>
    public static Task<bool> HasOwnSignatory(IdentityDb db, Guid organisationId, CancellationToken cancel) =>
        db.CurrentMemberships.AnyAsync(m => m.OrganisationId == organisationId && m.Role == Roles.Signatory && m.Cause == null, cancel);

    /// <summary>Whether the organisation would be without a signatory if this person were none. Holds until commit only while the organisation is locked.</summary>
    public static async Task<bool> IsLastSignatory(IdentityDb db, Guid organisationId, Guid subject, CancellationToken cancel)
    {
        var signatories = await db.CurrentMemberships.Where(m => m.OrganisationId == organisationId && m.Role == Roles.Signatory).Select(m => m.Subject).ToListAsync(cancel);
        return signatories is [var only] && only == subject;
    }

    private static Membership[] Add(IdentityDb db, Guid subject, Guid organisationId, IEnumerable<string> roles, Guid? cause, DateTimeOffset now)
    {
        Membership[] added = [.. roles.Select(role =>
            new Membership { Id = Guid.CreateVersion7(now), Subject = subject, OrganisationId = organisationId, Role = role, HeldFrom = now, Cause = cause })];
        if (added.Length > 0)
        {
            db.AddRange(added);
            db.Publish(new MembershipsChanged(subject, now));
        }
        return added;
    }
}
