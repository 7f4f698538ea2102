using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Value;

/// <summary>
/// Adds the changes that wait to the sums of value, and brings what counts for an organisation under its holder and sector when these are others. Of several
/// replicas one does it at a time; each batch, and each organisation, is a transaction.
/// </summary>
internal sealed class AddUpValue(IServiceScopeFactory scopes, TimeProvider time, ILogger<AddUpValue> log) : Beat(TimeSpan.FromSeconds(2), time, log)
{
    private const int AtOnce = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    protected override async Task Look(CancellationToken stop)
    {
        using var quiet = OpenTelemetry.SuppressInstrumentationScope.Begin();   // looking is not worth a span
        while (await Once(stop)) { }
    }

    private async Task<bool> Once(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PledgeDb>();
        db.Database.SetCommandTimeout(Patience);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!(await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock(hashtextextended('value sums', 0))").ToListAsync(cancel))[0])
            return false;
        var marked = await db.Set<ValueHolderMark>().OrderBy(m => m.Id).Select(m => (Guid?)m.OrganisationId).FirstOrDefaultAsync(cancel);
        if (marked is { } organisation)
        {
            await db.Set<ValueHolderMark>().Where(m => m.OrganisationId == organisation).ExecuteDeleteAsync(cancel);
            await db.Database.ExecuteSqlAsync($"select move_value({organisation})", cancel);
        }
        var changed = (await db.Database.SqlQuery<int>($"select add_up_value({AtOnce})").ToListAsync(cancel))[0];
        await transaction.CommitAsync(cancel);
        return marked is not null || changed > 0;
    }
}
