using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Ledgers;

/// <summary>Remembers which signatures hold no longer; also of one that is not known here yet.</summary>
internal sealed class RecordEndWhenSignatureEnds(PledgeDb db) : IConsumer<SignatureLapsed>, IConsumer<SignatureWithdrawn>
{
    public Task Consume(ConsumeContext<SignatureLapsed> context) =>
        Record(context.Message.SignatureId, context.Message.OrganisationId, context.Message.LapsedOn, RegisterStatuses.Lapsed);

    public Task Consume(ConsumeContext<SignatureWithdrawn> context) =>
        Record(context.Message.SignatureId, context.Message.OrganisationId, context.Message.WithdrawnOn, RegisterStatuses.Withdrawn);

    // A signature ends once, so what comes again says the same.
    private Task<int> Record(Guid signature, Guid organisation, DateOnly on, string reason) => db.Database.ExecuteSqlAsync($"""
        insert into ended_signature (signature_id, organisation_id, ended_on, reason) values ({signature}, {organisation}, {on}, {reason}) on conflict do nothing
        """);
}
