using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Pledges;

/// <summary>
/// What an organisation promises under one commitment: SMART, towards an outcome on the menu of the charter that it signed. It is amended with a reason as long as
/// it is active, and ends by being completed, missed or withdrawn; that it was missed a rule enters when nobody does.
/// </summary>
internal sealed class Pledge
{
    private readonly List<ProgressEntry> _progress = [];

    private Pledge() { }

    public Guid Id { get; private init; }
    public int Version { get; private set; }
    public Guid OrganisationId { get; private init; }
    public Guid CharterId { get; private init; }
    /// <summary>Version under which it was made or, since it was amended, that which the organisation had signed last then.</summary>
    public int CharterVersion { get; private set; }
    public string Commitment { get; private init; } = "";
    /// <summary>Code of the commissioner's or provider's duty that it serves, if one is named.</summary>
    public string? Duty { get; private set; }
    public string Pillar { get; private set; } = "";
    public string Outcome { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string Measure { get; private set; } = "";
    public string Unit { get; private set; } = "";
    public decimal Baseline { get; private set; }
    /// <summary>Null for pledges from before it was asked for: the day on which they were made.</summary>
    public DateOnly? BaselineOn { get; private set; }
    public decimal Target { get; private set; }
    public DateOnly DueOn { get; private set; }
    /// <summary>Post or team; null for pledges from before it was asked for, and where none is named.</summary>
    public string? Owner { get; private set; }
    public string? Place { get; private set; }
    public string[] TargetGroups { get; private set; } = [];
    public string? Segment { get; private set; }
    public Guid? FrameworkId { get; private set; }
    public int? FrameworkVersion { get; private set; }
    public string? MeasureCode { get; private set; }
    public string Status { get; private set; } = PledgeStatuses.Active;
    public DateOnly? EndedOn { get; private set; }
    /// <summary>Whether a rule ended it, and no person.</summary>
    public bool EndedByRule { get; private set; }
    /// <summary>Day on which <see cref="FollowPledges"/> looks at it next. Pledges that older replicas made have one long past, so that it looks at once.</summary>
    public DateOnly NextOn { get; private set; }
    /// <summary>When its organisation was told that it is overdue.</summary>
    public DateOnly? ToldOn { get; private set; }
    public Guid MadeBy { get; private init; }
    public DateTimeOffset MadeAt { get; private init; }
    /// <summary>Day on which it was entered.</summary>
    public DateOnly MadeOn { get; private init; }
    /// <summary>Day before that on which it was promised, when it was entered afterwards; null when it was promised here.</summary>
    public DateOnly? PromisedOn { get; private init; }
    /// <summary>Only the entries added since it was read, unless they were included.</summary>
    public IReadOnlyList<ProgressEntry> Progress => _progress;
    public decimal? LatestValue { get; private set; }
    public DateOnly? LatestOn { get; private set; }
    public string? LatestConfidence { get; private set; }

    /// <summary>The measure of a framework by which it is counted, if one is named.</summary>
    public NamedMeasure? Named => this is { FrameworkId: { } framework, FrameworkVersion: { } version, MeasureCode: { } code } ? new(framework, version, code) : null;

    public string Direction => Target > Baseline ? Directions.Increase : Directions.Reduce;
    public DateOnly StartsOn => BaselineOn ?? MadeOn;

    /// <summary>Whether the latest figure has reached the target.</summary>
    public bool IsReached => LatestValue is { } value && (Target > Baseline ? value >= Target : value <= Target);

    /// <summary>Whether a figure that is no guess has reached the target.</summary>
    public bool IsShownReached => IsReached && LatestConfidence != Confidence.Guessed;

    /// <summary>The day on which a rule enters it as missed, once its own has passed; null when none will.</summary>
    public DateOnly? MissedOn(PledgeCalendar calendar, DateOnly today) =>
        Status == PledgeStatuses.Active && DueOn < today && !IsShownReached ? calendar.EntryOn(DueOn, ToldOn) : null;

    /// <summary>The last day on which it may be reopened; null when it may not.</summary>
    public DateOnly? ReopenableUntil(PledgeCalendar calendar) =>
        Status is PledgeStatuses.Missed or PledgeStatuses.Completed ? (EndedOn ?? MadeOn).AddDays(calendar.ReopenDays) : null;

    /// <summary>See <see cref="Pledges.Standing"/>; null once it has ended.</summary>
    public string? StandingOn(DateOnly today) => Status != PledgeStatuses.Active ? null : Standing.Of(
        Baseline, Target, StartsOn, DueOn, this is { LatestValue: { } value, LatestOn: { } on, LatestConfidence: { } confidence } ? (value, on, confidence) : null, today);

    public PledgeFacts Facts() => new(
        Id, Version, OrganisationId, Commitment, Pillar, Outcome, Title, Measure, Unit, Baseline.Plain(), Target.Plain(), DueOn, Status,
        LatestValue is { } value ? value.Plain() : null, LatestOn, StartsOn, Place, TargetGroups, Segment, EndedOn, EndedByRule, PromisedOn);

    /// <param name="ledger">The organisation's current ledger with its duties.</param>
    /// <param name="measure">The measure that is named, if the organisation may read it.</param>
    /// <param name="promisedOn">When it was promised, if that was before today. Its own day may have passed then.</param>
    public static Pledge Make(PledgeTerms asked, DateOnly? promisedOn, Ledger ledger, CharterCopy charter, MeasureOfFramework? measure, Guid by, DateTimeOffset now)
    {
        var today = now.LocalDay();
        var pledge = new Pledge
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            OrganisationId = ledger.OrganisationId,
            CharterId = ledger.CharterId,
            Commitment = asked.Commitment,
            MadeBy = by,
            MadeAt = now,
            MadeOn = today,
            PromisedOn = promisedOn,
        };
        var errors = TermsRules.Problems(pledge, asked, ledger, charter, measure, today);
        if (errors.Count > 0)
            throw new InvalidRequest(errors);
        pledge.Take(asked, ledger);
        pledge.BeginCalendar(today);
        return pledge;
    }

