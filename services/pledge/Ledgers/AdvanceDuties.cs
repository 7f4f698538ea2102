using Charter.Contracts;
using Charter.Pledges.Pledges;
using Microsoft.EntityFrameworkCore;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Ledgers;

/// <summary>Duties move because of what happens to pledges and evidence, never by themselves and never back.</summary>
internal static class AdvanceDuties
{
    /// <summary>
    /// Moves the pledge's commitment, and the duty that it names, forward to the state in the version under which it was made and, where they stand word for
    /// word, in those signed since; publishes those that moved. Needs a transaction: what another request moves at the same time is waited for and seen, so no
    /// step is published twice and none backwards.
    /// </summary>
    public static async Task AdvanceDutiesAsync(this PledgeDb db, Pledge pledge, string state, DateTimeOffset now, CancellationToken cancel)
    {
        var rank = DutyStates.All.Index().Single(s => s.Item == state).Index;
        DateTimeOffset? verifiedAt = state == DutyStates.Verified ? now : null;
        string[] codes = pledge.Duty is { } named ? [pledge.Commitment, named] : [pledge.Commitment];
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared({LockOf(pledge.OrganisationId)})", cancel);
        var moved = await db.Duties.FromSql($"""
            update ledger_duty d set state_rank = {rank}, verified_at = coalesce({verifiedAt}, d.verified_at)
            from ledger_duty served
            where served.organisation_id = {pledge.OrganisationId} and served.charter_id = {pledge.CharterId} and served.charter_version = {pledge.CharterVersion} and served.code = any({codes})
              and d.organisation_id = served.organisation_id and d.charter_id = served.charter_id and d.state_rank < {rank}
              and (d.charter_version = served.charter_version and d.code = served.code
                or d.charter_version > served.charter_version and (d.commitment, d.binding, d.text) = (served.commitment, served.binding, served.text))
            returning d.*
            """).AsNoTracking().ToListAsync(cancel);
        foreach (var duty in moved)
            db.Publish(new DutyAdvanced(duty.OrganisationId, duty.CharterId, duty.CharterVersion, duty.Facts(), now));
    }

    /// <summary>Opens a ledger with what was shown under earlier versions. Needs a transaction: what moves at the same moment is waited for, and then moves in this ledger too.</summary>
    public static async Task<LedgerOpened> OpenAsync(this PledgeDb db, Ledger ledger, CharterCopy charter, DateTimeOffset now, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockOf(ledger.OrganisationId)})", cancel);
        var earlier = await db.Duties.AsNoTracking()
            .Where(d => d.OrganisationId == ledger.OrganisationId && d.CharterId == ledger.CharterId && d.CharterVersion < ledger.CharterVersion).ToListAsync(cancel);
        return ledger.Open(charter, earlier, now);
    }

    private static long LockOf(Guid organisation) => BitConverter.ToInt64(organisation.ToByteArray(), 8) ^ 0x6C65_6467_6572;
}
