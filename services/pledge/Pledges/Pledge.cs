using Charter.Contracts;
using Charter.Pledges.Ledgers;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Pledges;

/// <summary>Where a pledge stands.</summary>
internal static class PledgeStatus
{
    public const string Active = "active";
}

/// <summary>How well a figure is known, worst last.</summary>
internal static class Confidence
{
    public static IReadOnlyList<string> All { get; } = ["measured", "estimated", "guessed"];
}

/// <summary>What an organisation promises under one commitment: SMART, towards an outcome on the menu of the charter that it signed.</summary>
internal sealed class Pledge
{
    private const int LongestYears = 10;
    private const int OldestFigureYears = 5;
    private readonly List<ProgressEntry> _progress = [];

    private Pledge() { }

    public Guid Id { get; private init; }
    public int Version { get; private set; }
    public Guid OrganisationId { get; private init; }
    public Guid CharterId { get; private init; }
    public int CharterVersion { get; private init; }
    public string Commitment { get; private init; } = "";
    /// <summary>Code of the commissioner's or provider's duty that it serves, if one is named.</summary>
    public string? Duty { get; private init; }
    public string Pillar { get; private init; } = "";
    public string Outcome { get; private init; } = "";
    public string Title { get; private init; } = "";
    public string Measure { get; private init; } = "";
    public string Unit { get; private init; } = "";
    public decimal Baseline { get; private init; }
    public decimal Target { get; private init; }
    public DateOnly DueOn { get; private init; }
    public string Status { get; private set; } = PledgeStatus.Active;
    public Guid MadeBy { get; private init; }
    public DateTimeOffset MadeAt { get; private init; }
    public DateOnly MadeOn { get; private init; }
    /// <summary>Only the entries added since it was read, unless they were included.</summary>
    public IReadOnlyList<ProgressEntry> Progress => _progress;
    public decimal? LatestValue { get; private set; }
    public DateOnly? LatestOn { get; private set; }
    public string? LatestConfidence { get; private set; }

    public PledgeFacts Facts() => new(
        Id, Version, OrganisationId, Commitment, Pillar, Outcome, Title, Measure, Unit, Plain(Baseline), Plain(Target), DueOn, Status,
        LatestValue is { } value ? Plain(value) : null, LatestOn);

    /// <param name="ledger">The organisation's current ledger with its duties.</param>
    public static Pledge Make(MakePledge.Request asked, Ledger ledger, CharterCopy charter, Guid by, DateTimeOffset now)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var today = now.LocalDay();
        if (!charter.Outcomes.Contains(asked.Outcome.Trim()))
            errors["outcome"] = ["Choose an outcome from the menu of the charter that your organisation signed, word for word."];
        if (asked.Target == asked.Baseline)
            errors["target"] = ["The target must differ from the baseline: say what will change."];
        if (asked.DueOn <= today || asked.DueOn > today.AddYears(LongestYears))
            errors["dueOn"] = [$"This must be a day after today and at most {LongestYears} years ahead."];
        var duty = string.IsNullOrWhiteSpace(asked.Duty) ? null : asked.Duty.Trim();
        if (duty is not null && RuleOf(ledger.Duties.SingleOrDefault(d => d.Code == duty), asked.Commitment, ledger.Duties) is { } rule)
            errors["duty"] = [rule];
        if (errors.Count > 0)
            throw new InvalidRequest(errors);
        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            OrganisationId = ledger.OrganisationId,
            CharterId = ledger.CharterId,
            CharterVersion = ledger.CharterVersion,
            Commitment = asked.Commitment,
            Duty = duty,
            Pillar = asked.Pillar,
            Outcome = asked.Outcome.Trim(),
            Title = asked.Title.Trim(),
            Measure = asked.Measure.Trim(),
            Unit = asked.Unit.Trim(),
            Baseline = asked.Baseline,
            Target = asked.Target,
            DueOn = asked.DueOn,
            MadeBy = by,
            MadeAt = now,
            MadeOn = today,
        };
    }

    /// <summary>
    /// Enters a figure. The public figure is that of the latest day; of two for one day, the one entered last. Figures may be older than the
    /// pledge, because promises are often entered here some time after they were made, but not so old that they say nothing about it.
    /// </summary>
    public ProgressEntry Report(ReportProgress.Request asked, Guid by, DateTimeOffset now)
    {
        if (asked.On > now.LocalDay())
            throw InvalidRequest.For("on", "This must be today or earlier.");
        if (asked.On < MadeOn.AddYears(-OldestFigureYears))
            throw InvalidRequest.For("on", $"This must be {MadeOn.AddYears(-OldestFigureYears):yyyy-MM-dd} or later: figures that are more than {OldestFigureYears} years older than the pledge belong in its baseline.");
        var entry = new ProgressEntry
        {
            Id = Guid.CreateVersion7(now),
            PledgeId = Id,
            Value = asked.Value,
            On = asked.On,
            Confidence = asked.Confidence,
            Source = asked.Source.Trim(),
            Note = string.IsNullOrWhiteSpace(asked.Note) ? null : asked.Note.Trim(),
            ReportedBy = by,
            ReportedAt = now,
        };
        _progress.Add(entry);
        if (LatestOn is null || asked.On >= LatestOn)
            (LatestValue, LatestOn, LatestConfidence) = (asked.Value, asked.On, asked.Confidence);
        Version++;
        return entry;
    }

    /// <summary>Without the zeros that it gets behind the point by being stored: the same pledge is the same text for everybody.</summary>
    private static decimal Plain(decimal figure) => figure / 1.0000000000000000000000000000m;

    private static string? RuleOf(Duty? duty, string commitment, IReadOnlyList<Duty> all)
    {
        if (duty is not null && duty.Binding != Bindings.EverySignatory && duty.Commitment == commitment)
            return null;
        var fitting = all.Where(d => d.Binding != Bindings.EverySignatory && d.Commitment == commitment).Select(d => d.Code).ToArray();
        return fitting.Length == 0
            ? $"Your ledger has no duty of commissioners or providers under {commitment}: leave this out."
            : $"Name a duty of commissioners or providers of your ledger that stands under {commitment}: {string.Join(", ", fitting)}.";
    }
}

/// <summary>A figure reported for a pledge, in the pledge's unit. Never changed; a later one supersedes it.</summary>
internal sealed class ProgressEntry
{
    public Guid Id { get; init; }
    public Guid PledgeId { get; init; }
    public decimal Value { get; init; }
    public DateOnly On { get; init; }
    public required string Confidence { get; init; }
    public required string Source { get; init; }
    public string? Note { get; init; }
    public Guid ReportedBy { get; init; }
    public DateTimeOffset ReportedAt { get; init; }
}
