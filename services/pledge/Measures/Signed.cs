using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using KnownPlaces = Charter.Contracts.Places;

namespace Charter.Pledges.Measures;

/// <summary>An organisation under a charter: what sort it is now, and when its signature, or that of one whose place it has taken, held.</summary>
/// <param name="Places">Those that it says it serves.</param>
/// <param name="Local">These, and those that lie in them: what local means for it.</param>
/// <param name="Within">These, and those in which they lie: the places with which it counts.</param>
internal sealed record Signed(
    Guid Charter, Guid Holder, string Sector, string SizeBand, string Kind, string[] Places, string[] Local, string[] Within, IReadOnlyList<(DateOnly Since, DateOnly? Until)> Times)
{
    public bool IsInForce => Times.Count > 0 && Times[^1].Until is null;

    private sealed record Signature(Guid Charter, Guid Holder, Guid Organisation, DateTimeOffset SignedAt, DateOnly? EndedOn);

    public static async Task<IReadOnlyList<Signed>> Read(PledgeDb db, Guid[] holders, CancellationToken cancel)
    {
        // A ledger that goes by the signature of a predecessor says nothing that the predecessor's own does not.
        var signatures = await (from l in db.Ledgers.AsNoTracking()
                                where l.CarriedFrom == null && (holders.Contains(l.OrganisationId) || db.Set<CarriedOver>().Any(c => c.OrganisationId == l.OrganisationId && holders.Contains(c.HolderId)))
                                join c in db.Set<CarriedOver>() on l.OrganisationId equals c.OrganisationId into cs
                                from c in cs.DefaultIfEmpty()
                                join e in db.EndedSignatures on l.SignatureId equals e.SignatureId into es
                                from e in es.DefaultIfEmpty()
                                select new Signature(l.CharterId, c == null ? l.OrganisationId : c.HolderId, l.OrganisationId, l.SignedAt, e == null ? null : e.EndedOn)).ToListAsync(cancel);
        var facts = await db.Organisations.AsNoTracking().Where(o => holders.Contains(o.OrganisationId)).ToDictionaryAsync(o => o.OrganisationId, cancel);
        return [.. signatures.Where(s => holders.Contains(s.Holder)).GroupBy(s => (s.Charter, s.Holder)).Select(g =>
        {
            var of = facts.GetValueOrDefault(g.Key.Holder);
            string[] places = of?.Places ?? [];
            return new Signed(g.Key.Charter, g.Key.Holder, of?.Sector ?? "", of?.SizeBand ?? "", of?.Kind ?? "", places,
                [.. places.Concat(KnownPlaces.All.Where(p => KnownPlaces.ParentOf(p.Code) is { } county && places.Contains(county)).Select(p => p.Code)).Distinct()],
                [.. places.Concat(places.Select(KnownPlaces.ParentOf).OfType<string>()).Distinct()],
                Measures.Times.Together(g.GroupBy(s => s.Organisation).SelectMany(TimesOf)));
        })];
    }

    /// <summary>A signature holds until it ends, or until the next of the same organisation.</summary>
    private static IEnumerable<(DateOnly Since, DateOnly? Until)> TimesOf(IEnumerable<Signature> signatures)
    {
        var all = signatures.OrderBy(s => s.SignedAt).ToList();
        for (var i = 0; i < all.Count; i++)
        {
            DateOnly? next = i + 1 < all.Count ? all[i + 1].SignedAt.LocalDay() : null;
            yield return (all[i].SignedAt.LocalDay(), all[i].EndedOn is { } end && (next is null || end < next) ? end : next);
        }
    }
}
