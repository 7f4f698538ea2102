using Charter.Contracts;
using Charter.Pledges.Evidence;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Ledgers;

/// <summary>Duties move because of what happens to pledges; evidence moves them in <see cref="Evidence.MoveDuties"/>. A duty in a later version is the same if it stands there word for word.</summary>
internal static class AdvanceDuties
{
    /// <summary>
    /// A pledge was made, or moved to another version or duty: its commitment, and the duty that it names, are in place in that version and, where they stand word
    /// for word, in those signed since. Publishes those that moved. Needs a transaction: what another request moves at the same time is waited for and seen.
    /// </summary>
    public static async Task AdvanceDutiesAsync(this PledgeDb db, Pledge pledge, DateTimeOffset now, CancellationToken cancel)
    {
        string[] codes = pledge.Duty is { } named ? [pledge.Commitment, named] : [pledge.Commitment];
        await db.HoldLedgersAsync([pledge.OrganisationId], cancel);
        var moved = await db.Duties.FromSql($"""
            update ledger_duty d set state_rank = 1
            from ledger_duty served
            where served.organisation_id = {pledge.OrganisationId} and served.charter_id = {pledge.CharterId} and served.charter_version = {pledge.CharterVersion} and served.code = any({codes})
              and d.organisation_id = served.organisation_id and d.charter_id = served.charter_id and d.state_rank < 1
              and (d.charter_version = served.charter_version and d.code = served.code
                or d.charter_version > served.charter_version and (d.commitment, d.binding, d.text) = (served.commitment, served.binding, served.text))
            returning d.*
            """).AsNoTracking().ToListAsync(cancel);
        foreach (var duty in moved)
            db.Publish(new DutyAdvanced(duty.OrganisationId, duty.CharterId, duty.CharterVersion, duty.Facts(), now));
    }

    /// <summary>
    /// A pledge was withdrawn: each duty that it served, for which nothing was shown and under which no other pledge stands, is not started again. Needs a
    /// transaction, and the lock of <see cref="TakeLedgersAsync"/> since before the pledge was read.
    /// </summary>
    public static async Task ReconsiderDutiesAsync(this PledgeDb db, Pledge pledge, DateTimeOffset now, CancellationToken cancel)
    {
        var fallen = await db.Duties.FromSql($"""
            update ledger_duty d set state_rank = 0, revision = d.revision + 1 from pledge_serves mine
            where mine.pledge_id = {pledge.Id} and d.organisation_id = mine.organisation_id and d.charter_id = mine.charter_id and d.charter_version = mine.charter_version and d.code = mine.code
              and d.state_rank = 1 and not exists (select from pledge_serves other where other.organisation_id = d.organisation_id and other.charter_id = d.charter_id
                and other.charter_version = d.charter_version and other.code = d.code and other.status <> 'withdrawn')
            returning d.*
            """).AsNoTracking().ToListAsync(cancel);
        db.FellBack(fallen, _ => DutyStates.InPlace, SetbackReasons.PledgeWithdrawn, null, now);
    }

    /// <summary>Opens a ledger with what the organisation has shown under earlier versions; what its predecessors have, <see cref="LedgerView"/> looks up. Needs a transaction: what moves at the same moment is waited for, and then moves in this ledger too.</summary>
    public static async Task<LedgerOpened> OpenAsync(this PledgeDb db, Ledger ledger, CharterCopy charter, DateTimeOffset now, CancellationToken cancel)
    {
        await db.TakeLedgersAsync(ledger.OrganisationId, cancel);
        var earlier = await db.Duties.AsNoTracking()
            .Where(d => d.OrganisationId == ledger.OrganisationId && d.CharterId == ledger.CharterId && d.CharterVersion < ledger.CharterVersion).ToListAsync(cancel);
        var opened = ledger.Open(charter, earlier, now);
        // Whoever copies what is verified, and not whole ledgers, hears of what was kept too.
        foreach (var kept in ledger.Duties.Where(d => d.VerifiedAt is not null))
            db.Publish(new DutyAdvanced(kept.OrganisationId, kept.CharterId, kept.CharterVersion, kept.Facts(), kept.VerifiedAt!.Value));
        return opened;
    }

    /// <summary>Keeps ledgers of these organisations from being opened, and pledges from being withdrawn, until the transaction ends.</summary>
    public static async Task HoldLedgersAsync(this PledgeDb db, IEnumerable<Guid> organisations, CancellationToken cancel)
    {
        foreach (var organisation in organisations.Distinct().Order())
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared({LockOf(organisation)})", cancel);
    }

    /// <summary>Keeps all duties of the organisation from moving until the transaction ends.</summary>
    public static Task TakeLedgersAsync(this PledgeDb db, Guid organisation, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockOf(organisation)})", cancel);

    private static long LockOf(Guid organisation) => BitConverter.ToInt64(organisation.ToByteArray(), 8) ^ 0x6C65_6467_6572;
}
