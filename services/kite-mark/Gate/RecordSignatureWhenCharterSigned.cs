using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Gate;

/// <summary>Remembers who has signed, the latest signature, and the newest facts of the organisation, in whatever order they come.</summary>
internal sealed class RecordSignatureWhenCharterSigned(KiteMarkDb db) : IConsumer<CharterSigned>
{
    public async Task Consume(ConsumeContext<CharterSigned> context)
    {
        var signed = context.Message;
        await db.Database.ExecuteSqlAsync($"""
            insert into organisation (organisation_id, version, name, sector, places, signature_id, signed_at)
            values ({signed.OrganisationId}, {signed.OrganisationVersion}, {signed.Name}, {signed.Sector}, {signed.Places.ToArray()}, {signed.SignatureId}, {signed.OccurredAt})
            on conflict (organisation_id) do update
            set version = excluded.version, name = excluded.name, sector = excluded.sector, places = excluded.places
            where organisation.version < excluded.version or (organisation.version = excluded.version and (organisation.signed_at is null or organisation.signed_at < excluded.signed_at))
            """);
        await db.Database.ExecuteSqlAsync($"""
            update organisation set signature_id = {signed.SignatureId}, signed_at = {signed.OccurredAt}
            where organisation_id = {signed.OrganisationId} and (signed_at is null or signed_at < {signed.OccurredAt})
            """);
    }
}
