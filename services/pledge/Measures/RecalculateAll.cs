using Charter.Pledges.Jobs;
using Charter.Pledges.Surveys;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Measures;

/// <summary>A registrar has every figure worked out anew, as a job that goes from organisation to organisation.</summary>
internal static class RecalculateAll
{
    private const string Kind = "measures";
    private const int OrganisationsAtOnce = 50;

    /// <param name="State">waiting, running, undoing, done, failed or cancelled.</param>
    /// <param name="Done">Signatories of <paramref name="Total"/> that are worked out.</param>
    internal sealed record Answer(Guid JobId, string State, long Done, long Total, string? Problem, DateTimeOffset RequestedAt, DateTimeOffset? FinishedAt);

    public static JobKind Job { get; } = new(Kind, Run, (run, stop) => run.Finish(() => Task.CompletedTask, stop));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/evaluation/recalculation", Ask).Allow(Roles.Registrar).Refuses(409, "recalculation-under-way").WithTags("Evaluation").WithSummary("Work out every figure anew")
            .WithDescription("They follow by themselves within a minute of every change. This is for who doubts that they did. A signatory whose import goes on follows when that has ended.");
        routes.MapGet("/evaluation/recalculation", Read).Allow(Roles.Registrar).Refuses(404, "not-found").WithTags("Evaluation").WithSummary("Read how far the latest recalculation is");
    }

    private static async Task<Accepted<Answer>> Ask(PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        if (await Latest(db, cancel) is { IsUnfinished: true })
            throw PledgeErrors.RecalculationUnderWay();
        var now = time.GetUtcNow();
        var job = Jobs.Job.Ask(Kind, Guid.Empty, Guid.CreateVersion7(now), await Signatories(db).LongCountAsync(cancel), now);
        db.Jobs.Add(job);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Accepted("/api/evaluation/recalculation", Of(job));
    }

    private static async Task<Ok<Answer>> Read(PledgeDb db, CancellationToken cancel) => TypedResults.Ok(Of(await Latest(db, cancel) ?? throw PledgeErrors.NoRecalculation()));

    private static Task<Job?> Latest(PledgeDb db, CancellationToken cancel) => db.Jobs.AsNoTracking().Where(j => j.Kind == Kind && j.Scope == Guid.Empty).OrderByDescending(j => j.Id).FirstOrDefaultAsync(cancel);

    private static Answer Of(Job job) => new(job.Id, job.State, job.Done, job.Total, job.Problem, job.RequestedAt, job.FinishedAt);

    private static IQueryable<Guid> Signatories(PledgeDb db) => db.Ledgers.Select(l => l.OrganisationId).Distinct();

    private static async Task Run(JobRun run, CancellationToken stop)
    {
        var (db, time) = (run.Db, run.Services.GetRequiredService<TimeProvider>());
        while (true)
        {
            // By their number: who comes between moves others on, which are then done twice, and is marked itself.
            var some = await Signatories(db).OrderBy(id => id).Skip((int)run.Job.Done).Take(OrganisationsAtOnce).ToArrayAsync(stop);
            if (some.Length == 0)
                break;
            await run.Commit(async () =>
            {
                await Recalculation.Lock(db, stop);
                var importing = await Recalculation.Importing(db, stop);
                await new Recalculation(db, time.GetUtcNow(), stop).Of([.. some.Except(importing)]);
                Guid[] later = [.. some.Intersect(importing)];   // when their import has ended, also if that leaves no mark itself
                await db.Database.ExecuteSqlAsync($"insert into measure_mark (organisation_id, transaction) select id, txid_current() from unnest({later}) id on conflict do nothing", stop);
            }, run.Job.Done + some.Length, stop);
        }
        await run.Finish(async () =>
        {
            await Recalculation.Lock(db, stop);
            await new Recalculation(db, time.GetUtcNow(), stop).Restate();
            await new SurveyFigures(db, run.Services.GetRequiredService<SmallNumbers>(), time.GetUtcNow(), stop).All();
        }, stop);
    }
}
