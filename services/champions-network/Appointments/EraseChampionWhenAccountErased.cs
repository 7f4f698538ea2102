using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Appointments;

/// <summary>Forgets by which name and address a champion was known, once the person has erased the account.</summary>
internal sealed class EraseChampionWhenAccountErased(ChampionsDb db) : IConsumer<AccountErased>
{
    public async Task Consume(ConsumeContext<AccountErased> context)
    {
        foreach (var champion in await db.Champions.Where(c => c.Subject == context.Message.Subject).ToListAsync(context.CancellationToken))
            champion.Erase();
    }
}
