using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Evidence;

/// <summary>
/// What happens to evidence because a day has come: its organisation is reminded, or it has grown too old to count, and duties fall back that nothing else
/// shows. Rows are taken with <c>skip locked</c> and changed in the same transaction, so with any number of replicas everything happens once; what was missed
/// while none ran happens as soon as one does.
/// </summary>
internal sealed class FollowEvidence(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time, ILogger<FollowEvidence> log) : Beat(configuration.GetValue("Calendar:Every", TimeSpan.FromSeconds(15)), time, log)
{
    private const int BatchSize = 50;

    private static readonly Counter<long> Steps = Telemetry.Meter.CreateCounter<long>("charter.evidence.calendar", "{item}", "Evidence with which something was done because a day had come, by what it was");

    protected override async Task Look(CancellationToken stop)
    {
        while (await TakeBatch(stop)) { }
    }

    /// <summary>Does one batch, and says whether there may be more.</summary>
    private async Task<bool> TakeBatch(CancellationToken cancel)
    {
        using var quiet = OpenTelemetry.SuppressInstrumentationScope.Begin();   // looking is not worth a span
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PledgeDb>();
        var now = Time.GetUtcNow();
        var today = now.LocalDay();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var due = await db.Database.SqlQuery<Guid>($"select id from evidence where due_on <= {today} order by due_on, id limit {BatchSize} for update skip locked").ToListAsync(cancel);
        if (due.Count == 0)
            return false;
        var expired = new List<EvidenceItem>();
        foreach (var evidence in await db.Evidence.Where(e => due.Contains(e.Id)).OrderBy(e => e.Id).Include(e => e.Duties).Include(e => e.Pledges).AsSplitQuery().ToListAsync(cancel))
        {
            if (evidence.IsOverdue(today))
            {
                evidence.Expire(now);
                db.Publish(new EvidenceExpired(evidence.Facts(), now));
                db.RecordRule("pledge", "Let evidence expire", evidence.OrganisationId, new("evidence-item", evidence.Id), now);
                expired.Add(evidence);
                Count("expired");
                continue;
            }
            if (!await db.Evidence.AnyAsync(e => e.SupersedesId == evidence.Id && (e.State == EvidenceStates.Submitted || e.State == EvidenceStates.Scanning), cancel))
            {
                db.Publish(new EvidenceExpiring(evidence.Id, await db.HolderOf(evidence.OrganisationId, cancel), evidence.Title, evidence.ValidUntil, evidence.ValidUntil.DayNumber - today.DayNumber, now));
                Count("reminded");
            }
            evidence.Reminded(today);
        }
        await db.SaveChangesAsync(cancel);
        foreach (var evidence in expired)
            await db.ReconsiderDutiesAsync(evidence.Id, SetbackReasons.Expired, now, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private static void Count(string what) => Steps.Add(1, new KeyValuePair<string, object?>("step", what));
}
