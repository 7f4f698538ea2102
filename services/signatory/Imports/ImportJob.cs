using Charter.ServiceDefaults;
using Charter.Signatories.Organisations;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Charter.Signatories.Imports;

/// <summary>
/// Judges and imports lists, one at a time. The row of the list is locked meanwhile, so that of several replicas one does it, and another begins anew
/// when that one ends in the middle. Drops lists after their time.
/// </summary>
internal sealed class ImportJob(IServiceScopeFactory scopes, TimeProvider time, ILogger<ImportJob> log) : Beat(TimeSpan.FromSeconds(1), time, log)
{
    private const int BatchSize = 250;

    protected override async Task Look(CancellationToken stop)
    {
        while (await Next(stop))
        {
        }
    }
    private async Task<bool> Next(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SignatoryDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        // not "for update": rows of the list, which another connection writes, refer to it
        var import = await db.Imports.FromSql($"select * from organisation_import where state in ({ImportStates.Checking}, {ImportStates.Importing}) order by id limit 1 for no key update skip locked").SingleOrDefaultAsync(stop);
        if (import is null)
        {
            await Drop(db, stop);
            await transaction.CommitAsync(stop);
            return false;
        }
        if (import.State == ImportStates.Checking)
            await Check(import, stop);
        else if (!await TryImport(import, db, stop))
        {
            await transaction.RollbackAsync(stop);
            await Retreat(import.Id, stop);
            return true;
        }
        db.ChangeTracker.Clear();
        db.Attach(import);
        if (import.State == ImportStates.Checking)
            import.Judged();
        else
            import.Finish(Time.GetUtcNow());
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    private async Task Check(OrganisationImport import, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        await JudgeRows.Run(import, scope.ServiceProvider.GetRequiredService<SignatoryDb>(), stop);
    }

    /// <summary>All of them in one transaction; false when one of them was registered meanwhile. The registrar who brings them in also confirms them.</summary>
    private async Task<bool> TryImport(OrganisationImport import, SignatoryDb db, CancellationToken stop)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(2));
        string[] wanted = import.BringsInSimilar ? [Verdicts.New, Verdicts.Similar] : [Verdicts.New];
        var lines = (await db.ImportRows.AsNoTracking().Where(r => r.ImportId == import.Id && wanted.Contains(r.Verdict)).Select(r => r.Line).ToListAsync(stop)).ToHashSet();
        try
        {
            foreach (var batch in (await JudgeRows.Read(import, db, stop)).Where(r => lines.Contains(r.Line)).Chunk(BatchSize))
            {
                var now = Time.GetUtcNow();
                db.ChangeTracker.Clear();
                var made = batch.Select(row =>
                {
                    var organisation = Organisation.Register(row.Name, row.Identifiers, row.Facts, import.UploadedBy, now, import.Id);
                    organisation.Confirm(import.UploadedBy, now);
                    return organisation;
                }).ToArray();
                db.AddRange(made.AsEnumerable<object>());
                foreach (var organisation in made)
                    db.Publish(organisation.Confirmation());
                await db.SaveChangesAsync(stop);
                var (at, ids) = (batch.Select(r => r.Line).ToArray(), made.Select(o => o.Id).ToArray());
                await db.Database.ExecuteSqlAsync($"""
                    update organisation_import_row r set verdict = {Verdicts.Imported}, organisation_id = m.id
                    from unnest({at}, {ids}) m(line, id) where r.import_id = {import.Id} and r.line = m.line
                    """, stop);
            }
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
        await db.Database.ExecuteSqlAsync($"update organisation_import_row set verdict = {Verdicts.LeftOut} where import_id = {import.Id} and verdict = {Verdicts.Similar}", stop);
        return true;
    }

    private async Task Retreat(Guid id, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SignatoryDb>();
        (await db.Imports.SingleAsync(i => i.Id == id, stop)).CheckAgain("One of them was registered while they were imported, so nothing was imported. Look at the rows again.");
        await db.SaveChangesAsync(stop);
    }

    private Task<int> Drop(SignatoryDb db, CancellationToken stop)
    {
        var before = Time.GetUtcNow() - Retention.Imports;
        return db.Imports.Where(i => i.UploadedAt < before).ExecuteDeleteAsync(stop);
    }
}
