using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Gate;

/// <summary>
/// Follows whether evidence for the commitment to embed is verified, for each version of a charter that binds the organisation; what came before the last
/// time that the duty fell back changes nothing, however late it comes.
/// </summary>
internal sealed class RecordEmbedWhenDutyAdvanced(KiteMarkDb db) : IConsumer<DutyAdvanced>, IConsumer<DutyFellBack>
{
    public Task Consume(ConsumeContext<DutyAdvanced> context)
    {
        var m = context.Message;
        return m.Duty is { Code: Commitments.Embed, State: DutyStates.Verified }
            ? Record(m.OrganisationId, m.CharterId, m.CharterVersion, m.Duty.Revision, m.OccurredAt, context.CancellationToken) : Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<DutyFellBack> context)
    {
        var m = context.Message;
        return m.Duty.Code == Commitments.Embed ? Record(m.OrganisationId, m.CharterId, m.CharterVersion, m.Duty.Revision, null, context.CancellationToken) : Task.CompletedTask;
    }

    private async Task Record(Guid organisation, Guid charter, int version, int revision, DateTimeOffset? verifiedAt, CancellationToken cancel)
    {
        // The row of the organisation is taken first, so that what is drawn at the end sees all that others drew before.
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation (organisation_id, name, sector, places) values ({organisation}, '', '', array[]::text[])
            on conflict (organisation_id) do update set version = organisation.version
            """, cancel);
        await db.Database.ExecuteSqlAsync($"""
            insert into embed_duty (organisation_id, charter_id, charter_version, revision, verified_at) values ({organisation}, {charter}, {version}, {revision}, {verifiedAt})
            on conflict (organisation_id, charter_id, charter_version) do update set
              verified_at = case when embed_duty.revision < excluded.revision then excluded.verified_at else least(embed_duty.verified_at, excluded.verified_at) end, revision = excluded.revision
            where embed_duty.revision <= excluded.revision
            """, cancel);
        await db.Database.ExecuteSqlAsync($"""
            update organisation set embed_verified_at = (select min(verified_at) from embed_duty d where d.organisation_id = organisation.organisation_id) where organisation_id = {organisation}
            """, cancel);
    }
}
