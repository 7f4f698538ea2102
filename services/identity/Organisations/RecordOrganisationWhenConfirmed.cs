using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Organisations;

/// <summary>Copies the name of an organisation, unless the copy is newer.</summary>
internal sealed class RecordOrganisationWhenConfirmed(IdentityDb db, TimeProvider time) : IConsumer<OrganisationConfirmed>, IConsumer<OrganisationChanged>
{
    public Task Consume(ConsumeContext<OrganisationConfirmed> context) => Record(context.Message.OrganisationId, context.Message.Name, context.Message.Version);

    public Task Consume(ConsumeContext<OrganisationChanged> context) => Record(context.Message.OrganisationId, context.Message.Name, context.Message.Version);

    private Task<int> Record(Guid id, string name, int version) => db.Database.ExecuteSqlAsync($"""
        insert into organisation (organisation_id, name, version, recorded_at)
        values ({id}, {name}, {version}, {time.GetUtcNow()})
        on conflict (organisation_id) do update set name = excluded.name, version = excluded.version where organisation.version < excluded.version
        """);
}
