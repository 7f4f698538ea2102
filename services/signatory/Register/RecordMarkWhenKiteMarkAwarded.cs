using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.History;
using Charter.Signatories.Organisations;
using Charter.Signatories.Successions;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>
/// Keeps the latest award of each organisation, of two on one day the one made last, and shows it on the register. An organisation that is not on it
/// yet gets its mark with its entry.
/// </summary>
internal sealed class RecordMarkWhenKiteMarkAwarded(SignatoryDb db, TimeProvider time) : IConsumer<KiteMarkAwarded>
{
    public async Task Consume(ConsumeContext<KiteMarkAwarded> context)
    {
        var award = context.Message;
        await db.Database.ExecuteSqlAsync($"""
            insert into register_mark as mark (organisation_id, level, award_id, version, awarded_on, valid_until)
            values ({award.OrganisationId}, {award.Level}, {award.AwardId}, {award.Version}, {award.AwardedOn}, {award.ValidUntil})
            on conflict (organisation_id) do update set level = excluded.level, award_id = excluded.award_id, version = excluded.version,
              awarded_on = excluded.awarded_on, valid_until = excluded.valid_until
            where (mark.award_id = excluded.award_id and mark.version < excluded.version)
              or (mark.award_id <> excluded.award_id and (mark.awarded_on, mark.award_id) < (excluded.awarded_on, excluded.award_id))
            """);
        await db.HoldSuccessions(context.CancellationToken);
        if (await db.Successions.AnyAsync(s => s.PredecessorId == award.OrganisationId || s.SuccessorId == award.OrganisationId, context.CancellationToken))
        {
            var holder = await db.HolderOf(award.OrganisationId, context.CancellationToken);
            await db.Lock([holder], context.CancellationToken);
            await db.DrawEntries([holder], time.Today(), context.CancellationToken);
        }
        else
            await db.Database.ExecuteSqlAsync($"""
                update register_entry set mark = m.level, award_id = m.award_id, award_version = m.version, awarded_on = m.awarded_on, mark_valid_until = m.valid_until,
                  changed_on = greatest(changed_on, m.awarded_on)
                from register_mark m where m.organisation_id = {award.OrganisationId} and register_entry.organisation_id = m.organisation_id
                """);
        await db.RecordOnce(HistoryEntry.Award(award));
    }
}
