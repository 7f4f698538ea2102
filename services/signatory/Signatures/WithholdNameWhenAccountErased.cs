using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>Forgets who signed, once the person has erased the account, and what they wrote when they withdrew a signature. What was signed stands.</summary>
internal sealed class WithholdNameWhenAccountErased(SignatoryDb db) : IConsumer<AccountErased>
{
    public async Task Consume(ConsumeContext<AccountErased> context)
    {
        var (person, cancel) = (context.Message.Subject, context.CancellationToken);
        foreach (var signature in await db.Signatures.Where(s => s.SignedBy == person || s.WithdrawnBy == person || s.Others.Any(o => o.SignedBy == person)).ToListAsync(cancel))
            signature.Forget(person);
        foreach (var open in await db.OpenSignatures.Where(o => o.Parts.Any(p => p.SignedBy == person)).ToListAsync(cancel))
            open.Forget(person);
    }
}
