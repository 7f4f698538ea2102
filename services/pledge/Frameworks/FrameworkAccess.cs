using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

/// <summary>
/// Who may read which framework: what comes with Charter everybody; what a partnership brought in the people of organisations whose signature under its charter holds, and
/// registrars. To all others it does not exist.
/// </summary>
internal static class FrameworkAccess
{
    /// <summary>The charters whose frameworks the caller reads; null for a registrar, who reads all.</summary>
    public static async Task<Guid[]?> ReadableBy(this PledgeDb db, Caller? caller, CancellationToken cancel)
    {
        if (caller is null)
            return [];
        if (caller.PartnershipRoles.Contains(Roles.Registrar))
            return null;
        var own = caller.Memberships.Select(m => m.Organisation).Where(o => caller.ActingFor is null || caller.ActingFor == o).Distinct().ToArray();
        return own.Length == 0 ? [] : await db.ChartersOf(own, cancel);
    }

    /// <summary>The charters that hold for these organisations, be it by the signature of one whose place they have taken.</summary>
    public static async Task<Guid[]> ChartersOf(this PledgeDb db, Guid[] organisations, CancellationToken cancel)
    {
        var gone = await db.Set<CarriedOver>().Where(c => organisations.Contains(c.OrganisationId)).Select(c => c.OrganisationId).ToListAsync(cancel);
        var acting = organisations.Except(gone).ToArray();
        var held = acting.Concat(await db.Set<CarriedOver>().Where(c => acting.Contains(c.HolderId)).Select(c => c.OrganisationId).ToListAsync(cancel)).ToArray();
        return await db.Ledgers.Where(l => held.Contains(l.OrganisationId) && l.OpenedAt != null && (l.CarriedFrom == null || held.Contains(l.CarriedFrom.Value))
                && !db.EndedSignatures.Any(e => e.SignatureId == l.SignatureId)
                // One whose place a newer version took ended without a word.
                && !db.Ledgers.Any(n => n.OrganisationId == (l.CarriedFrom ?? l.OrganisationId) && n.CharterId == l.CharterId && n.CarriedFrom == null && n.SignedAt > l.SignedAt))
            .Select(l => l.CharterId).Distinct().ToArrayAsync(cancel);
    }

    public static IQueryable<Framework> In(this IQueryable<Framework> frameworks, Guid[]? charters) =>
        charters is null ? frameworks : frameworks.Where(f => f.Scope == Framework.Everybody || charters.Contains(f.Scope));

    /// <summary>The framework, if the caller may read it, and its version, the latest when none is named.</summary>
    public static async Task<(Framework Framework, FrameworkVersion Version)> FrameworkFor(this PledgeDb db, Caller? caller, Guid id, int? version, CancellationToken cancel)
    {
        var framework = await db.Frameworks.AsNoTracking().In(await db.ReadableBy(caller, cancel)).SingleOrDefaultAsync(f => f.Id == id, cancel) ?? throw PledgeErrors.NoFramework();
        var number = version ?? framework.LatestVersion;
        return (framework, await db.FrameworkVersions.AsNoTracking().SingleOrDefaultAsync(v => v.FrameworkId == id && v.Version == number, cancel) ?? throw PledgeErrors.NoFrameworkVersion());
    }
}
