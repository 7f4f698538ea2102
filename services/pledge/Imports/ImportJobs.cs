using Charter.Pledges.Contracts;
using Charter.Pledges.Jobs;
using Charter.Pledges.Spend;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Imports;

internal static class ImportJobs
{
    /// <param name="path">Where the file lies, for a program that was given it.</param>
    public static JobKind[] Kinds(string? path = null) =>
    [
        new($"import-{ImportKinds.Ocds}", (run, stop) => Unless(path, run, ImportOcds.Run, stop), ImportOcds.Undo, Abandon),
        new($"import-{ImportKinds.Spend}", (run, stop) => Unless(path, run, ImportSpend.Run, stop), ImportSpend.Undo, Abandon),
        new($"import-{ImportKinds.Postcodes}", (run, stop) => Unless(path, run, ImportPostcodes.Run, stop), ImportPostcodes.Undo, Abandon),
        new($"remove-{ImportKinds.Ocds}", ImportOcds.Undo, ImportOcds.Undo, Abandon),
        new($"remove-{ImportKinds.Spend}", ImportSpend.Undo, ImportSpend.Undo, Abandon),
    ];

    /// <summary>So that it can be removed again, instead of waiting for ever for a job that has ended.</summary>
    private static async Task Abandon(JobRun run, string problem, CancellationToken stop) =>
        (await run.Db.Imports.SingleOrDefaultAsync(i => i.Id == run.Job.ThingId, stop))?.Stop(problem, run.Services.GetRequiredService<TimeProvider>().GetUtcNow());

    /// <summary>A file that a command was given is nowhere else. When the command ended in the middle, nobody can go on; whoever runs it again imports what is missing.</summary>
    private static async Task Unless(string? path, JobRun run, Func<JobRun, string?, CancellationToken, Task> import, CancellationToken stop)
    {
        if (path is not null || await run.Db.Imports.SingleAsync(i => i.Id == run.Job.ThingId, stop) is not { IsByCommand: true } abandoned)
        {
            await import(run, path, stop);
            return;
        }
        const string Problem = "The command ended before the file did. What it had brought in until then is there; run it again with the same file for the rest.";
        var now = run.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        abandoned.Stop(Problem, now);
        run.Job.Fail(Problem, now);
        await run.Db.SaveChangesAsync(stop);
    }
}
