using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Gate;

/// <summary>Remembers who has signed, with the facts of the latest signature.</summary>
internal sealed class RecordSignatureWhenCharterSigned(KiteMarkDb db) : IConsumer<CharterSigned>
{
    public Task Consume(ConsumeContext<CharterSigned> context)
    {
        var signed = context.Message;
        return db.Database.ExecuteSqlAsync($"""
            insert into organisation (organisation_id, name, sector, places, signature_id, signed_at)
            values ({signed.OrganisationId}, {signed.Name}, {signed.Sector}, {signed.Places.ToArray()}, {signed.SignatureId}, {signed.OccurredAt})
            on conflict (organisation_id) do update
            set name = excluded.name, sector = excluded.sector, places = excluded.places, signature_id = excluded.signature_id, signed_at = excluded.signed_at
            where organisation.signed_at is null or organisation.signed_at < excluded.signed_at
            """);
    }
}
