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
    /// <summary>The duties of a ledger, each as far as it has moved in any ledger of the same version that is this organisation's now.</summary>
    public static async Task<IReadOnlyList<DutyView>> DutiesIn(this PledgeDb db, Ledger ledger, Guid[] held, CancellationToken cancel)
    {
        var all = held.Length == 1 ? ledger.Duties : await db.Duties.AsNoTracking()
            .Where(d => held.Contains(d.OrganisationId) && d.CharterId == ledger.CharterId && d.CharterVersion == ledger.CharterVersion).ToListAsync(cancel);
        var standing = await db.Database.SqlQuery<Standing>($"""
            select d.code as "Code",
              (select count(distinct p.pledge_id) from pledge_serves p where (p.charter_id, p.charter_version, p.code) = ({ledger.CharterId}, {ledger.CharterVersion}, d.code)
                and p.organisation_id = any({held}) and p.status in ('active', 'completed'))::int as "Pledges",
              (select count(distinct p.pledge_id) from pledge_serves p where (p.charter_id, p.charter_version, p.code) = ({ledger.CharterId}, {ledger.CharterVersion}, d.code)
                and p.organisation_id = any({held}) and p.status in ('missed', 'withdrawn'))::int as "PledgesEnded",
              (select count(distinct e.id) from evidence_shows s join evidence e on e.id = s.evidence_id where (s.charter_id, s.charter_version, s.code) = ({ledger.CharterId}, {ledger.CharterVersion}, d.code)
                and s.organisation_id = any({held}) and e.state in ('submitted', 'verified'))::int as "Evidence",
              (select count(distinct e.id) from evidence_shows s join evidence e on e.id = s.evidence_id where (s.charter_id, s.charter_version, s.code) = ({ledger.CharterId}, {ledger.CharterVersion}, d.code)
                and s.organisation_id = any({held}) and e.state = 'verified')::int as "EvidenceVerified"
            from unnest({ledger.Duties.Select(d => d.Code).ToArray()}) as d(code)
            """).ToDictionaryAsync(s => s.Code, cancel);
        return [.. ledger.Duties.Select(duty =>
        {
            var furthest = all.Where(d => d.Code == duty.Code).MaxBy(d => d.StateRank) ?? duty;
            var on = standing[duty.Code];
            return new DutyView(duty.Code, duty.Commitment, duty.Binding, duty.Text, furthest.State, furthest.VerifiedAt, furthest.KeptFrom, new(on.Pledges, on.PledgesEnded, on.Evidence, on.EvidenceVerified));
        })];
    }

    private sealed record Standing(string Code, int Pledges, int PledgesEnded, int Evidence, int EvidenceVerified);
}
