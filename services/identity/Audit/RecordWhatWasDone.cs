using Charter.Contracts;
using MassTransit;

namespace Charter.Identity.Audit;

/// <summary>Takes what the other services did, and what the gateway saw refused, into the audit trail.</summary>
internal sealed class RecordWhatWasDone(IdentityDb db) : IConsumer<ActionTaken>, IConsumer<AttemptRefused>
{
    public Task Consume(ConsumeContext<ActionTaken> context)
    {
        db.Add(AuditEntry.Of(context.Message, context.MessageId));
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<AttemptRefused> context)
    {
        db.Add(AuditEntry.Of(context.Message, context.MessageId!.Value));
        return Task.CompletedTask;
    }
}
