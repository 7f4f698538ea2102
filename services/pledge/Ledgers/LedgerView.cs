using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Ledgers;

/// <summary>What a duty stands on at present: its state says the furthest that was shown for it, this says what is there now.</summary>
/// <param name="Pledges">Pledges under it that are active or completed.</param>
/// <param name="PledgesEnded">Pledges under it that were missed or withdrawn.</param>
/// <param name="Evidence">Items of evidence that show it and count, those verified included.</param>
/// <param name="EvidenceVerified">Of these, the verified.</param>
internal sealed record StandsOn(int Pledges, int PledgesEnded, int Evidence, int EvidenceVerified);

/// <param name="VerifiedAt">When it became verified.</param>
/// <param name="KeptFrom">Earlier version, in which it stands word for word and from which its state was kept.</param>
internal sealed record DutyView(string Code, string Commitment, string Binding, string Text, string State, DateTimeOffset? VerifiedAt, int? KeptFrom, StandsOn StandsOn);

/// <summary>Reading of a ledger together with what its duties stand on.</summary>
internal static class LedgerView
{
    /// <summary>
    /// The duties of a ledger, each as far as it has moved in any ledger that is this organisation's now: of the same version or, where it stands there word for
    /// word, of an earlier one. What predecessors have shown is looked up and never entered, so it goes with a reversal and counts whenever it was shown.
    /// </summary>
    public static async Task<IReadOnlyList<DutyView>> DutiesIn(this PledgeDb db, Ledger ledger, Guid[] held, CancellationToken cancel)
    {
        var all = held.Length == 1 ? ledger.Duties : await db.Duties.AsNoTracking()
            .Where(d => held.Contains(d.OrganisationId) && d.CharterId == ledger.CharterId && d.CharterVersion <= ledger.CharterVersion).ToListAsync(cancel);
        var same = ledger.Duties.SelectMany(duty => all.Where(other => other.CountsFor(duty)), (duty, other) => (duty.Code, Other: other)).ToLookup(s => s.Code, s => s.Other);
        var (of, others) = (same.SelectMany(s => s.Select(_ => s.Key)).ToArray(), same.SelectMany(s => s).ToList());
        var standing = await db.Database.SqlQuery<Standing>($"""
            with same as (
              select * from unnest({of}, {others.Select(d => d.OrganisationId).ToArray()}, {others.Select(d => d.CharterVersion).ToArray()}, {others.Select(d => d.Code).ToArray()})
                as s(of_code, organisation_id, charter_version, code)
            ), pledges as (
              select s.of_code, p.pledge_id, p.status from same s join pledge_serves p
                on (p.organisation_id, p.charter_id, p.charter_version, p.code) = (s.organisation_id, {ledger.CharterId}, s.charter_version, s.code)
            ), shown as (
              select s.of_code, e.id, e.state from same s join evidence_shows x
                on (x.organisation_id, x.charter_id, x.charter_version, x.code) = (s.organisation_id, {ledger.CharterId}, s.charter_version, s.code) join evidence e on e.id = x.evidence_id
            )
            select d.code as "Code",
              (select count(distinct pledge_id) from pledges where of_code = d.code and status in ('active', 'completed'))::int as "Pledges",
              (select count(distinct pledge_id) from pledges where of_code = d.code and status in ('missed', 'withdrawn'))::int as "PledgesEnded",
              (select count(distinct id) from shown where of_code = d.code and state in ('submitted', 'verified'))::int as "Evidence",
              (select count(distinct id) from shown where of_code = d.code and state = 'verified')::int as "EvidenceVerified"
            from unnest({ledger.Duties.Select(d => d.Code).ToArray()}) as d(code)
            """).ToDictionaryAsync(s => s.Code, cancel);
        return [.. ledger.Duties.Select(duty =>
        {
            var furthest = same[duty.Code].OrderByDescending(d => d.StateRank).ThenByDescending(d => d.CharterVersion).FirstOrDefault() ?? duty;
            var on = standing[duty.Code];
            return new DutyView(duty.Code, duty.Commitment, duty.Binding, duty.Text, furthest.State, furthest.VerifiedAt,
                furthest.KeptFrom ?? (furthest.CharterVersion < ledger.CharterVersion ? furthest.CharterVersion : null), new(on.Pledges, on.PledgesEnded, on.Evidence, on.EvidenceVerified));
        })];
    }

    private sealed record Standing(string Code, int Pledges, int PledgesEnded, int Evidence, int EvidenceVerified);
}
