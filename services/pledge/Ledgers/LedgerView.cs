using Charter.Contracts;
using Charter.Pledges.Pledges;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Ledgers;

/// <summary>What a duty stands on at present: its state says the furthest that was shown for it, this says what is there now.</summary>
/// <param name="Pledges">Pledges under it that are active or completed.</param>
/// <param name="PledgesEnded">Pledges under it that were missed or withdrawn.</param>
/// <param name="Evidence">Items of evidence on any of them that were not returned, those verified included.</param>
/// <param name="EvidenceVerified">Of these, the verified.</param>
internal sealed record StandsOn(int Pledges, int PledgesEnded, int Evidence, int EvidenceVerified);

/// <param name="VerifiedAt">When it became verified.</param>
/// <param name="KeptFrom">Earlier version, in which it stands word for word and from which its state was kept.</param>
internal sealed record DutyView(string Code, string Commitment, string Binding, string Text, string State, DateTimeOffset? VerifiedAt, int? KeptFrom, StandsOn StandsOn);

/// <summary>Reading of a ledger together with what its duties stand on.</summary>
internal static class LedgerView
{
    /// <summary>The duties of a ledger, each as far as it has moved in any ledger of the same version that is this organisation's now.</summary>
    public static async Task<IReadOnlyList<DutyView>> DutiesIn(this PledgeDb db, Ledger ledger, Guid[] held, CancellationToken cancel)
    {
        var all = await db.Duties.AsNoTracking().Where(d => held.Contains(d.OrganisationId) && d.CharterId == ledger.CharterId).ToListAsync(cancel);
        var pledges = await db.Pledges.Where(p => held.Contains(p.OrganisationId) && p.CharterId == ledger.CharterId && p.CharterVersion <= ledger.CharterVersion)
            .GroupBy(p => new { p.OrganisationId, p.CharterVersion, p.Commitment, p.Duty })
            .Select(g => new
            {
                g.Key,
                Standing = g.Count(p => p.Status == PledgeStatuses.Active || p.Status == PledgeStatuses.Completed),
                Ended = g.Count(p => p.Status == PledgeStatuses.Missed || p.Status == PledgeStatuses.Withdrawn),
            }).ToListAsync(cancel);
        var evidence = await db.Pledges.Where(p => held.Contains(p.OrganisationId) && p.CharterId == ledger.CharterId && p.CharterVersion <= ledger.CharterVersion)
            .Join(db.Evidence.Where(e => e.State != EvidenceStates.Returned), p => p.Id, e => e.PledgeId, (p, e) => new { p.OrganisationId, p.CharterVersion, p.Commitment, p.Duty, e.State })
            .GroupBy(p => new { p.OrganisationId, p.CharterVersion, p.Commitment, p.Duty })
            .Select(g => new { g.Key, All = g.Count(), Verified = g.Count(e => e.State == EvidenceStates.Verified) }).ToListAsync(cancel);
        // A pledge serves the duty that had its code in its version, wherever that duty stands now.
        var words = all.ToDictionary(d => (d.OrganisationId, d.CharterVersion, d.Code), d => (d.Commitment, d.Binding, d.Text));
        bool Serves(Duty duty, Guid organisation, int version, string commitment, string? named) =>
            new[] { commitment, named }.Any(code => code is not null && words.TryGetValue((organisation, version, code), out var said) && duty.Says(said.Commitment, said.Binding, said.Text));
        return [.. ledger.Duties.Select(duty =>
        {
            var furthest = all.Where(d => d.CharterVersion == ledger.CharterVersion && d.Code == duty.Code).MaxBy(d => d.StateRank) ?? duty;
            var under = pledges.Where(p => Serves(duty, p.Key.OrganisationId, p.Key.CharterVersion, p.Key.Commitment, p.Key.Duty)).ToList();
            var shown = evidence.Where(e => Serves(duty, e.Key.OrganisationId, e.Key.CharterVersion, e.Key.Commitment, e.Key.Duty)).ToList();
            return new DutyView(duty.Code, duty.Commitment, duty.Binding, duty.Text, furthest.State, furthest.VerifiedAt, furthest.KeptFrom,
                new(under.Sum(p => p.Standing), under.Sum(p => p.Ended), shown.Sum(e => e.All), shown.Sum(e => e.Verified)));
        })];
    }
}
