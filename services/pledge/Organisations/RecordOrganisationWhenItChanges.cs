using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Organisations;

/// <summary>Copies the facts of an organisation, unless the copy is newer.</summary>
internal sealed class RecordOrganisationWhenItChanges(PledgeDb db) : IConsumer<OrganisationConfirmed>, IConsumer<OrganisationChanged>, IConsumer<CharterSigned>
{
    public Task Consume(ConsumeContext<OrganisationConfirmed> context)
    {
        var o = context.Message;
        return Record(o.OrganisationId, o.Version, o.Name, o.Sector, o.Kind, o.SizeBand, o.Places, o.OccurredAt);
    }

    public Task Consume(ConsumeContext<OrganisationChanged> context)
    {
        var o = context.Message;
        return Record(o.OrganisationId, o.Version, o.Name, o.Sector, o.Kind, o.SizeBand, o.Places, o.OccurredAt);
    }

    public Task Consume(ConsumeContext<CharterSigned> context)
    {
        var s = context.Message;
        return Record(s.OrganisationId, s.OrganisationVersion, s.Name, s.Sector, s.Kind, s.SizeBand, s.Places, s.OccurredAt);
    }

    // Signatures from before organisations could change carry no version; among those, and between copies of them, the time decides.
    private Task<int> Record(Guid id, int version, string name, string sector, string kind, string sizeBand, IReadOnlyList<string> places, DateTimeOffset asAt) =>
        db.Database.ExecuteSqlAsync($"""
            insert into organisation (organisation_id, version, name, sector, kind, size_band, places, as_at)
            values ({id}, {version}, {name}, {sector}, {kind}, {sizeBand}, {places.ToArray()}, {asAt})
            on conflict (organisation_id) do update set version = excluded.version, name = excluded.name, sector = excluded.sector, kind = excluded.kind,
              size_band = excluded.size_band, places = excluded.places, as_at = excluded.as_at
            where (organisation.version, organisation.as_at) < (excluded.version, excluded.as_at)
            """);
}
