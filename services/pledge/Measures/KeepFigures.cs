using System.Diagnostics.Metrics;
using Charter.Pledges.Surveys;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Charter.Pledges.Measures;

/// <summary>
/// Keeps the evaluation measures up to date: every few seconds it works out anew what rests on organisations that were marked, takes in the surveys that have closed, and once a month is over all
/// that was said while it went on. Of several replicas one does it at a time, each batch in a transaction with the marks that it takes away.
/// </summary>
internal sealed class KeepFigures(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time, ILogger<KeepFigures> log)
    : Beat(configuration.GetValue("Measures:Every", TimeSpan.FromSeconds(2)), time, log)
{
    private const int MarksAtOnce = 2_000, OrganisationsAtOnce = 250, FiguresAtOnce = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan SaidEvery = TimeSpan.FromSeconds(30);
    private static readonly Counter<long> Worked = Telemetry.Meter.CreateCounter<long>("charter.measures.organisations", "{organisation}", "Organisations whose part in the evaluation measures was worked out anew");

    /// <summary>Whom the batch was about that is being done, or was done last.</summary>
    private Guid[] _taken = [];

    protected override async Task Look(CancellationToken stop)
    {
        try
        {
            while (await TakeBatch([], stop)) { }
        }
        catch (Exception e) when (!stop.IsCancellationRequested && e.GetBaseException() is not NpgsqlException { IsTransient: true })
        {
            await OneByOne(_taken, stop);
            throw;
        }
    }

    /// <summary>One that cannot be worked out keeps nobody else waiting: it goes behind them, and is tried again.</summary>
    private async Task OneByOne(Guid[] organisations, CancellationToken stop)
    {
        foreach (var one in organisations)
            try
            {
                await TakeBatch([one], stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested && e.GetBaseException() is not NpgsqlException { IsTransient: true })
            {
                Log.LogWarning("What organisation {Organisation} has in the evaluation measures could not be worked out ({Reason})", one, Jobs.Jobs.Trouble(e));
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<PledgeDb>().Database.ExecuteSqlAsync($"update measure_mark set id = nextval(pg_get_serial_sequence('measure_mark', 'id')) where organisation_id = {one}", stop);
            }
    }

    /// <summary>Does one batch, and says whether there may be more.</summary>
    /// <param name="only">Those that may be in it; everybody when it is empty.</param>
    private async Task<bool> TakeBatch(Guid[] only, CancellationToken cancel)
    {
        _taken = [];
        using var quiet = OpenTelemetry.SuppressInstrumentationScope.Begin();   // looking is not worth a span
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PledgeDb>();
        db.Database.SetCommandTimeout(Patience);
        var now = Time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await Recalculation.TryLock(db, cancel))
            return false;
        var importing = await Recalculation.Importing(db, cancel);
        var marked = await db.Database.SqlQuery<Guid>($"""
            with taken as (
              select distinct organisation_id from (
                select organisation_id from measure_mark where organisation_id <> all({importing}) and (cardinality({only}) = 0 or organisation_id = any({only}))
                order by id limit {MarksAtOnce}) first limit {OrganisationsAtOnce})
            delete from measure_mark m using taken t where m.organisation_id = t.organisation_id returning m.organisation_id
            """).ToListAsync(cancel);
        Guid[] organisations = _taken = [.. marked.Distinct()];
        if (organisations.Length > 0)
        {
            await new Recalculation(db, now, cancel).Of(organisations);
            Worked.Add(organisations.Length);
        }
        else if (!await new SurveyFigures(db, scope.ServiceProvider.GetRequiredService<SmallNumbers>(), now, cancel).TakeClosed() && !await CloseMonth(db, now, cancel) && !await Say(db, now, cancel))
            return false;
        await transaction.CommitAsync(cancel);
        return organisations.Length > 0 || await OfEarlierMonths(db, now).AnyAsync(cancel);
    }

    /// <summary>Those that were last worked out before this month began.</summary>
    private static IQueryable<MeasureFigure> OfEarlierMonths(PledgeDb db, DateTimeOffset now)
    {
        var today = now.LocalDay();
        var month = new DateOnly(today.Year, today.Month, 1);
        return db.Set<MeasureFigure>().AsNoTracking().Where(f => f.AsAt < month && !SurveyFigures.Measures.Contains(f.Measure));
    }

    private static async Task<bool> CloseMonth(PledgeDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var said = await OfEarlierMonths(db, now).OrderBy(f => f.AsAt).Take(FiguresAtOnce).Select(f => new { f.CharterId, f.Place, f.Sector, f.Measure }).ToListAsync(cancel);
        if (said.Count == 0)
            return false;
        await new Recalculation(db, now, cancel).Rewrite([.. said.Select(f => (f.CharterId, f.Place, f.Sector, f.Measure))]);
        return true;
    }

    /// <summary>Says that everything is up to date, now and then.</summary>
    private static async Task<bool> Say(PledgeDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var run = await db.Set<MeasureRun>().SingleOrDefaultAsync(cancel);
        if (run is null)
            db.Add(run = new() { Id = 1 });
        else if (now - run.LookedAt < SaidEvery && run.LookedAt.LocalDay() == now.LocalDay())
            return false;
        run.LookedAt = now;
        await db.SaveChangesAsync(cancel);
        return true;
    }
}
