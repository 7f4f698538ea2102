using System.Text.Json.Serialization;

namespace Charter.Portal.Apis;

public sealed class KiteMarkApi(HttpClient http) : ServiceClient(http)
{
    public Task<Scheme> CurrentScheme(CancellationToken cancel) => Get<Scheme>("/api/kite-marks/schemes/current", cancel);

    public Task<Scheme> Scheme(string id, CancellationToken cancel) => Get<Scheme>($"/api/kite-marks/schemes/{id}", cancel);

    public Task<Created> Apply(Guid organisation, string? level, CancellationToken cancel) =>
        Post<Created>("/api/kite-marks/applications", new { organisationId = organisation, level }, cancel);

    public Task<Listing<ApplicationLine>> Applications(string? status, string? after, CancellationToken cancel) =>
        Get<Listing<ApplicationLine>>("/api/kite-marks/applications" + Query(("status", status), ("after", after)), cancel);

    public Task<Listing<ApplicationLine>> MyApplications(CancellationToken cancel) => Get<Listing<ApplicationLine>>("/api/kite-marks/applications?mine=true&size=100", cancel);

    public Task<Application> Application(Guid id, CancellationToken cancel) => Get<Application>($"/api/kite-marks/applications/{id}", cancel);

    public Task Assess(Guid application, IReadOnlyList<Score> scores, CancellationToken cancel) =>
        Do(HttpMethod.Post, $"/api/kite-marks/applications/{application}/assessments", new { scores }, cancel);

    public Task Decide(Guid application, string? outcome, string? reason, CancellationToken cancel) =>
        Do(HttpMethod.Post, $"/api/kite-marks/applications/{application}/decision", new { outcome, reason }, cancel);

    public Task<Award?> FindAward(Guid id, CancellationToken cancel) => Find<Award>($"/api/kite-marks/awards/{id}", cancel);
}

public sealed record Scheme(
    string Id, string Title, int Version, DateOnly PublishedOn, int TermYears, IReadOnlyList<string> Levels, int AssessmentsNeeded, Threshold Threshold, IReadOnlyList<Criterion> Criteria);
public sealed record Threshold(decimal Overall, decimal PerCommitment);
public sealed record Criterion(string Code, string Commitment, string Title, string Text, int Weight, IReadOnlyList<string> Anchors);
public sealed record Score(string Criterion, [property: JsonPropertyName("score")] int Value, string? Comment);
public sealed record ApplicationLine(
    Guid Id, Guid OrganisationId, string OrganisationName, string Level, string Status, DateOnly SubmittedOn, int AssessmentsReceived, int AssessmentsNeeded, bool DecisionOpen, bool AssessedByMe, Guid? AwardId);
public sealed record Application(
    Guid Id, Guid OrganisationId, string OrganisationName, string SchemeId, string Level, string Status, DateOnly SubmittedOn, int AssessmentsReceived, int AssessmentsNeeded,
    bool DecisionOpen, bool MayAssess, bool MayDecide, IReadOnlyList<Assessment> Assessments, Totals? Totals, Decision? Decision, Guid? AwardId, IReadOnlyList<HistoryStep> History);
public sealed record Assessment(int Number, bool Mine, DateTimeOffset SubmittedAt, IReadOnlyList<Score> Scores, Totals Totals);
public sealed record Totals(decimal Percent, decimal Threshold, IReadOnlyList<CommitmentTotal> Commitments, bool MeetsThreshold);
public sealed record CommitmentTotal(string Commitment, decimal Percent, decimal Floor);
public sealed record Decision(string Outcome, string Reason, DateOnly DecidedOn);
public sealed record HistoryStep(string Status, string Reason, DateTimeOffset At);
/// <param name="IsHeld">False when the successor has a mark of its own that is worth as much.</param>
public sealed record MarkTransfer(Guid OrganisationId, string Name, DateOnly On, bool IsHeld);
public sealed record AwardScope(string LegalEntity, IReadOnlyList<Place> Places);
public sealed record Award(
    Guid AwardId, Guid OrganisationId, string OrganisationName, string Level, string SchemeId, string SchemeTitle, AwardScope Scope, DateOnly AwardedOn, DateOnly ValidUntil, string Status,
    MarkTransfer? Successor = null)
{
    public bool IsValid => Status == "active" || IsTransferred;

    /// <summary>It is good for another organisation, which has taken the place of the one to which it was awarded.</summary>
    public bool IsTransferred => Status == "transferred-to-successor" && Successor?.IsHeld == true;

    /// <summary>Name of the organisation that holds it now.</summary>
    public string Holder => IsTransferred ? Successor!.Name : OrganisationName;

    /// <summary>What a person who checks the mark needs to know first.</summary>
    public string Verdict => IsTransferred ? $"This kite mark is real and has passed to {Successor!.Name}" : IsValid ? "This kite mark is real and valid" : $"Not valid: {Words.Say(Status).ToLowerInvariant()}";
}
