using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Gate;

/// <summary>Follows who is a signatory: a signature of a version before the newest counts until it lapses, one that was withdrawn not from that moment on.</summary>
internal sealed class RecordStandingWhenSignatureChanges(KiteMarkDb db) : IConsumer<CharterSigned>, IConsumer<SignatureLapsed>, IConsumer<SignatureWithdrawn>
{
    public Task Consume(ConsumeContext<CharterSigned> context) => db.Database.ExecuteSqlAsync($"""
        insert into signature_standing (organisation_id, charter_id, signed_at, ended_signed_at)
        values ({context.Message.OrganisationId}, {context.Message.CharterId}, {context.Message.OccurredAt}, '-infinity')
        on conflict (organisation_id, charter_id) do update set signed_at = greatest(signature_standing.signed_at, excluded.signed_at)
        """);

    public Task Consume(ConsumeContext<SignatureLapsed> context) => End(context.Message.OrganisationId, context.Message.CharterId, context.Message.SignedAt);

    public Task Consume(ConsumeContext<SignatureWithdrawn> context) => End(context.Message.OrganisationId, context.Message.CharterId, context.Message.SignedAt);

    private Task<int> End(Guid organisation, Guid charter, DateTimeOffset signedAt) => db.Database.ExecuteSqlAsync($"""
        insert into signature_standing (organisation_id, charter_id, signed_at, ended_signed_at)
        values ({organisation}, {charter}, '-infinity', {signedAt})
        on conflict (organisation_id, charter_id) do update set ended_signed_at = greatest(signature_standing.ended_signed_at, excluded.ended_signed_at)
        """);
}
