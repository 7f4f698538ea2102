using Charter.ServiceDefaults;
using Charter.Signatories.Register;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Successions;

/// <summary>Draws entries of the register of organisations that are part of a succession.</summary>
internal static class DrawingEntries
{
    /// <summary>
    /// Makes each entry anew: of a predecessor, that another has taken its place; of a successor, with the signature that it was left if it has none of its
    /// own, and with the mark that is worth most. An entry for which there is nothing goes. Needs a transaction, and the table of who stands in whose place.
    /// </summary>
    /// <param name="since">The day, where what they say follows from something that they show no longer.</param>
    public static async Task DrawEntries(this SignatoryDb db, IReadOnlyCollection<Guid> organisations, DateOnly today, CancellationToken cancel, DateOnly? since = null)
    {
        foreach (var id in organisations)
            await Draw(db, id, today, since, cancel);
        await db.SaveChangesAsync(cancel);
        await db.Database.ExecuteSqlAsync($"""
            update register_entry set commitments = verified_commitments(organisation_id, charter_id)
            where organisation_id = any({organisations.ToArray()}) and commitments <> verified_commitments(organisation_id, charter_id)
            """, cancel);
    }

    /// <summary>One that shows a mark whose time is over, and has or was left another whose time is not.</summary>
    public static FormattableString WithMarkThatIsOver(DateOnly today) => $"""
        select e.organisation_id from carried_over c join register_entry e on e.organisation_id = c.holder_id join organisation o on o.id = e.organisation_id
        where e.mark_valid_until < {today} and exists (select from register_mark m where m.valid_until >= {today}
          and (m.organisation_id = e.organisation_id or m.organisation_id in (select h.organisation_id from carried_over h where h.holder_id = e.organisation_id)))
        limit 1 for no key update of o skip locked
        """;

    private static async Task Draw(SignatoryDb db, Guid id, DateOnly today, DateOnly? changedOn, CancellationToken cancel)
    {
        var organisation = await db.Organisations.SingleAsync(o => o.Id == id, cancel);
        var successions = await db.Successions.AsNoTracking().Where(s => s.PredecessorId == id || s.SuccessorId == id).ToListAsync(cancel);
        var since = successions.Select(s => (DateOnly?)(s.ReversedOn ?? s.EnteredOn)).Append(changedOn).Max();
        var standing = successions.Find(s => s.PredecessorId == id && s.ReversedAt is null);
        var held = standing is null ? await db.HeldBy(id, cancel) : [id];
        var signatures = await db.Signatures.AsNoTracking().Where(s => held.Contains(s.OrganisationId)).ToListAsync(cancel);
        // Of what it was left, it shows the signatures of one predecessor: of one whose signature holds, if there is any.
        var shown = signatures.GroupBy(s => s.OrganisationId).OrderByDescending(g => g.Key == id).ThenByDescending(g => g.Any(s => s.Holds)).ThenByDescending(g => g.Max(s => s.SignedAt))
            .Select(g => g.ToList()).FirstOrDefault() ?? [];
        var mark = standing is null ? RegisterMark.BestOf(await db.RegisterMarks.AsNoTracking().Where(m => held.Contains(m.OrganisationId)).ToListAsync(cancel), id, today) : null;
        var entry = await db.Register.FindAsync([id], cancel);
        if (shown.Count == 0)
        {
            if (entry is null)
                return;
            // One that stood between others stays, so that whoever comes from the first finds the last.
            if (standing is null)
                db.Remove(entry);
            else
                entry.HandOn(standing.SuccessorId, since);
            return;
        }
        if (entry is null)
            db.Add(entry = RegisterEntry.Of(organisation, shown, mark));
        else
            entry.Redraw(organisation, shown, mark);
        entry.TakePartInSuccession(standing?.SuccessorId, since);
    }
}
