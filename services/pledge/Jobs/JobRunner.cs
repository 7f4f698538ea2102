using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Charter.Pledges.Jobs;

/// <summary>
/// Does the jobs that wait, and goes on with those that a process left when it ended. An advisory lock for each scope lets one of several replicas do them; it ends
/// with the connection of the process that has it, and so a job that was killed is taken up at once.
/// </summary>
internal sealed class JobRunner(IServiceScopeFactory scopes, IEnumerable<JobKind> kinds, TimeProvider time, ILogger<JobRunner> log) : BackgroundService
{
    private const int MostAttempts = 5;
    private const int ScopesAtOnce = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, JobKind> _kinds = kinds.ToDictionary(k => k.Name);

    private readonly record struct Waiting(Guid Id, Guid Scope);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(500), time);
        while (await beat.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await Next(stoppingToken))
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)   // whatever it is: what ends here would end the host
            {
                log.LogWarning("A job waits ({Trouble}); trying again", Jobs.Trouble(e));
                await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Does the oldest job of a scope that nobody works on. False when there is none.</summary>
    private async Task<bool> Next(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PledgeDb>();
        db.Database.SetCommandTimeout(Patience);
        await db.Database.OpenConnectionAsync(stop);
        // The oldest of each scope, or a later one would be done while another replica has the first. One that was begun before goes behind, so that what cannot be done keeps no other scope waiting.
        var waiting = await db.Jobs.Where(j => JobStates.Unfinished.Contains(j.State) && !db.Jobs.Any(o => o.Scope == j.Scope && JobStates.Unfinished.Contains(o.State) && o.Id < j.Id))
            .OrderBy(j => j.Attempts).ThenBy(j => j.Id).Take(ScopesAtOnce).Select(j => new Waiting(j.Id, j.Scope)).ToListAsync(stop);
        foreach (var (id, of) in waiting)
        {
            if (!await TryLock(db, of, stop))
                continue;
            try
            {
                var job = await db.Jobs.SingleAsync(j => j.Id == id, stop);
                if (job.IsUnfinished)   // it was not finished since it was found
                {
                    await Do(new(db, job, scope.ServiceProvider), stop);
                    return true;
                }
            }
            finally
            {
                await Unlock(db);
            }
        }
        return false;
    }

    /// <summary>Asks for a job and does it in this process, once those before it in its scope are done.</summary>
    public async Task DoNow(Guid of, Func<PledgeDb, Task<Job>> ask, Action waits, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PledgeDb>();
        db.Database.SetCommandTimeout(Patience);
        await db.Database.OpenConnectionAsync(stop);
        for (var first = true; ; first = false)
        {
            if (await TryLock(db, of, stop))
            {
                try
                {
                    if (!await db.Jobs.AnyAsync(j => j.Scope == of && JobStates.Unfinished.Contains(j.State), stop))
                    {
                        await Do(new(db, await ask(db), scope.ServiceProvider), stop);
                        return;
                    }
                }
                finally
                {
                    await Unlock(db);
                }
            }
            if (first)
                waits();
            await Task.Delay(TimeSpan.FromMilliseconds(500), time, stop);
        }
    }

    private static async Task<bool> TryLock(PledgeDb db, Guid of, CancellationToken stop)
    {
        try
        {
            return (await db.Database.SqlQuery<bool>($"""select pg_try_advisory_lock(hashtextextended({"job " + of}, 0)) as "Value" """).ToListAsync(stop))[0];
        }
        catch
        {
            EndConnection(db);   // it may have got the lock all the same
            throw;
        }
    }

    private static async Task Unlock(PledgeDb db)
    {
        if (db.Database.GetDbConnection().State != System.Data.ConnectionState.Open)
            return;   // the lock went with it
        try
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock_all()", CancellationToken.None);
        }
        catch (Exception)   // what went wrong before matters more
        {
            EndConnection(db);
        }
    }

    /// <summary>Connections go back to the pool with the locks that they hold; this one ends instead, as all of the pool do once they are given back.</summary>
    private static void EndConnection(PledgeDb db) => NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());

    private async Task Do(JobRun run, CancellationToken stop)
    {
        try
        {
            await Attempt(run, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            log.LogWarning("Job {Job} ({Kind}) was interrupted: {Trouble}", run.Job.Id, run.Job.Kind, Jobs.Trouble(e));
            throw;
        }
    }

    private async Task Attempt(JobRun run, CancellationToken stop)
    {
        var (job, kind) = (run.Job, _kinds[run.Job.Kind]);
        if (job.Attempts >= MostAttempts)
        {
            log.LogError("Job {Job} ({Kind}) was begun {Attempts} times and never came to its end; it is given up", job.Id, job.Kind, job.Attempts);
            if (job.State == JobStates.Undoing)
            {
                var problem = $"{job.Problem} What it had brought in could not be taken back, and may be there still.".TrimStart();
                job.Fail(problem, time.GetUtcNow());
                if (kind.Abandon is { } abandon)
                    await abandon(run, problem, stop);
                await run.Db.SaveChangesAsync(stop);
                return;
            }
            job.GiveUp("It was begun several times and never came to its end.");
        }
        job.Begin();
        await run.Db.SaveChangesAsync(stop);
        try
        {
            if (job.IsCancelRequested && job.State == JobStates.Running)
                throw new JobCancelled();
            await (job.State == JobStates.Undoing ? kind.Undo(run, stop) : kind.Run(run, stop));
        }
        catch (Exception e) when (e is JobCancelled or JobFailed)
        {
            run.Db.ChangeTracker.Clear();
            var again = await run.Db.Jobs.SingleAsync(j => j.Id == job.Id, stop);
            again.GiveUp(e is JobFailed ? e.Message : null);
            await run.Db.SaveChangesAsync(stop);
            await kind.Undo(new(run.Db, again, run.Services), stop);
        }
    }
}

/// <summary>Registers the jobs, and says what went wrong with one.</summary>
public static class Jobs
{
    internal static void AddJobs(this IServiceCollection services, params JobKind[] kinds)
    {
        foreach (var kind in kinds)
            services.AddSingleton(kind);
        services.AddSingleton<JobRunner>().AddHostedService(s => s.GetRequiredService<JobRunner>());
    }

    /// <summary>What went wrong, and in which of our methods; without the message, which may hold what somebody sent.</summary>
    public static string Trouble(Exception e)
    {
        var cause = e.GetBaseException();
        var type = cause is PostgresException refused ? $"{nameof(PostgresException)} {refused.SqlState}" : cause.GetType().Name;
        var place = $"{cause.StackTrace}\n{e.StackTrace}".Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("at Charter.", StringComparison.Ordinal));
        return $"{type} {place}".TrimEnd();
    }
}
