using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Gate;

/// <summary>Copies the facts of an organisation, unless the copy is newer; also of one that has not signed yet, whose signature may come later with older facts.</summary>
internal sealed class RecordFactsWhenOrganisationChanged(KiteMarkDb db) : IConsumer<OrganisationChanged>
{
    public Task Consume(ConsumeContext<OrganisationChanged> context)
    {
        var o = context.Message;
        return db.Database.ExecuteSqlAsync($"""
            insert into organisation (organisation_id, version, name, sector, places) values ({o.OrganisationId}, {o.Version}, {o.Name}, {o.Sector}, {o.Places.ToArray()})
            on conflict (organisation_id) do update set version = excluded.version, name = excluded.name, sector = excluded.sector, places = excluded.places
            where organisation.version < excluded.version
            """);
    }
}
