namespace Charter.Portal.Apis;

/// <summary>The evaluation measures of charters.</summary>
public sealed class EvaluationApi(HttpClient http) : ServiceClient(http)
{
    public Task<Evaluation> Read(Guid charter, string? place, string? sector, CancellationToken cancel) => Get<Evaluation>($"/api/evaluation/{charter}" + Query(("place", place), ("sector", sector)), cancel);

    public Task<Listing<EvaluationQuestion>> Questions(Guid charter, AskedFilter filter, string? after, CancellationToken cancel) => Get<Listing<EvaluationQuestion>>($"/api/evaluation/{charter}/questions" + Query(
        ("kind", filter.Kind), ("pillar", filter.Pillar), ("test", filter.Test), ("place", filter.Place), ("sector", filter.Sector), ("after", after)), cancel);
}

public sealed record Evaluation(Guid CharterId, string Title, string? Place, string? Sector, DateOnly? AsAt, IReadOnlyList<EvaluationMeasure> Measures);
public sealed record EvaluationMeasure(
    string Code, int Number, string Text, decimal? Value, string Unit, string What, string? Missing, decimal? AtMost, DateOnly? From, DateOnly? Until, decimal? UnknownShare, IReadOnlyList<MeasurePart> Parts,
    MeasureTrend Trend, IReadOnlyList<MeasureRound>? Rounds, MeasureCoverage Coverage, DateOnly? AsAt, IReadOnlyList<string> Sources, string Rule, string Formula, IReadOnlyList<string> Notes,
    MeasureConfidence Confidence, string Suppression);
public sealed record MeasurePart(string Group, string Key, string? Label, decimal? Amount, long Count);
public sealed record MeasureTrend(string Unit, string What, IReadOnlyList<MeasureMonth> Months);
public sealed record MeasureMonth(DateOnly Month, decimal? Value, DateOnly AsAt, decimal? Was, DateOnly? WasAsAt);
public sealed record MeasureRound(Guid RoundId, string Wave, DateOnly OpensOn, DateOnly AsAt, int? Answers, decimal? Score, decimal? HighShare, string? Withheld);
public sealed record MeasureCoverage(long Reported, long Of, string Says);
public sealed record MeasureConfidence(decimal? Measured, decimal? Estimated, decimal? Guessed, string Says);
public sealed record EvaluationQuestion(Guid Id, string Text, string Kind, string Pillar, string? Measure, DateOnly AskedOn, string? Sector, IReadOnlyDictionary<string, string> Tests);
public sealed record AskedFilter(string? Kind, string? Pillar, string? Test, string? Place, string? Sector);
