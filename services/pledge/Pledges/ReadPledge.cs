using Charter.Pledges.Evidence;
using Charter.Pledges.Frameworks;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Pledges;

/// <summary>
/// One pledge with its figures, latest day first, its evidence, oldest first, and what was changed of it, latest first. Who may not read evidence sees what the
/// register shows of it.
/// </summary>
internal static class ReadPledge
{
    /// <param name="From">First day of the period, when it stands for more than a day.</param>
    internal sealed record Figure(Guid Id, decimal Value, DateOnly On, string Confidence, string Source, string? Note, DateTimeOffset ReportedAt, DateOnly? From);

    /// <param name="Kind">amended, completed, missed, withdrawn or reopened.</param>
    /// <param name="By">Account of the editor; null for people outside the organisation, and for a rule.</param>
    /// <param name="ByRule">Whether it was a rule, and no person.</param>
    internal sealed record Change(string Kind, int Version, string? Reason, IReadOnlyList<FieldChange> Fields, Guid? By, DateTimeOffset At, bool ByRule);

    /// <param name="GraceDays">Days from the day on which a pledge was due until a rule enters it as missed.</param>
    /// <param name="ReopenDays">Days from its end within which it may be reopened.</param>
    internal sealed record Rules(int GraceDays, int ReopenDays);

    /// <param name="MissedOn">Day on which a rule enters it as missed, once its own has passed, unless somebody says before how it ended or puts it off.</param>
    /// <param name="ReopenableUntil">Last day on which it may be reopened.</param>
    /// <param name="FrameworkMeasure">The measure of a framework by which it is counted; null also for whoever may not read the framework.</param>
    /// <param name="KeptMeasure">For the organisation's people, when they may read its framework no longer: an amendment that names it keeps it.</param>
    /// <param name="PromisedOn">When it was promised, if it was entered here afterwards.</param>
    internal sealed record Answer(
        Guid Id, Guid OrganisationId, Guid CharterId, int CharterVersion, string Commitment, string? Duty, string Pillar, string Outcome, string Title,
        string Measure, string Unit, decimal Baseline, decimal Target, DateOnly DueOn, string Status, DateOnly MadeOn, LatestProgress? LatestProgress,
        string? OrganisationName, IReadOnlyList<Figure> Progress, IReadOnlyList<EvidenceSummary> Evidence, Guid? CarriedFrom, string? CarriedFromName,
        int Version, string Direction, DateOnly BaselineOn, string? Owner, string? Place, IReadOnlyList<string> TargetGroups, string? Segment, string? Standing, DateOnly? EndedOn,
        IReadOnlyList<Change> History, bool EndedByRule, DateOnly? MissedOn, DateOnly? ReopenableUntil, Rules Rules, MeasureOfFramework? FrameworkMeasure, NamedMeasure? KeptMeasure, DateOnly? PromisedOn);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/pledges/{pledgeId}", Handle)
        .Allow(Roles.SignedIn).Refuses(404, "not-found").WithTags("Pledges").WithSummary("Read a pledge");

    private static async Task<Ok<Answer>> Handle(Guid pledgeId, Caller caller, PledgeDb db, PledgeCalendar calendar, TimeProvider time, CancellationToken cancel)
    {
        var pledge = await db.Pledges.AsNoTracking().SingleOrDefaultAsync(p => p.Id == pledgeId, cancel) ?? throw PledgeErrors.NoPledge();
        var holder = await db.HolderOf(pledge.OrganisationId, cancel);
        var names = await db.Organisations.Where(o => o.OrganisationId == holder || o.OrganisationId == pledge.OrganisationId).ToDictionaryAsync(o => o.OrganisationId, o => o.Name, cancel);
        var progress = await db.Progress.AsNoTracking().Where(e => e.PledgeId == pledgeId).OrderByDescending(e => e.On).ThenByDescending(e => e.ReportedAt)
            .Select(e => new Figure(e.Id, e.Value, e.On, e.Confidence, e.Source, e.Note, e.ReportedAt, e.From)).ToListAsync(cancel);
        var evidence = await EvidenceSummary.For(db, pledgeId, caller, cancel);
        var own = caller.BelongsTo(pledge.OrganisationId);
        var charters = await db.ReadableBy(caller, cancel);
        var measure = pledge.Named is { } named ? await db.MeasureOf(named, charters, cancel) : null;
        var changes = await db.PledgeChanges.AsNoTracking().Where(c => c.PledgeId == pledgeId).OrderByDescending(c => c.PledgeVersion).ToListAsync(cancel);
        var counted = changes.SelectMany(c => c.Fields).Where(f => f.Field == PledgeText.MeasureField).SelectMany(f => new[] { f.Before, f.After }).OfType<string>().Select(FrameworkOf).Distinct().ToArray();
        var frameworks = counted.Length == 0 ? [] : await db.Frameworks.AsNoTracking().In(charters).Where(f => counted.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Title, cancel);
        var history = changes
            .Select(c => new Change(c.Kind, c.PledgeVersion, c.Reason, [.. c.Fields.Select(f => Readable(f, frameworks)).OfType<FieldChange>()], own && !c.ByRule ? c.By : null, c.At, c.ByRule)).ToList();
        var p = PledgeView.Of(pledge, holder, time.Today());
        return TypedResults.Ok(new Answer(
            p.Id, p.OrganisationId, p.CharterId, p.CharterVersion, p.Commitment, p.Duty, p.Pillar, p.Outcome, p.Title, p.Measure, p.Unit, p.Baseline, p.Target,
            p.DueOn, p.Status, p.MadeOn, p.LatestProgress, names.GetValueOrDefault(holder), progress, evidence,
            p.CarriedFrom, p.CarriedFrom is { } from ? names.GetValueOrDefault(from) : null,
            p.Version, p.Direction, p.BaselineOn, p.Owner, p.Place, p.TargetGroups, p.Segment, p.Standing, p.EndedOn, history, pledge.EndedByRule, pledge.MissedOn(calendar, time.Today()), pledge.ReopenableUntil(calendar), new(calendar.GraceDays, calendar.ReopenDays), measure, own && measure is null ? pledge.Named : null, p.PromisedOn));
    }

    /// <summary>Which measure of a private framework it was is for those who may read that.</summary>
    private static FieldChange? Readable(FieldChange change, Dictionary<Guid, string> frameworks)
    {
        if (change.Field != PledgeText.MeasureField)
            return change;
        var (before, after) = (Said(change.Before, frameworks), Said(change.After, frameworks));
        return before is null && after is null ? null : new(change.Field, before, after);
    }

    private static string? Said(string? named, Dictionary<Guid, string> frameworks) =>
        named?.Split('/', 3) is [_, var version, var code] && frameworks.TryGetValue(FrameworkOf(named), out var title) ? $"{code} ({title}, version {version})" : null;

    private static Guid FrameworkOf(string named) => Guid.Parse(named.AsSpan(0, named.IndexOf('/')));
}
