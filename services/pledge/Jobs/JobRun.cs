using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Jobs;

/// <summary>What a kind of job does, and how what it did so far is taken back when it fails or is cancelled. Both go on where they were when they are called again.</summary>
/// <param name="Abandon">What it was done to ends with this problem, because not even taking it back came to an end.</param>
internal sealed record JobKind(string Name, Func<JobRun, CancellationToken, Task> Run, Func<JobRun, CancellationToken, Task> Undo, Func<JobRun, string, CancellationToken, Task>? Abandon = null);

/// <summary>Somebody cancelled the job.</summary>
internal sealed class JobCancelled : Exception;

/// <summary>The job cannot be done, for a reason that another attempt would meet again.</summary>
internal sealed class JobFailed(string problem) : Exception(problem);

/// <summary>
/// A job while it is done. The lock of its scope is held by the connection of <see cref="Db"/>, on which everything is committed: whoever loses the lock cannot
/// commit any more, and nobody else has it before.
/// </summary>
internal sealed class JobRun(PledgeDb db, Job job, IServiceProvider services)
{
    public PledgeDb Db { get; } = db;
    public Job Job { get; } = job;
    public IServiceProvider Services { get; } = services;

    /// <summary>Commits a part of the work together with how far the job is then; between two parts the job may be cancelled.</summary>
    public async Task Commit(Func<Task> part, long done, CancellationToken stop)
    {
        await using (var transaction = await Db.Database.BeginTransactionAsync(stop))
        {
            await part();
            Job.Advance(done);
            await Db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }
        if (Job.State == JobStates.Running && await IsCancelled(stop))
            throw new JobCancelled();
    }

    /// <summary>Commits the last part together with the end of the job.</summary>
    public async Task Finish(Func<Task> part, CancellationToken stop)
    {
        await using var transaction = await Db.Database.BeginTransactionAsync(stop);
        await part();
        Job.Finish(Services.GetRequiredService<TimeProvider>().GetUtcNow());
        await Db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private Task<bool> IsCancelled(CancellationToken stop) => Db.Jobs.Where(j => j.Id == Job.Id).Select(j => j.IsCancelRequested).SingleAsync(stop);
}
