using Charter.Contracts;
using MassTransit;

namespace Charter.Identity.Memberships;

/// <summary>Reminds the signatories and editors of an organisation that evidence soon counts no longer. The inbox sees to it that it is one mail for each reminder.</summary>
internal sealed class RemindWhenEvidenceExpires(Letters letters) : IConsumer<EvidenceExpiring>
{
    public Task Consume(ConsumeContext<EvidenceExpiring> context) => letters.EvidenceExpires(context.Message, context.CancellationToken);
}
