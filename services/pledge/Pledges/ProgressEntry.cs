using Charter.ServiceDefaults;

namespace Charter.Pledges.Pledges;

/// <summary>A figure reported for a pledge, in the pledge's unit. Never changed; a later one supersedes it.</summary>
internal sealed class ProgressEntry
{
    public Guid Id { get; init; }
    public Guid PledgeId { get; init; }
    public decimal Value { get; init; }
    /// <summary>First day of the period for which the figure stands; null when it is that of a single day.</summary>
    public DateOnly? From { get; init; }
    /// <summary>Its day, or the last of its period.</summary>
    public DateOnly On { get; init; }
    public required string Confidence { get; init; }
    public required string Source { get; init; }
    public string? Note { get; init; }
    public Guid ReportedBy { get; init; }
    public DateTimeOffset ReportedAt { get; init; }

    /// <summary>
    /// The figure, if its days are such that it says something about the pledge. It may be older than that, because promises are often entered here some time
    /// after they were made.
    /// </summary>
    public static ProgressEntry Of(Pledge pledge, ReportProgress.Request asked, Guid by, DateTimeOffset now)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var oldest = pledge.MadeOn.AddYears(-TermsRules.OldestYears);
        if (asked.On > now.LocalDay())
            errors["on"] = ["This must be today or earlier."];
        else if (asked.On < oldest)
            errors["on"] = [$"This must be {oldest:yyyy-MM-dd} or later: figures that are more than {TermsRules.OldestYears} years older than the pledge belong in its baseline."];
        if (asked.From is { } from && (from > asked.On || (errors.Count == 0 && from < asked.On.AddYears(-TermsRules.OldestYears))))
            errors["from"] = [$"The period ends on {asked.On:yyyy-MM-dd}. Give a first day that is not later, and at most {TermsRules.OldestYears} years earlier."];
        if (errors.Count > 0)
            throw new InvalidRequest(errors);
        return new()
        {
            Id = Guid.CreateVersion7(now),
            PledgeId = pledge.Id,
            Value = asked.Value,
            From = asked.From,
            On = asked.On,
            Confidence = asked.Confidence,
            Source = asked.Source.Trim(),
            Note = PledgeText.Clean(asked.Note),
            ReportedBy = by,
            ReportedAt = now,
        };
    }
}
