using Charter.Contracts;
using MassTransit;

namespace Charter.Identity.Memberships;

/// <summary>Reminds every signatory of an organisation that a newer version of a charter waits to be signed. The inbox sees to it that it is one mail for each reminder.</summary>
internal sealed class RemindWhenResigningDue(Letters letters) : IConsumer<ResigningDue>
{
    public Task Consume(ConsumeContext<ResigningDue> context) => letters.SignAgain(context.Message, context.CancellationToken);
}
