using Charter.Pledges.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Imports;

internal static class ImportEnd
{
    /// <summary>Within the last transaction of a job that took an import back.</summary>
    public static async Task TakenBack(JobRun run, FileImport import, CancellationToken stop)
    {
        import.TakenBack(run.Job.IsCancelRequested, run.Job.Problem, run.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        await run.Db.ImportParts.Where(p => p.ImportId == import.Id).ExecuteDeleteAsync(stop);
    }
}

internal static class Remarks
{
    /// <summary>Numbers the remarks on from those that are there, within the transaction of the job.</summary>
    public static async Task Add(PledgeDb db, FileImport import, IReadOnlyList<ImportRemark> remarks, CancellationToken stop)
    {
        if (remarks.Count == 0)
            return;
        var (positions, references, verdicts, reasons) = (remarks.Select(r => r.Position).ToArray(), remarks.Select(r => r.Reference).ToArray(), remarks.Select(r => r.Verdict).ToArray(), remarks.Select(r => r.Reason).ToArray());
        await db.Database.ExecuteSqlAsync($"""
            insert into import_remark (import_id, number, position, reference, verdict, reason)
            select {import.Id}, (select coalesce(max(number), 0) from import_remark where import_id = {import.Id}) + n, position, reference, verdict, reason
            from unnest({positions}, {references}, {verdicts}, {reasons}) with ordinality r(position, reference, verdict, reason, n)
            """, stop);
    }
}
