using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Gate;

/// <summary>Remembers that evidence for the commitment to embed was verified; a state that came before or comes late changes nothing.</summary>
internal sealed class RecordEmbedWhenDutyAdvanced(KiteMarkDb db) : IConsumer<DutyAdvanced>
{
    public Task Consume(ConsumeContext<DutyAdvanced> context)
    {
        var advanced = context.Message;
        return advanced.Duty is { Code: Commitments.Embed, State: DutyStates.Verified }
            ? db.Database.ExecuteSqlAsync($"""
                insert into organisation (organisation_id, name, sector, places, embed_verified_at)
                values ({advanced.OrganisationId}, '', '', array[]::text[], {advanced.OccurredAt})
                on conflict (organisation_id) do update set embed_verified_at = least(organisation.embed_verified_at, excluded.embed_verified_at)
                """)
            : Task.CompletedTask;
    }
}
