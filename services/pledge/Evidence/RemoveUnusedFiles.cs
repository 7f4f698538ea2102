using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>
/// Deletes contents to which no item refers any more, and those in which something was found, if whoever found it died over that. Hourly; safe with any number
/// of replicas.
/// </summary>
internal sealed class RemoveUnusedFiles(IServiceScopeFactory scopes, EvidenceStore store, TimeProvider time, ILogger<RemoveUnusedFiles> log) : Beat(TimeSpan.FromHours(1), time, log)
{
    protected override async Task Look(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PledgeDb>();
        foreach (var sha256 in await db.StoredFiles.Where(s => s.Scan == ScanStates.Found || !db.EvidenceFiles.Any(f => f.Sha256 == s.Sha256)).Select(s => s.Sha256).ToListAsync(stop))
            await Remove(db, store, sha256, stop);
    }

    /// <summary>
    /// Deletes the content if nobody refers to it or something was found in it. The file goes while its row is locked, and the row after it: whoever brings the
    /// same content meanwhile waits, and then stores it anew.
    /// </summary>
    public static async Task Remove(PledgeDb db, EvidenceStore store, string sha256, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // A backup holds this while it copies the files that its snapshot names.
        if (!(await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock_shared(hashtextextended('files', 0)) as \"Value\"").ToListAsync(cancel)).Single())
            return;
        var scan = await db.Database.SqlQuery<string>($"select scan as \"Value\" from stored_file where sha256 = {sha256} for update").ToListAsync(cancel);
        var isUsed = await db.EvidenceFiles.AnyAsync(f => f.Sha256 == sha256, cancel);
        if (scan is not [var state] || (isUsed && state != ScanStates.Found))
            return;
        store.Delete(sha256);
        if (!isUsed)
            await db.Database.ExecuteSqlAsync($"delete from stored_file where sha256 = {sha256}", cancel);
        await transaction.CommitAsync(cancel);
    }
}
