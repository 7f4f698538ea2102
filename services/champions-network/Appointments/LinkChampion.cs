using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Appointments;

/// <summary>Knows a champion by the confirmed e-mail address in the token, the first time that the person acts here.</summary>
internal static class LinkChampion
{
    /// <summary>The caller's appointments, linked to the account when the context is saved.</summary>
    public static async Task<IReadOnlyList<Champion>> Find(Caller caller, ChampionsDb db, TimeProvider time, CancellationToken cancel)
    {
        if (caller.IsProgram)
            return [];   // nobody has appointed it, and it has no address by which it could be known
        var email = Champion.Normal(caller.Email);
        var appointments = await db.Champions.Where(c => c.Subject == caller.Subject || (c.Subject == null && c.Email == email)).OrderBy(c => c.Id).ToListAsync(cancel);
        foreach (var champion in appointments.Where(c => c.Subject is null))
        {
            champion.Link(caller.Subject);
            db.Publish(new ChampionAppointed(champion.Id, champion.Version, champion.OrganisationId, champion.Subject, champion.AppointedBy, time.GetUtcNow()));
        }
        return appointments;
    }

    /// <summary>The caller's appointments, from now on linked to the account.</summary>
    public static async Task<IReadOnlyList<Champion>> AppointmentsOf(Caller caller, ChampionsDb db, TimeProvider time, CancellationToken cancel)
    {
        var appointments = await Find(caller, db, time, cancel);
        await Save(db, cancel);
        return appointments;
    }

    /// <summary>Saves what the context holds. Where another request of the same person has linked their appointments at this moment, that link stands.</summary>
    public static async Task Save(ChampionsDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            foreach (var told in db.ChangeTracker.Entries<OutboxMessage>().Where(e => e.Entity.Type == nameof(ChampionAppointed)).ToArray())
                told.State = EntityState.Detached;
            foreach (var champion in db.ChangeTracker.Entries<Champion>().ToArray())
                await champion.ReloadAsync(cancel);
            await db.SaveChangesAsync(cancel);
        }
    }
}
