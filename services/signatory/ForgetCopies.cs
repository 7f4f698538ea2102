using Charter.ServiceDefaults;
using Charter.Signatories.Register;
using Charter.Signatories.Successions;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories;

/// <summary>
/// Empties register_duty, register_pledge, register_evidence and register_mark, which are copies of what the pledge and kite-mark services state,
/// and makes the entries and counters of the register anew from the organisations and signatures, which are this service's own. Nobody who reads
/// the register waits; until the others have stated their facts again, it shows less than there is.
/// </summary>
internal static class ForgetCopies
{
    private const int PageSize = 500;

    public static async Task Run(SignatoryDb db)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            // The lock keeps consumers out, who would otherwise wait for a part of what is deleted while this waits for them.
            await db.Database.ExecuteSqlRawAsync("""
                lock table register_duty, register_pledge, register_evidence, register_mark in share row exclusive mode;
                delete from register_duty;
                delete from register_pledge;
                delete from register_evidence;
                delete from register_mark
                """);
            await transaction.CommitAsync();
        }
        for (Guid? last = Guid.Empty; last is { } after;)
            last = await RedrawEntries(db, after);
        for (Guid? last = Guid.Empty; last is { } after;)
            last = await RedrawSuccessions(db, after);
        await Recount(db);
    }

    /// <summary>A page in a transaction of its own, because signing waits for it.</summary>
    private static async Task<Guid?> RedrawEntries(SignatoryDb db, Guid after)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await KeepWritersOut(db);
        var organisations = await db.Organisations.AsNoTracking().Where(o => o.Id > after && db.Signatures.Any(s => s.OrganisationId == o.Id)
                && !db.Successions.Any(s => s.PredecessorId == o.Id || s.SuccessorId == o.Id))
            .OrderBy(o => o.Id).Take(PageSize).ToListAsync();
        Guid[] ids = [.. organisations.Select(o => o.Id)];
        var signatures = (await db.Signatures.AsNoTracking().Where(s => ids.Contains(s.OrganisationId)).ToListAsync()).ToLookup(s => s.OrganisationId);
        var marks = await db.RegisterMarks.AsNoTracking().Where(m => ids.Contains(m.OrganisationId)).ToDictionaryAsync(m => m.OrganisationId);
        var entries = await db.Register.Where(e => ids.Contains(e.OrganisationId)).ToDictionaryAsync(e => e.OrganisationId);
        foreach (var organisation in organisations)
        {
            var mark = marks.GetValueOrDefault(organisation.Id);
            if (entries.TryGetValue(organisation.Id, out var entry))
                entry.Redraw(organisation, signatures[organisation.Id], mark);
            else
                db.Register.Add(RegisterEntry.Of(organisation, signatures[organisation.Id], mark));
        }
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return organisations.Count == PageSize ? ids[^1] : null;
    }

    /// <summary>Entries of organisations that are part of a succession, which follow from more than their own signatures.</summary>
    private static async Task<Guid?> RedrawSuccessions(SignatoryDb db, Guid after)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.LockSuccessions(default);
        await KeepWritersOut(db);
        await db.RedrawCarriedOver(default);
        Guid[] ids = [.. await db.Successions.Select(s => s.PredecessorId).Union(db.Successions.Select(s => s.SuccessorId)).Where(id => id > after).OrderBy(id => id).Take(PageSize).ToListAsync()];
        await db.DrawEntries(ids, TimeProvider.System.Today(), default);
        await transaction.CommitAsync();
        return ids.Length == PageSize ? ids[^1] : null;
    }

    private static async Task Recount(SignatoryDb db)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await KeepWritersOut(db);
        await db.Database.ExecuteSqlRawAsync("""
            delete from register_entry where carried_from is null and not exists (select from signature where signature.organisation_id = register_entry.organisation_id);
            delete from register_period where not exists (select from signature where signature.organisation_id = register_period.organisation_id)
              and not exists (select from succession where succession.successor_id = register_period.organisation_id);
            update register_entry set places = places where all_places <> with_wider_places(places);
            update register_entry set commitments = verified_commitments(organisation_id, charter_id)
            where cardinality(commitments) > 0 and commitments <> verified_commitments(organisation_id, charter_id);
            select recount_register()
            """);
        await transaction.CommitAsync();
    }

    private static Task<int> KeepWritersOut(SignatoryDb db) => db.Database.ExecuteSqlRawAsync("lock table register_entry in share row exclusive mode");
}
