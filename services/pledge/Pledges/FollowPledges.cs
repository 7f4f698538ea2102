using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>
/// What happens to pledges because a day has come: their organisation is reminded, or a rule enters that one was missed of which nobody said how it ended. Rows
/// are taken with <c>skip locked</c> and changed in the same transaction, so with any number of replicas everything happens once; what was missed while none ran
/// happens as soon as one does.
/// </summary>
internal sealed class FollowPledges(IServiceScopeFactory scopes, PledgeCalendar calendar, IConfiguration configuration, TimeProvider time, ILogger<FollowPledges> log) : Beat(configuration.GetValue("Calendar:Every", TimeSpan.FromSeconds(15)), time, log)
{
    private const int BatchSize = 50;

    private static readonly Counter<long> Steps = Telemetry.Meter.CreateCounter<long>("charter.pledges.calendar", "{pledge}", "Pledges with which something was done because a day had come, by what it was");

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
        var due = await db.Database.SqlQuery<Guid>($"select id from pledge where status = 'active' and next_on <= {today} order by next_on, id limit {BatchSize} for update skip locked").ToListAsync(cancel);
        if (due.Count == 0)
            return false;
        foreach (var pledge in await db.Pledges.Where(p => due.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(cancel))
        {
            var step = pledge.FollowCalendar(calendar, today);
            if (step == CalendarStep.Miss)
            {
                db.PledgeChanges.Add(pledge.MissByRule(calendar, now));
                db.Publish(new PledgeMissed(pledge.Facts(), Guid.Empty, now, ByRule: true, await db.HolderOf(pledge.OrganisationId, cancel)));
                db.RecordRule("pledge", "Enter that a pledge was missed", pledge.OrganisationId, new("pledge", pledge.Id), now);
                Count("missed");
            }
            else if (step == CalendarStep.Remind)
            {
                db.Publish(new PledgeDue(pledge.Id, await db.HolderOf(pledge.OrganisationId, cancel), pledge.Title, pledge.DueOn, pledge.DueOn.DayNumber - today.DayNumber,
                    pledge.IsShownReached, pledge.MissedOn(calendar, today), now));
                Count("reminded");
            }
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private static void Count(string what) => Steps.Add(1, new KeyValuePair<string, object?>("step", what));
}
