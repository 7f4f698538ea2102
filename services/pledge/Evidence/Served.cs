using Charter.Contracts;
using Charter.Pledges.Ledgers;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>What an item of evidence is for: pledges, first that to which it is attached, and duties of the ledger that were named beside them.</summary>
internal sealed record Served(IReadOnlyList<Pledge> Pledges, Ledger? Ledger, IReadOnlyList<string> Named)
{
    internal sealed record Duty(Guid Organisation, Guid Charter, int Version, string Code);

    /// <summary>Each duty once, with the commitments of the pledges.</summary>
    public IEnumerable<Duty> Duties() => Pledges
        .SelectMany(p => new[] { p.Commitment, p.Duty }.OfType<string>().Select(code => new Duty(p.OrganisationId, p.CharterId, p.CharterVersion, code)))
        .Concat(Named.Select(code => new Duty(Ledger!.OrganisationId, Ledger.CharterId, Ledger.CharterVersion, code)))
        .GroupBy(d => (d.Organisation, d.Charter, d.Code)).Select(same => same.MinBy(d => d.Version)!);

    /// <summary>Finds what the form names, or what the version before served if it names nothing; refuses what is not the organisation's.</summary>
    public static async Task<Served> By(PledgeDb db, EvidenceForm form, Pledge pledge, EvidenceItem? before, CancellationToken cancel)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var inherited = form.SaysWhatItServes ? null : before;
        IReadOnlyList<string> named = inherited is null ? [.. form.Duties.Distinct()] : [.. inherited.Duties.Select(d => d.Code).Distinct()];
        Guid[] further = [.. (inherited is null ? form.Pledges : inherited.Pledges.Select(p => p.PledgeId)).Where(id => id != pledge.Id).Distinct()];
        var held = await db.HeldBy(await db.HolderOf(pledge.OrganisationId, cancel), cancel);
        var others = further.Length == 0 ? [] : await db.Pledges.AsNoTracking().Where(p => further.Contains(p.Id) && held.Contains(p.OrganisationId)).OrderBy(p => p.Id).ToListAsync(cancel);
        var ledger = named.Count == 0 ? null : await db.CurrentLedger(held, cancel);
        var known = ledger?.Duties.Select(d => d.Code).ToArray() ?? [];
        if (inherited is not null)
            return new([pledge, .. others], ledger, [.. named.Intersect(known)]);   // a newer charter may have other duties
        if (others.Count < further.Length)
            errors["pledges"] = ["Choose pledges of your own organisation."];
        if (named.Except(known).Any())
            errors["duties"] = [$"Choose duties of your organisation's ledger: {string.Join(", ", known)}."];
        return errors.Count > 0 ? throw new InvalidRequest(errors) : new([pledge, .. others], ledger, named);
    }
}
