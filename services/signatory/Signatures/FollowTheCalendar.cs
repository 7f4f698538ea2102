using System.Diagnostics.Metrics;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Charters;
using Charter.Signatories.Successions;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Signatures;

/// <summary>
/// What happens to signatures because a day has come: a newer version is in force and waits for them, their people are reminded, or the time is over. And to
/// what a successor shows, when its mark is over and another is not.
/// Rows are taken with <c>skip locked</c> and changed in the same transaction, so with any number of replicas everything happens once; what was missed
/// while none ran happens as soon as one does.
/// </summary>
internal sealed class FollowTheCalendar(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider time, ILogger<FollowTheCalendar> log) : Beat(configuration.GetValue("Calendar:Every", TimeSpan.FromSeconds(15)), time, log)
{
    private const int BatchSize = 100;

    private static readonly Counter<long> Steps = Telemetry.Meter.CreateCounter<long>("charter.calendar", "{signature}", "Signatures with which something was done because a day had come, by what it was");

    protected override async Task Look(CancellationToken stop)
    {
        while (await TakeBatch(stop)) { }
    }

    /// <summary>Does one batch, and says whether there may be more.</summary>
    private async Task<bool> TakeBatch(CancellationToken cancel)
    {
        using var quiet = OpenTelemetry.SuppressInstrumentationScope.Begin();   // looking is not worth a span
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SignatoryDb>();
        var now = Time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.HoldSuccessions(cancel);
        var today = now.LocalDay();
        var outdated = await Take(db, Outdated(today), cancel);
        Guid[] signatures = [.. outdated, .. await Take(db, ToRemind(today), cancel), .. outdated.Length == 0 ? await Take(db, Overdue(today), cancel) : []];
        var open = await Take(db, OpenAndOutdated(today), cancel);
        var withMarkThatIsOver = await Take(db, DrawingEntries.WithMarkThatIsOver(today), cancel);
        if (signatures.Length + open.Length + withMarkThatIsOver.Length == 0)
            return false;
        foreach (var stale in await db.OpenSignatures.Where(o => open.Contains(o.Id)).ToListAsync(cancel))
            stale.Supersede(now);
        var free = await Proceed(db, await db.Signatures.Where(s => signatures.Contains(s.Id)).OrderBy(s => s.Id).ToListAsync(cancel), now, cancel);
        await db.DrawEntries(withMarkThatIsOver, today, cancel, since: today);
        await transaction.CommitAsync(cancel);
        return free + open.Length + withMarkThatIsOver.Length > 0;
    }

    private static async Task<Guid[]> Take(SignatoryDb db, FormattableString statement, CancellationToken cancel) => [.. await db.Database.SqlQuery<Guid>(statement).ToListAsync(cancel)];

    // A charter has few versions, and each is a range of an index that holds only what nobody has been asked about: nothing, on most days.
    private static FormattableString Outdated(DateOnly today) => $"""
        select s.id from charter c
          cross join lateral (select max(number) as number from charter_version v where v.charter_id = c.id and v.published_at is not null and v.in_force_from <= {today}) as newest
          join signature s on s.charter_id = c.id and s.charter_version < newest.number and s.ended_on is null and s.resign_by is null
        limit 1 for update of s skip locked
        """;

    private static FormattableString ToRemind(DateOnly today) => $"select id from signature where due_on <= {today} and resign_by >= {today} limit {BatchSize} for update skip locked";

    // One at a time, as those above: both change the counters of the register, and whoever changes those of many entries at once may wait for one who waits for them.
    private static FormattableString Overdue(DateOnly today) => $"select id from signature where due_on <= {today} and resign_by < {today} order by due_on limit 1 for update skip locked";

    private static FormattableString OpenAndOutdated(DateOnly today) => $"""
        select o.id from open_signature o where o.ended_at is null
          and exists (select from charter_version v where v.charter_id = o.charter_id and v.number > o.charter_version and v.published_at is not null and v.in_force_from <= {today})
        limit {BatchSize} for update skip locked
        """;

