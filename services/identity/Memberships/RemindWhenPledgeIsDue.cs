using Charter.Contracts;
using MassTransit;

namespace Charter.Identity.Memberships;

/// <summary>
/// Reminds the signatories and editors of an organisation of a pledge whose day comes near or has passed, and tells them when a rule has entered that one was
/// missed. The inbox sees to it that it is one mail for each.
/// </summary>
internal sealed class RemindWhenPledgeIsDue(Letters letters) : IConsumer<PledgeDue>, IConsumer<PledgeMissed>
{
    public Task Consume(ConsumeContext<PledgeDue> context) => letters.PledgeIsDue(context.Message, context.CancellationToken);

    public Task Consume(ConsumeContext<PledgeMissed> context) => context.Message.ByRule ? letters.PledgeMissedByRule(context.Message, context.CancellationToken) : Task.CompletedTask;
}