    /// <summary>
    /// States anew what is promised. The pledge stands under the version that the organisation signed last from then on; its commitment stays, and so does its
    /// unit once there are figures in it.
    /// </summary>
    /// <param name="ledger">The organisation's own latest ledger of the pledge's charter, with its duties.</param>
    /// <param name="measure">The measure that is named, if the organisation may read it.</param>
    public PledgeChange Amend(PledgeTerms asked, string reason, int seen, Ledger ledger, CharterCopy charter, MeasureOfFramework? measure, Guid by, DateTimeOffset now)
    {
        MustBeActive();
        if (seen != Version)
            throw PledgeErrors.PledgeChangedSince();
        var errors = TermsRules.Problems(this, asked, ledger, charter, measure, now.LocalDay());
        if (asked.Commitment != Commitment)
            errors["commitment"] = [$"A pledge stays under its commitment, {Commitment}. For another one, withdraw this pledge and make a new one."];
        if (LatestOn is not null && asked.Unit.Trim() != Unit)
            errors["unit"] = [$"Figures have been reported in {Unit}, so the unit stays. To count something else, withdraw this pledge and make a new one."];
        if (errors.Count > 0)
            throw new InvalidRequest(errors);
        var (before, due) = (PledgeText.Of(this), DueOn);
        Take(asked, ledger);
        if (DueOn != due)
            BeginCalendar(now.LocalDay());
        var fields = before.Zip(PledgeText.Of(this)).Where(f => f.First.Text != f.Second.Text).Select(f => new FieldChange(f.First.Field, f.First.Text, f.Second.Text)).ToList();
        if (fields.Count == 0)
            throw PledgeErrors.NothingToAmend();
        return Change(ChangeKinds.Amended, reason, fields, by, now);
    }

    /// <summary>Needs a figure that has reached the target, and not a guess.</summary>
    public PledgeChange Complete(string? note, Guid by, DateTimeOffset now)
    {
        MustBeActive();
        if (!IsReached)
            throw PledgeErrors.TargetNotReached(LatestValue, Target.Plain(), Unit);
        if (LatestConfidence == Confidence.Guessed)
            throw PledgeErrors.TargetReachedByGuess();
        return End(PledgeStatuses.Completed, note, by, now);
    }

    /// <summary>From the day on which it was due.</summary>
    public PledgeChange Miss(string reason, Guid by, DateTimeOffset now)
    {
        MustBeActive();
        if (now.LocalDay() < DueOn)
            throw PledgeErrors.NotDueYet(DueOn);
        if (IsShownReached)
            throw PledgeErrors.TargetIsReached();
        return End(PledgeStatuses.Missed, reason, by, now);
    }

    /// <summary>Enters that it was missed when nobody has said how it ended.</summary>
    public PledgeChange MissByRule(PledgeCalendar calendar, DateTimeOffset now)
    {
        EndedByRule = true;
        var reason = $"It was due on {PledgeText.Day(DueOn)}, {(LatestValue is { } value ? $"the latest figure is {PledgeText.Figures(value)} {Unit}{(IsReached ? ", a guess" : "")}" : "no figure was reported")}, and nobody had said how it ended when {calendar.GraceDays} days had passed.";
        return End(PledgeStatuses.Missed, reason, Guid.Empty, now);
    }

