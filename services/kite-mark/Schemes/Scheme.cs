using System.Reflection;
using System.Text.Json;
using Charter.Contracts;

namespace Charter.KiteMarks.Schemes;

/// <summary>
/// One published version of the kite mark's rules: criteria, scale, threshold, term. An application is judged by the version under which it was
/// submitted, so a version never changes; a new one is a new file.
/// </summary>
/// <param name="Levels">In the order in which they are reached.</param>
/// <param name="AssessmentsNeeded">Assessments that open the decision.</param>
internal sealed record Scheme(
    string Id, string Title, int Version, DateOnly PublishedOn, int TermYears, IReadOnlyList<string> Levels, int AssessmentsNeeded,
    Scale Scale, Threshold Threshold, IReadOnlyList<Criterion> Criteria)
{
    /// <summary>Every broken rule of a set of scores, by field; empty when they can be taken.</summary>
    public Dictionary<string, string[]> Problems(IReadOnlyList<GivenScore> scores)
    {
        if (scores.Count > 2 * Criteria.Count)   // not worth a line for each
            return new() { ["scores"] = [$"Score each of the {Criteria.Count} criteria once. This has {scores.Count} entries."] };
        var problems = new Dictionary<string, string[]>();
        var seen = new HashSet<string>();
        foreach (var (i, given) in scores.Index())
        {
            if (Criteria.All(c => c.Code != given.Criterion))
                problems[$"scores[{i}].criterion"] = [$"Name a criterion of the scheme: {string.Join(", ", Criteria.Select(c => c.Code))}."];
            else if (!seen.Add(given.Criterion))
                problems[$"scores[{i}].criterion"] = ["This criterion is scored twice. Score each once."];
            if (given.Score < Scale.Lowest || given.Score > Scale.Highest)
                problems[$"scores[{i}].score"] = [$"This must be a whole number from {Scale.Lowest} to {Scale.Highest}."];
            else if (Scale.CommentRequiredAt.Contains(given.Score) && string.IsNullOrWhiteSpace(given.Comment))
                problems[$"scores[{i}].comment"] = [$"Say why: a score of {given.Score} needs a comment."];
            if (given.Comment?.Trim().Length > Scale.LongestComment)
                problems[$"scores[{i}].comment"] = [$"This may be at most {Scale.LongestComment:N0} characters long."];
        }
        if (Criteria.Where(c => !seen.Contains(c.Code)).Select(c => c.Code).ToArray() is { Length: > 0 } missing)
            problems["scores"] = [$"Score every criterion. Not scored: {string.Join(", ", missing)}."];
        return problems;
    }

    /// <summary>
    /// Weighted totals over all assessments as percentages of what could be reached; null without any. The threshold is met when the whole and
    /// each commitment reach their floors, before rounding.
    /// </summary>
    public Totals? Tally(IReadOnlyList<IReadOnlyList<GivenScore>> assessments)
    {
        if (assessments.Count == 0)
            return null;
        var average = assessments.SelectMany(a => a).GroupBy(s => s.Criterion).ToDictionary(g => g.Key, g => g.Average(s => (decimal)s.Score));
        decimal Percent(IEnumerable<Criterion> of)
        {
            var criteria = of.ToArray();
            return 100 * criteria.Sum(c => c.Weight * average.GetValueOrDefault(c.Code)) / (criteria.Sum(c => c.Weight) * Scale.Highest);
        }
        var overall = Percent(Criteria);
        var commitments = Commitments.All.Select(c => (Commitment: c, Percent: Percent(Criteria.Where(x => x.Commitment == c)))).ToArray();
        return new(
            decimal.Round(overall, 1), Threshold.Overall,
            [.. commitments.Select(c => new CommitmentTotal(c.Commitment, decimal.Round(c.Percent, 1), Threshold.PerCommitment))],
            overall >= Threshold.Overall && commitments.All(c => c.Percent >= Threshold.PerCommitment));
    }
}

/// <summary>Scores are whole numbers from lowest to highest, each described by an anchor of the criterion.</summary>
/// <param name="CommentRequiredAt">Scores that may not stand without a comment.</param>
internal sealed record Scale(int Lowest, int Highest, IReadOnlyList<int> CommentRequiredAt, int LongestComment);

/// <summary>Percentages that an applicant is expected to reach; the panel sees whether it does.</summary>
internal sealed record Threshold(decimal Overall, decimal PerCommitment);

/// <param name="Anchors">What each score means, from the lowest to the highest.</param>
internal sealed record Criterion(string Code, string Commitment, string Title, string Text, int Weight, IReadOnlyList<string> Anchors);

/// <summary>The score that one assessor gives for one criterion.</summary>
/// <param name="Criterion">Code of the criterion; each stands once.</param>
/// <param name="Score">0 to 4, as the anchors describe.</param>
/// <param name="Comment">At most 2,000 characters; required at 0 and 4.</param>
internal sealed record GivenScore(string Criterion, int Score, string? Comment = null);

internal sealed record CommitmentTotal(string Commitment, decimal Percent, decimal Floor);

internal sealed record Totals(decimal Percent, decimal Threshold, IReadOnlyList<CommitmentTotal> Commitments, bool MeetsThreshold);

/// <summary>The versions that ship with the service, read once.</summary>
internal static class PublishedSchemes
{
    private static readonly Dictionary<string, Scheme> ById = Load().ToDictionary(s => s.Id);

    /// <summary>The version under which applications are submitted now.</summary>
    public static Scheme Current { get; } = ById.Values.MaxBy(s => s.Version)!;

    public static Scheme? Find(string id) => ById.GetValueOrDefault(id);

    public static Scheme Of(string id) => ById[id];

    private static IEnumerable<Scheme> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Schemes/", StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            var scheme = JsonSerializer.Deserialize<Scheme>(file, JsonSerializerOptions.Web)!;
            if (scheme.Criteria.FirstOrDefault(c => c.Anchors.Count != scheme.Scale.Highest - scheme.Scale.Lowest + 1 || !Commitments.All.Contains(c.Commitment)) is { } bad)
                throw new InvalidOperationException($"{name}: criterion {bad.Code} needs an anchor for each score and one of the three commitments.");
            yield return scheme;
        }
    }
}

/// <summary>Levels for which one can apply now.</summary>
internal static class Levels
{
    public static IReadOnlyList<string> All => PublishedSchemes.Current.Levels;
}
