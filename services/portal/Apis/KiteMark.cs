namespace Charter.Portal.Apis;

public sealed class KiteMarkApi(HttpClient http) : ServiceClient(http)
{
    public Task<Scheme> CurrentScheme(CancellationToken cancel) => Get<Scheme>("/api/kite-marks/schemes/current", cancel);

    public Task<Created> Apply(Guid organisation, string? level, CancellationToken cancel) =>
        Post<Created>("/api/kite-marks/applications", new { organisationId = organisation, level }, cancel);

    public Task<Listing<Application>> Applications(string? status, CancellationToken cancel) => Get<Listing<Application>>("/api/kite-marks/applications" + Query(("status", status)), cancel);

    public Task<Listing<Application>> MyApplications(CancellationToken cancel) => Get<Listing<Application>>("/api/kite-marks/applications?mine=true", cancel);

    public Task<Application> Application(Guid id, CancellationToken cancel) => Get<Application>($"/api/kite-marks/applications/{id}", cancel);

    public Task<Created> Assess(Guid application, IReadOnlyList<NewScore> scores, CancellationToken cancel) =>
        Post<Created>($"/api/kite-marks/applications/{application}/assessments", new { scores }, cancel);

    public Task Decide(Guid application, string? outcome, string? reason, CancellationToken cancel) =>
        Do(HttpMethod.Post, $"/api/kite-marks/applications/{application}/decision", new { outcome, reason }, cancel);

    public Task<Award?> FindAward(Guid id, CancellationToken cancel) => Find<Award>($"/api/kite-marks/awards/{id}", cancel);
}

public sealed record Scheme(Guid Id, string? Title, int? Version, IReadOnlyList<string> Levels, IReadOnlyList<Criterion> Criteria);
public sealed record Criterion(string Code, string Commitment, string Text, IReadOnlyList<string> Anchors);
public sealed record NewScore(string Criterion, int? Score, string? Comment);
public sealed record Application(
    Guid Id, Guid OrganisationId, string? OrganisationName, string Level, string Status, DateTimeOffset? SubmittedOn, int? AssessmentsReceived, IReadOnlyList<Assessment>? Assessments,
    Decision? Decision, Guid? AwardId);
public sealed record Assessment(bool? Mine, DateTimeOffset? On, IReadOnlyList<NewScore>? Scores);
public sealed record Decision(string Outcome, string Reason, DateTimeOffset? On);
public sealed record Award(
    Guid Id, Guid OrganisationId, string OrganisationName, string Level, string? SchemeTitle, int? SchemeVersion, DateOnly AwardedOn, DateOnly? ValidUntil, string Status)
{
    public bool IsValid(DateOnly today) => Status == "active" && !(ValidUntil < today);

    /// <summary>What a person who checks the mark needs to know first.</summary>
    public string Verdict(DateOnly today) => Status != "active" ? $"Not valid: {Words.Say(Status).ToLowerInvariant()}"
        : ValidUntil < today ? $"Not valid: ended {ValidUntil.Value.Day()}"
        : "This kite mark is real and valid";
}
