using Charter.Contracts;
using Charter.KiteMarks.Awards;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.KiteMarks.Successions;

/// <summary>What became of a mark whose holder was succeeded by another organisation.</summary>
/// <param name="OrganisationId">The successor that acts now.</param>
/// <param name="On">Day from which the succession holds in law.</param>
/// <param name="IsHeld">The successor holds the mark for the rest of its term; otherwise it has one of its own that is worth as much.</param>
internal sealed record Transfer(Guid OrganisationId, string Name, DateOnly On, bool IsHeld)
{
    /// <summary>Null while the organisation to which it was awarded acts for itself.</summary>
    public static async Task<Transfer?> Of(Award award, KiteMarkDb db, DateOnly today, CancellationToken cancel)
    {
        if (await db.HolderOf(award.OrganisationId, cancel) is var holder && holder == award.OrganisationId)
            return null;
        var on = await db.Set<SuccessionCopy>().Where(s => s.PredecessorId == award.OrganisationId && s.ReversedAt == null).OrderByDescending(s => s.Id).Select(s => s.On).FirstAsync(cancel);
        var name = await db.Organisations.Where(o => o.OrganisationId == holder && o.Name != "").Select(o => o.Name).SingleOrDefaultAsync(cancel) ?? (await db.LatestTo(holder, cancel))?.SuccessorName ?? "";
        var levels = await db.Awards.Where(a => a.OrganisationId == holder && a.ValidUntil >= today).Select(a => a.Level).ToListAsync(cancel);
        return new(holder, name, on, !levels.Exists(own => RankOf(own) >= RankOf(award.Level)));
    }

    private static int RankOf(string level) => MarkLevels.All.Index().FirstOrDefault(l => l.Item == level).Index;
}
