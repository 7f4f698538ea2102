using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>Copies the public facts of an item of evidence, unless the copy is newer.</summary>
internal sealed class RecordEvidenceWhenItChanges(SignatoryDb db)
    : IConsumer<EvidenceSubmitted>, IConsumer<EvidenceVerified>, IConsumer<EvidenceReturned>, IConsumer<EvidenceRefused>, IConsumer<EvidenceWithdrawn>, IConsumer<EvidenceSuperseded>, IConsumer<EvidenceExpired>
{
    public Task Consume(ConsumeContext<EvidenceSubmitted> context) => Record(context.Message.Evidence);

    public Task Consume(ConsumeContext<EvidenceVerified> context) => Record(context.Message.Evidence);

    public Task Consume(ConsumeContext<EvidenceReturned> context) => Record(context.Message.Evidence);

    public Task Consume(ConsumeContext<EvidenceRefused> context) => Record(context.Message.Evidence);

    public Task Consume(ConsumeContext<EvidenceWithdrawn> context) => Record(context.Message.Evidence);

    public Task Consume(ConsumeContext<EvidenceSuperseded> context) => Record(context.Message.Evidence);

    public Task Consume(ConsumeContext<EvidenceExpired> context) => Record(context.Message.Evidence);

    private Task<int> Record(EvidenceFacts e) => db.Database.ExecuteSqlAsync($"""
        insert into register_evidence (evidence_id, pledge_id, organisation_id, version, title, introduced_on, state)
        values ({e.EvidenceId}, {e.PledgeId}, {e.OrganisationId}, {e.Version}, {e.Title}, {e.IntroducedOn}, {e.State})
        on conflict (evidence_id) do update set version = excluded.version, title = excluded.title, introduced_on = excluded.introduced_on, state = excluded.state
        where register_evidence.version < excluded.version
        """);
}
