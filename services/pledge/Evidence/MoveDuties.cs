using Charter.Contracts;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>
/// Duties follow the evidence that shows them. Whoever moves any takes the rows of all of them first, in one order, and looks at the evidence only then: so what
/// another adds or ends at the same moment is seen by one of the two.
/// </summary>
internal static class MoveDuties
{
    private static int RankOf(string state) => DutyStates.All.Index().Single(s => s.Item == state).Index;

    /// <summary>Moves the duties that the evidence shows forward to the state, and publishes those that moved. Needs a transaction, and the evidence saved.</summary>
    public static async Task AdvanceDutiesAsync(this PledgeDb db, EvidenceItem evidence, string state, DateTimeOffset now, CancellationToken cancel)
    {
        var rank = RankOf(state);
        DateTimeOffset? verifiedAt = state == DutyStates.Verified ? now : null;
        await db.TakeDuties(evidence.Id, cancel);
        var moved = await db.Duties.FromSql($"""
            update ledger_duty d set state_rank = {rank}, verified_at = {verifiedAt} from evidence_shows s
            where s.evidence_id = {evidence.Id} and d.organisation_id = s.organisation_id and d.charter_id = s.charter_id and d.charter_version = s.charter_version
              and d.code = s.code and d.state_rank < {rank}
            returning d.*
            """).AsNoTracking().ToListAsync(cancel);
        foreach (var duty in moved)
            db.Publish(new DutyAdvanced(duty.OrganisationId, duty.CharterId, duty.CharterVersion, duty.Facts(), now));
    }

    /// <summary>
    /// The evidence counts no longer: each duty that it showed falls back as far as other evidence does not hold it, never behind its pledge. What fell back
    /// is published and kept with the reason. Needs a transaction, and the evidence saved.
    /// </summary>
    public static async Task ReconsiderDutiesAsync(this PledgeDb db, Guid evidence, string reason, DateTimeOffset now, CancellationToken cancel)
    {
        var before = (await db.TakeDuties(evidence, cancel)).ToDictionary(d => (d.OrganisationId, d.CharterId, d.CharterVersion, d.Code), d => d.State);
        var today = now.LocalDay();
        var fallen = await db.Duties.FromSql($"""
            with standing as (
              select d.organisation_id, d.charter_id, d.charter_version, d.code,
                coalesce(max(case e.state when 'verified' then 3 when 'submitted' then 2 end), case when exists (
                  select from pledge_serves p where p.organisation_id = d.organisation_id and p.charter_id = d.charter_id and p.charter_version = d.charter_version
                    and p.code = d.code and p.status <> 'withdrawn') then 1 else 0 end) as rank
              from evidence_shows d
                join evidence_shows s on s.organisation_id = d.organisation_id and s.charter_id = d.charter_id and s.charter_version = d.charter_version and s.code = d.code
                left join evidence e on e.id = s.evidence_id and e.state in ('submitted', 'verified') and e.valid_until >= {today}
              where d.evidence_id = {evidence}
              group by d.organisation_id, d.charter_id, d.charter_version, d.code
            )
            update ledger_duty d set state_rank = standing.rank, revision = d.revision + 1 from standing
            where d.organisation_id = standing.organisation_id and d.charter_id = standing.charter_id and d.charter_version = standing.charter_version and d.code = standing.code
              and d.state_rank > standing.rank
            returning d.*
            """).AsNoTracking().ToListAsync(cancel);
        db.FellBack(fallen, d => before[(d.OrganisationId, d.CharterId, d.CharterVersion, d.Code)], reason, evidence, now);
    }

    private static async Task<List<Duty>> TakeDuties(this PledgeDb db, Guid evidence, CancellationToken cancel)
    {
        // Whoever opens the ledger of a newer version at the same moment is waited for, so that its duties are among those taken.
        await db.HoldLedgersAsync(await db.EvidenceDuties.Where(s => s.EvidenceId == evidence).Select(s => s.OrganisationId).Distinct().ToListAsync(cancel), cancel);
        return await db.Duties.FromSql($"""
            select d.* from ledger_duty d
            where exists (select from evidence_shows s where s.evidence_id = {evidence} and d.organisation_id = s.organisation_id and d.charter_id = s.charter_id
              and d.charter_version = s.charter_version and d.code = s.code)
            order by d.organisation_id, d.charter_id, d.charter_version, d.code for update
            """).AsNoTracking().ToListAsync(cancel);
    }
}
