using Charter.Contracts;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Ledgers;

/// <summary>Duties move because of what happens to pledges, never by themselves and never back.</summary>
internal static class AdvanceDuties
{
    /// <summary>
    /// Moves the pledge's commitment, and the duty that it names, forward to the state in the version under which it was made and in
    /// those signed since, and publishes those that moved. Needs a transaction: what another request moves at the same time is waited
    /// for and seen, so no step is published twice and none backwards.
    /// </summary>
    public static async Task AdvanceDutiesAsync(this PledgeDb db, Pledge pledge, string state, DateTimeOffset now, CancellationToken cancel)
    {
        var rank = DutyStates.All.Index().Single(s => s.Item == state).Index;
        string[] codes = pledge.Duty is { } named ? [pledge.Commitment, named] : [pledge.Commitment];
        var moved = await db.Duties.FromSql($"""
            update ledger_duty set state_rank = {rank}
            where organisation_id = {pledge.OrganisationId} and charter_id = {pledge.CharterId} and charter_version >= {pledge.CharterVersion}
              and code = any({codes}) and state_rank < {rank}
            returning *
            """).AsNoTracking().ToListAsync(cancel);
        foreach (var duty in moved)
            db.Publish(new DutyAdvanced(duty.OrganisationId, duty.CharterId, duty.CharterVersion, duty.Facts(), now));
    }
}
