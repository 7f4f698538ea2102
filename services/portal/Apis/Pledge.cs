namespace Charter.Portal.Apis;

public sealed class PledgeApi(HttpClient http) : ServiceClient(http)
{
    public Task<Ledger> Ledger(Guid organisation, CancellationToken cancel) => Get<Ledger>($"/api/organisations/{organisation}/duties", cancel);

    /// <summary>The ledger of each version that was signed, the latest first.</summary>
    public Task<Listing<LedgerLine>> Ledgers(Guid organisation, CancellationToken cancel) => Get<Listing<LedgerLine>>($"/api/organisations/{organisation}/ledgers", cancel);

    public Task<FullLedger> Ledger(Guid organisation, Guid charter, int version, CancellationToken cancel) => Get<FullLedger>($"/api/organisations/{organisation}/ledgers/{charter}/{version}", cancel);

    public Task<Listing<PledgeLine>> Pledges(Guid organisation, string? status, string? after, CancellationToken cancel) =>
        Get<Listing<PledgeLine>>($"/api/organisations/{organisation}/pledges" + Query(("status", status), ("after", after)), cancel);

    public Task<Tasks> Tasks(Guid organisation, CancellationToken cancel) => Get<Tasks>($"/api/organisations/{organisation}/pledges/tasks", cancel);

    public Task<Created> MakePledge(Guid organisation, NewPledge pledge, CancellationToken cancel) => Post<Created>($"/api/organisations/{organisation}/pledges", pledge, cancel);

    public Task<Pledge> Pledge(Guid id, CancellationToken cancel) => Get<Pledge>($"/api/pledges/{id}", cancel);

    public Task Amend(Guid pledge, AmendedPledge amended, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/pledges/{pledge}/amendments", amended, cancel);

    /// <param name="how">completion, miss or withdrawal.</param>
    public Task End(Guid pledge, string how, string? reason, CancellationToken cancel) =>
        Do(HttpMethod.Post, $"/api/pledges/{pledge}/{how}", how == "completion" ? new { note = reason } : new { reason }, cancel);

    public Task Reopen(Guid pledge, string? reason, DateOnly? dueOn, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/pledges/{pledge}/reopening", new { reason, dueOn }, cancel);

    public Task ReportProgress(Guid pledge, NewProgress progress, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/pledges/{pledge}/progress", progress, cancel);
}

public sealed record Ledger(IReadOnlyList<DutyState> Items, Guid CharterId, int CharterVersion, string CharterTitle);
public sealed record LedgerLine(Guid OrganisationId, Guid CharterId, int CharterVersion, string CharterTitle, DateOnly SignedOn, bool IsCurrent, IReadOnlyDictionary<string, int> States);
public sealed record StandsOn(int Pledges, int PledgesEnded, int Evidence, int EvidenceVerified);
public sealed record LedgerDuty(string Code, string Commitment, string Binding, string Text, string State, DateTimeOffset? VerifiedAt, int? KeptFrom, StandsOn StandsOn);
public sealed record FullLedger(
    Guid OrganisationId, string? OrganisationName, Guid CharterId, int CharterVersion, string CharterTitle, DateOnly SignedOn, Guid? SignedFor, DateOnly? EndedOn, bool IsCurrent, IReadOnlyList<LedgerDuty> Items);
public sealed record PledgeTask(string Kind, Guid? PledgeId, string? Code, string? Commitment, string Title, DateOnly? DueOn, string? Standing, DateOnly? MissedOn = null);
public sealed record Tasks(IReadOnlyList<PledgeTask> Items, int Active, int Completed, int Missed, int Withdrawn, bool IsCut);
public record NewPledge(
    string? Commitment, string? Pillar, string? Outcome, string? Title, string? Measure, string? Unit, decimal? Baseline, decimal? Target, DateOnly? DueOn, string? Duty,
    string? Direction, DateOnly? BaselineOn, string? Owner, string? Place, IReadOnlyList<string> TargetGroups, string? Segment, NamedMeasure? FrameworkMeasure = null, DateOnly? PromisedOn = null);
public sealed record AmendedPledge : NewPledge
{
    public AmendedPledge(NewPledge terms, string? reason, int version) : base(terms) => (Reason, Version) = (reason, version);
    public string? Reason { get; }
    public int Version { get; }
}
public sealed record LatestProgress(decimal Value, DateOnly On, string Confidence);
public sealed record PledgeLine(
    Guid Id, string Commitment, string Pillar, string Outcome, string Title, string Measure, string Unit, decimal Baseline, decimal Target, DateOnly DueOn, string Status, LatestProgress? LatestProgress,
    string? Standing = null, DateOnly? EndedOn = null, DateOnly? PromisedOn = null);
public sealed record Pledge(
    Guid Id, Guid OrganisationId, string? OrganisationName, string Commitment, string? Duty, string Pillar, string Outcome, string Title, string Measure, string Unit,
    decimal Baseline, decimal Target, DateOnly DueOn, string Status, DateOnly MadeOn, LatestProgress? LatestProgress, IReadOnlyList<Progress> Progress, IReadOnlyList<Evidence> Evidence,
    Guid CharterId, int CharterVersion, int Version, string Direction, DateOnly BaselineOn, string? Owner, string? Place, IReadOnlyList<string> TargetGroups, string? Segment, string? Standing, DateOnly? EndedOn,
    IReadOnlyList<PledgeChange> History, Guid? CarriedFrom = null, string? CarriedFromName = null,
    bool EndedByRule = false, DateOnly? MissedOn = null, DateOnly? ReopenableUntil = null, PledgeRules? Rules = null, MeasureOfFramework? FrameworkMeasure = null, NamedMeasure? KeptMeasure = null,
    DateOnly? PromisedOn = null);
public sealed record PledgeRules(int GraceDays, int ReopenDays);
public sealed record PledgeChange(string Kind, int Version, string? Reason, IReadOnlyList<FieldChange> Fields, Guid? By, DateTimeOffset At, bool ByRule = false);
public sealed record FieldChange(string Field, string? Before, string? After);
public sealed record NewProgress(decimal? Value, DateOnly? On, string? Confidence, string? Source, string? Note, DateOnly? From);
public sealed record Progress(decimal Value, DateOnly On, string Confidence, string Source, string? Note, DateOnly? From = null);
