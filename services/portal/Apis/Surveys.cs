namespace Charter.Portal.Apis;

/// <summary>Surveys: rounds, links that are good once, answers and results.</summary>
public sealed class SurveysApi(HttpClient http) : ServiceClient(http)
{
    public Task<Listing<SurveyLine>> List(string? after, CancellationToken cancel) => Get<Listing<SurveyLine>>("/api/surveys" + Query(("after", after)), cancel);

    public Task<SurveyInstruments> Instruments(CancellationToken cancel) => Get<SurveyInstruments>("/api/surveys/instruments", cancel);

    public Task<Survey> Read(Guid id, CancellationToken cancel) => Get<Survey>($"/api/surveys/{id}", cancel);

    public Task<SurveyTrend> Trend(Guid charter, string instrument, CancellationToken cancel) => Get<SurveyTrend>("/api/surveys/trend" + Query(("charterId", $"{charter}"), ("instrument", instrument)), cancel);

    public Task<Created> Open(NewSurvey survey, CancellationToken cancel) => Post<Created>("/api/surveys", survey, cancel);

    public Task Close(Guid id, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/surveys/{id}/closing", null, cancel);

    public Task Remove(Guid id, CancellationToken cancel) => Do(HttpMethod.Delete, $"/api/surveys/{id}", null, cancel);

    public Task<SurveyLinks> Take(Guid id, Guid? organisation, int? others, CancellationToken cancel) => Post<SurveyLinks>($"/api/surveys/{id}/links", new { organisationId = organisation, others }, cancel);

    public Task<Questionnaire> Questionnaire(string? link, CancellationToken cancel) => Post<Questionnaire>("/api/surveys/questionnaire", new { link }, cancel);

    public Task Answer(string? link, IReadOnlyDictionary<string, decimal> answers, CancellationToken cancel) => Do(HttpMethod.Post, "/api/surveys/answers", new { link, answers }, cancel);
}

public sealed record SurveyLine(Guid Id, Guid CharterId, string CharterTitle, string Instrument, string Title, string Wave, DateOnly OpensOn, DateOnly ClosesOn, DateOnly? ClosedOn, string State);
public sealed record SurveyQuestion(string Code, string Kind, string Text);
public sealed record SurveyInstrument(string Code, int Version, string Title, string Asks, string Purpose, string? Low, string? High, IReadOnlyList<SurveyQuestion> Questions);
public sealed record SurveyInstruments(IReadOnlyList<SurveyInstrument> Items, int SmallestGroup);
public sealed record SurveyCoverage(int Links, int? Answers, int Organisations, int Signatories);
public sealed record Survey(
    Guid Id, Guid CharterId, string CharterTitle, string Instrument, string Title, string Wave, DateOnly OpensOn, DateOnly ClosesOn, DateOnly? ClosedOn, string State, DateOnly? PeriodFrom, DateOnly? PeriodUntil,
    SurveyCoverage? Coverage, bool LinkTaken, int SmallestGroup);
public sealed record NewSurvey(Guid? CharterId, string? Instrument, string? Wave, DateOnly? OpensOn, DateOnly? ClosesOn, DateOnly? PeriodFrom, DateOnly? PeriodUntil);
public sealed record SurveyLinks(IReadOnlyList<string> Links, DateOnly ClosesOn);
public sealed record Questionnaire(
    Guid SurveyId, string CharterTitle, SurveyInstrument Instrument, string Wave, DateOnly ClosesOn, string? OrganisationName, IReadOnlyList<string> Places, DateOnly? PeriodFrom, DateOnly? PeriodUntil, int SmallestGroup);
public sealed record SurveyTrend(Guid CharterId, string CharterTitle, SurveyInstrument Instrument, IReadOnlyList<SurveyWave> Waves, int SmallestGroup);
public sealed record SurveyWave(Guid RoundId, string Wave, DateOnly OpensOn, DateOnly AsAt, int Links, int Organisations, int Signatories, int? Answers, SurveyFigure? Whole, IReadOnlyList<SurveyBreakdown> Breakdowns);
public sealed record SurveyFigure(int Answers, decimal Score, decimal HighShare, IReadOnlyList<QuestionFigure> Questions);
public sealed record QuestionFigure(string Code, string Text, decimal Average, decimal HighShare, IReadOnlyList<int>? Distribution);
public sealed record SurveyBreakdown(string By, string? Withheld, IReadOnlyList<SurveyGroup> Groups, SurveyFigure? Others);
public sealed record SurveyGroup(string Key, string Label, SurveyFigure Figure);