    /// <summary>Goes on with those of whose organisations nobody else holds one at this moment, and says with how many; the others are there at the next look.</summary>
    private static async Task<int> Proceed(SignatoryDb db, List<Signature> signatures, DateTimeOffset now, CancellationToken cancel)
    {
        var today = now.LocalDay();
        Guid[] charters = [.. signatures.Select(s => s.CharterId).Distinct()], organisations = [.. signatures.Select(s => s.OrganisationId).Distinct()];
        var versions = (await db.Versions.AsNoTracking().Where(v => charters.Contains(v.CharterId) && v.PublishedAt != null).ToListAsync(cancel)).ToLookup(v => v.CharterId);
        // What one organisation signed may be shown, and has to be signed again, by the one that has taken its place.
        var holders = await db.Set<CarriedOver>().AsNoTracking().Where(c => organisations.Contains(c.OrganisationId)).ToDictionaryAsync(c => c.OrganisationId, c => c.HolderId, cancel);
        Guid HolderOf(Signature signature) => holders.GetValueOrDefault(signature.OrganisationId, signature.OrganisationId);
        organisations = [.. organisations.Union(holders.Values)];
        // Whoever signs holds the organisation and then waits for its signatures, which are taken here already: so this must not wait in turn.
        var free = await Take(db, $"select id from organisation where id = any({organisations}) order by id for no key update skip locked", cancel);
        signatures.RemoveAll(s => !free.Contains(s.OrganisationId) || !free.Contains(HolderOf(s)));
        var waiting = (await db.OpenSignatures.AsNoTracking().Where(o => organisations.Contains(o.OrganisationId) && o.WaitsForRegistrar).Select(o => new { o.OrganisationId, o.CharterId }).ToListAsync(cancel))
            .Select(o => (o.OrganisationId, o.CharterId)).ToHashSet();
        var entries = await db.Register.Where(e => organisations.Contains(e.OrganisationId)).OrderBy(e => e.OrganisationId).ToDictionaryAsync(e => e.OrganisationId, cancel);
        var latest = (await db.Signatures.Where(s => organisations.Contains(s.OrganisationId)).GroupBy(s => new { s.OrganisationId, s.CharterId })
            .Select(g => new { g.Key.OrganisationId, g.Key.CharterId, SignedAt = g.Max(s => s.SignedAt) }).ToListAsync(cancel)).ToDictionary(l => (l.OrganisationId, l.CharterId), l => l.SignedAt);
        bool IsShown(Signature signature) => HolderOf(signature) is var holder && (holder == signature.OrganisationId || entries.GetValueOrDefault(holder)?.SignatureId == signature.Id);
        CharterVersion Newest(Signature signature) => versions[signature.CharterId].Where(v => v.InForceFrom <= today).MaxBy(v => v.Number)!;
        foreach (var signature in signatures)
        {
            if (latest[(signature.OrganisationId, signature.CharterId)] is var signedAt && signedAt > signature.SignedAt)
            {
                signature.Supersede(signedAt);   // by a replica from before signatures ended
                continue;
            }
            var window = ResigningWindow.Of(signature.CharterVersion, versions[signature.CharterId], today)!.For(signature, today);
            if (signature.ResignBy is null)
            {
                signature.AskToSignAgain(window);
                entries.GetValueOrDefault(HolderOf(signature))?.Await(signature);
                Count("asked");
                continue;   // what is due already comes with the next batch
            }
            if (!signature.IsOverdue(today))
            {
                if (IsShown(signature))
                    db.Publish(Reminder(signature, HolderOf(signature), Newest(signature), now));
                signature.WaitUntil(window.NextAfter(today));
                Count("reminded");
            }
            else if (waiting.Contains((HolderOf(signature), signature.CharterId)))
                signature.WaitUntil(today.AddDays(1));   // it has done its part, and is not to lose by the partnership's taking its time
            else
            {
                if (IsShown(signature))
                    db.Publish(Missed(signature, HolderOf(signature), Newest(signature), now));
                await db.Lapse(signature, now, cancel);
                Count("lapsed");
            }
        }
        return signatures.Count;
    }

    private static ResigningDue Reminder(Signature s, Guid organisation, CharterVersion newest, DateTimeOffset now) =>
        new ResigningDue(s.Id, organisation, s.CharterId, newest.Title, newest.Number, s.ResignBy!.Value, s.ResignBy.Value.DayNumber - now.LocalDay().DayNumber, now);

    private static ResigningMissed Missed(Signature s, Guid organisation, CharterVersion newest, DateTimeOffset now) =>
        new ResigningMissed(s.Id, organisation, s.CharterId, newest.Title, newest.Number, now.LocalDay(), now);

    private static void Count(string what) => Steps.Add(1, new KeyValuePair<string, object?>("step", what));
}
