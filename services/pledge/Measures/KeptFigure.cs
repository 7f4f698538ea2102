using System.Text.Json;
using System.Text.Json.Serialization;

namespace Charter.Pledges.Measures;

/// <summary>What is kept of a figure.</summary>
/// <param name="Value">Null when there is none.</param>
/// <param name="From">First day of the months that it is of; null where it is of a moment.</param>
/// <param name="Reporting">Signatories on whose records it stands.</param>
/// <param name="Months">Oldest first.</param>
/// <param name="Rounds">Of a survey, oldest first.</param>
internal sealed record KeptFigure(decimal? Value, DateOnly? From, DateOnly? Until, long Reporting, IReadOnlyList<KeptPart> Parts, IReadOnlyList<KeptMonth> Months, IReadOnlyList<KeptRound>? Rounds = null)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static KeptFigure None { get; } = new(null, null, null, 0, [], []);

    public KeptPart Part(string key) => Parts.FirstOrDefault(p => p.Key == key) ?? new(key, 0, 0);
}

internal sealed record KeptPart(string Key, decimal Amount, long Count);

/// <param name="Value">Null when what it was of is gone, and where its records give no figure, such as a share of less than nothing. A month without records is not there.</param>
/// <param name="AsAt">Day on which it was found to be so.</param>
/// <param name="Was">What was said first, once the month was over, if that was another.</param>
internal sealed record KeptMonth(DateOnly Month, decimal? Value, DateOnly AsAt, decimal? Was = null, DateOnly? WasAsAt = null);

/// <summary>A closed round of a survey.</summary>
/// <param name="SmallestGroup">How many a group had to have to be told of.</param>
/// <param name="Wave">before, after, follow-up-1 …</param>
/// <param name="Answers">Null when there were too few to say how many.</param>
/// <param name="Score">From 1 to 5; null when it is withheld.</param>
/// <param name="HighShare">Share of the answers that are 4 or 5.</param>
/// <param name="Rate">Of the survey on local spending: the part of what they receive that suppliers spend locally.</param>
/// <param name="RateOf">How many organisations the rate is of.</param>
/// <param name="Withheld">Why there is no score.</param>
internal sealed record KeptRound(
    Guid RoundId, int SmallestGroup, string Wave, DateOnly OpensOn, DateOnly AsAt, int Links, int Organisations, int Signatories, int? Answers, decimal? Score, decimal? HighShare, IReadOnlyList<KeptAnswer> Questions, decimal? Rate = null, int? RateOf = null, string? Withheld = null)
{
    /// <summary>Under this word the answers on local spending are kept, from which measure 1 is worked out.</summary>
    public const string LocalSpending = "local-spending";
}

internal sealed record KeptAnswer(string Code, string Text, decimal Average, decimal HighShare);
