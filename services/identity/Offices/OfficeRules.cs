using Charter.Identity.Accounts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Offices;

/// <summary>
/// Who judges organisations belongs to none, so that nobody judges their own or is suspected of it. Evidence is reviewed among peers, and the pledge service
/// keeps a reviewer from that of their own organisation.
/// </summary>
internal static class OfficeRules
{
    /// <summary>The longest time for which an office is given at once.</summary>
    public const int LongestYears = 3;

    /// <summary>How many days before the end its holder and the registrars are reminded.</summary>
    public const int RemindedDaysBefore = 30;

    /// <summary>What is locked while offices of registrars change: there has to be one left.</summary>
    public const string Registrars = "registrars";

    private static readonly string[] OpenToMembers = [Roles.EvidenceReviewer];

    /// <summary>Whether somebody may hold the office and belong to an organisation.</summary>
    public static bool IsOpenToMembers(string role) => OpenToMembers.Contains(role);

    /// <summary>Refuses somebody who holds an office that only outsiders hold.</summary>
    public static async Task MayBelong(IdentityDb db, Guid subject, DateOnly today, CancellationToken cancel)
    {
        await Lock(db, subject, cancel);
        if (await db.OfficesHeld(today).AnyAsync(r => r.Subject == subject && !OpenToMembers.Contains(r.Role), cancel))
            throw IdentityErrors.HoldsOffice();
    }

    /// <summary>Refuses an office that only outsiders hold to somebody who belongs to an organisation.</summary>
    public static async Task MayHold(IdentityDb db, Guid subject, string role, CancellationToken cancel)
    {
        await Lock(db, subject, cancel);
        if (!IsOpenToMembers(role) && await db.CurrentMemberships.AnyAsync(m => m.Subject == subject, cancel))
            throw IdentityErrors.BelongsToOrganisation();
    }

    // An office and a membership that are given at the same moment would not see each other.
    private static Task<int> Lock(IdentityDb db, Guid subject, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"roles of {subject}"}, 0))", cancel);

    /// <summary>Gives an office, in the place of the same one if that is still held.</summary>
    public static async Task<RoleAssignment> Give(IdentityDb db, Guid subject, string role, DateOnly until, Guid? by, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.RoleAssignments.SingleOrDefaultAsync(r => r.Subject == subject && r.Role == role && r.EndedAt == null, cancel) is { } before)
        {
            before.End(by, now);
            await db.SaveChangesAsync(cancel);   // before the new one: a person holds an office once
        }
        var isShort = until <= now.LocalDay().AddDays(RemindedDaysBefore);
        var given = new RoleAssignment { Subject = subject, Role = role, HeldFrom = now, Until = until, GivenBy = by, RemindedAt = isShort ? now : null };
        db.Add(given);
        db.Publish(new Contracts.MembershipsChanged(subject, now));
        return given;
    }

    /// <summary>Refuses a last day that has passed or is too far away; 400 on <c>until</c>.</summary>
    public static void CheckUntil(DateOnly until, DateOnly today)
    {
        if (until < today || until > today.AddYears(LongestYears))
            throw InvalidRequest.For("until", $"The last day must be from today to {LongestYears} years from now. An office can be renewed.");
    }
}
