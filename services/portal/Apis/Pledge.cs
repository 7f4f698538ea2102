namespace Charter.Portal.Apis;

public sealed class PledgeApi(HttpClient http) : ServiceClient(http)
{
    public Task<Ledger> Ledger(Guid organisation, CancellationToken cancel) => Get<Ledger>($"/api/organisations/{organisation}/duties", cancel);

    public Task<Listing<PledgeLine>> Pledges(Guid organisation, string? after, CancellationToken cancel) =>
        Get<Listing<PledgeLine>>($"/api/organisations/{organisation}/pledges" + Query(("after", after)), cancel);

    public Task<Created> MakePledge(Guid organisation, NewPledge pledge, CancellationToken cancel) => Post<Created>($"/api/organisations/{organisation}/pledges", pledge, cancel);

    public Task<Pledge> Pledge(Guid id, CancellationToken cancel) => Get<Pledge>($"/api/pledges/{id}", cancel);

    public Task ReportProgress(Guid pledge, NewProgress progress, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/pledges/{pledge}/progress", progress, cancel);
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
