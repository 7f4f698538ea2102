using Charter.Contracts;
using MassTransit;

namespace Charter.Identity.Memberships;

/// <summary>Tells every signatory of an organisation that its signature has lapsed. The inbox sees to it that it is one mail for each.</summary>
internal sealed class TellWhenResigningMissed(Letters letters) : IConsumer<ResigningMissed>
{
    public Task Consume(ConsumeContext<ResigningMissed> context) => letters.SignatureLapsed(context.Message, context.CancellationToken);
}
