using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>Forgets who signed, once the person has erased the account. The signature stands.</summary>
internal sealed class WithholdNameWhenAccountErased(SignatoryDb db) : IConsumer<AccountErased>
{
    public async Task Consume(ConsumeContext<AccountErased> context)
    {
        foreach (var signature in await db.Signatures.Where(s => s.SignedBy == context.Message.Subject).ToListAsync(context.CancellationToken))
            signature.WithholdName();
    }
}
