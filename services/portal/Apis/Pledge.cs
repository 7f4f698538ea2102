namespace Charter.Portal.Apis;

public sealed class PledgeApi(HttpClient http) : ServiceClient(http)
{
    public Task<Ledger> Ledger(Guid organisation, CancellationToken cancel) => Get<Ledger>($"/api/organisations/{organisation}/duties", cancel);

    public Task<Listing<PledgeLine>> Pledges(Guid organisation, string? after, CancellationToken cancel) =>
        Get<Listing<PledgeLine>>($"/api/organisations/{organisation}/pledges" + Query(("after", after)), cancel);

    public Task<Created> MakePledge(Guid organisation, NewPledge pledge, CancellationToken cancel) => Post<Created>($"/api/organisations/{organisation}/pledges", pledge, cancel);

    public Task<Pledge> Pledge(Guid id, CancellationToken cancel) => Get<Pledge>($"/api/pledges/{id}", cancel);

    public Task ReportProgress(Guid pledge, NewProgress progress, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/pledges/{pledge}/progress", progress, cancel);

    /// <param name="evidence">Multipart: <c>file</c> or <c>link</c>, <c>title</c>, <c>introducedOn</c>, <c>impact</c>.</param>
    public Task<Created> AttachEvidence(Guid pledge, MultipartFormDataContent evidence, CancellationToken cancel) => Post<Created>($"/api/pledges/{pledge}/evidence", evidence, cancel);

    public Task<Listing<Evidence>> EvidenceToReview(string? after, CancellationToken cancel) =>
        Get<Listing<Evidence>>("/api/evidence" + Query(("state", "submitted"), ("after", after)), cancel);

    public Task<Evidence> Evidence(Guid id, CancellationToken cancel) => Get<Evidence>($"/api/evidence/{id}", cancel);

    public Task Review(Guid evidence, string? outcome, string? reason, CancellationToken cancel) =>
        Do(HttpMethod.Post, $"/api/evidence/{evidence}/review", new { outcome, reason }, cancel);
}

public sealed record Ledger(IReadOnlyList<DutyState> Items, Guid CharterId, int CharterVersion, string CharterTitle);
public sealed record NewPledge(
    string? Commitment, string? Pillar, string? Outcome, string? Title, string? Measure, string? Unit, decimal? Baseline, decimal? Target, DateOnly? DueOn, string? Duty);
public sealed record LatestProgress(decimal Value, DateOnly On, string Confidence);
public sealed record PledgeLine(
    Guid Id, string Commitment, string Pillar, string Outcome, string Title, string Measure, string Unit, decimal Baseline, decimal Target, DateOnly DueOn, string Status, LatestProgress? LatestProgress);
public sealed record Pledge(
    Guid Id, Guid OrganisationId, string? OrganisationName, string Commitment, string? Duty, string Pillar, string Outcome, string Title, string Measure, string Unit,
    decimal Baseline, decimal Target, DateOnly DueOn, string Status, DateOnly MadeOn, LatestProgress? LatestProgress, IReadOnlyList<Progress> Progress, IReadOnlyList<Evidence> Evidence,
    Guid? CarriedFrom = null, string? CarriedFromName = null);
public sealed record NewProgress(decimal? Value, DateOnly? On, string? Confidence, string? Source, string? Note);
public sealed record Progress(decimal Value, DateOnly On, string Confidence, string Source, string? Note);

/// <summary>Within a pledge, what it is evidence for is left out; impact, link and file are left out for people who may not read evidence.</summary>
public sealed record Evidence(
    Guid Id, Guid PledgeId, string? PledgeTitle, Guid OrganisationId, string? OrganisationName, string? Commitment, string Title, string State, DateOnly IntroducedOn, string? Impact,
    string? Link, EvidenceFile? File, DateOnly SubmittedOn, DateOnly? ReviewedOn, string? Reason);
public sealed record EvidenceFile(string Name, string MediaType, long Size, string Sha256);