    /// <summary>Takes back that it was missed or completed, within a time.</summary>
    public PledgeChange Reopen(string reason, DateOnly dueOn, PledgeCalendar calendar, Guid by, DateTimeOffset now)
    {
        var today = now.LocalDay();
        if (ReopenableUntil(calendar) is not { } until)
            throw PledgeErrors.NotReopenable(Status);
        if (today > until)
            throw PledgeErrors.ReopeningOver(until);
        if (dueOn <= today || dueOn > today.AddYears(TermsRules.LongestYears))
            throw InvalidRequest.For("dueOn", $"This must be a day after today and at most {TermsRules.LongestYears} years ahead.");
        FieldChange[] fields = dueOn == DueOn ? [] : [new("dueOn", PledgeText.Day(DueOn), PledgeText.Day(dueOn))];
        (Status, EndedOn, EndedByRule, DueOn) = (PledgeStatuses.Active, null, false, dueOn);
        BeginCalendar(today);
        return Change(ChangeKinds.Reopened, reason, fields, by, now);
    }

    /// <summary>What is to be done about it today; what is to be done next it notes itself.</summary>
    public CalendarStep FollowCalendar(PledgeCalendar calendar, DateOnly today)
    {
        if (today <= DueOn)
        {
            NextOn = PledgeCalendar.Next(DueOn, today);
            return PledgeCalendar.IsNear(DueOn, today) ? CalendarStep.Remind : CalendarStep.Nothing;
        }
        var isFirst = ToldOn is null;
        ToldOn ??= today;
        if (IsShownReached)
        {
            NextOn = new(9999, 1, 1);   // until a figure says otherwise
            return isFirst ? CalendarStep.Remind : CalendarStep.Nothing;
        }
        NextOn = calendar.EntryOn(DueOn, ToldOn);
        return isFirst ? CalendarStep.Remind : today < NextOn ? CalendarStep.Nothing : CalendarStep.Miss;
    }

    public PledgeChange Withdraw(string reason, Guid by, DateTimeOffset now)
    {
        MustBeActive();
        return End(PledgeStatuses.Withdrawn, reason, by, now);
    }

    /// <summary>Enters a figure. The public figure is that of the latest day; of two for one day, the one entered last.</summary>
    public ProgressEntry Report(ReportProgress.Request asked, Guid by, DateTimeOffset now)
    {
        MustBeActive();
        var entry = ProgressEntry.Of(this, asked, by, now);
        _progress.Add(entry);
        var wasReached = IsShownReached;
        if (LatestOn is null || asked.On >= LatestOn)
            (LatestValue, LatestOn, LatestConfidence) = (asked.Value, asked.On, asked.Confidence);
        if (IsShownReached != wasReached)
            BeginCalendar(now.LocalDay());
        Version++;
        return entry;
    }

    private void Take(PledgeTerms asked, Ledger ledger)
    {
        CharterVersion = ledger.CharterVersion;
        Duty = PledgeText.Clean(asked.Duty);
        Pillar = asked.Pillar;
        Outcome = asked.Outcome.Trim();
        Title = asked.Title.Trim();
        Measure = asked.Measure.Trim();
        Unit = asked.Unit.Trim();
        (Baseline, Target) = (asked.Baseline, asked.Target);
        BaselineOn = asked.BaselineOn ?? BaselineOn ?? PromisedOn ?? MadeOn;
        DueOn = asked.DueOn;
        Owner = PledgeText.Clean(asked.Owner);
        Place = PledgeText.Clean(asked.Place);
        TargetGroups = [.. Charter.Contracts.TargetGroups.All.Intersect(asked.TargetGroups ?? [])];
        Segment = PledgeText.Clean(asked.Segment);
        (FrameworkId, FrameworkVersion, MeasureCode) = (asked.FrameworkMeasure?.FrameworkId, asked.FrameworkMeasure?.Version, asked.FrameworkMeasure?.Code);
    }

    private void BeginCalendar(DateOnly today) => (NextOn, ToldOn) = (PledgeCalendar.Next(DueOn, today), null);

    private PledgeChange End(string status, string? reason, Guid by, DateTimeOffset now)
    {
        (Status, EndedOn) = (status, now.LocalDay());
        return Change(status, reason, [], by, now);
    }

    private PledgeChange Change(string kind, string? reason, IReadOnlyList<FieldChange> fields, Guid by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        PledgeId = Id,
        PledgeVersion = ++Version,
        Kind = kind,
        Reason = PledgeText.Clean(reason),
        Fields = fields,
        By = by,
        ByRule = by == Guid.Empty,
        At = now,
    };

    private void MustBeActive()
    {
        if (Status != PledgeStatuses.Active)
            throw PledgeErrors.PledgeEnded(Status, EndedOn);
    }
}
