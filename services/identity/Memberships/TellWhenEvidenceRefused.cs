using Charter.Contracts;
using MassTransit;

namespace Charter.Identity.Memberships;

/// <summary>Tells whoever attached evidence that a scanner found something in it.</summary>
internal sealed class TellWhenEvidenceRefused(Letters letters) : IConsumer<EvidenceRefused>
{
    public Task Consume(ConsumeContext<EvidenceRefused> context) => letters.EvidenceRefused(context.Message, context.CancellationToken);
}
