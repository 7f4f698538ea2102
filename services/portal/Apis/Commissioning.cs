namespace Charter.Portal.Apis;

/// <summary>Contracts on the commissioning cycle.</summary>
public sealed class CommissioningApi(HttpClient http) : ServiceClient(http)
{
    public Task<Listing<ContractLine>> Contracts(Guid organisation, string? after, CancellationToken cancel) =>
        Get<Listing<ContractLine>>($"/api/organisations/{organisation}/commissioning" + Query(("after", after)), cancel);

    public Task<Contract> Enter(Guid organisation, EnteredContract contract, CancellationToken cancel) => Post<Contract>($"/api/organisations/{organisation}/commissioning", contract, cancel);

    public Task<Contract> Contract(Guid id, CancellationToken cancel) => Get<Contract>($"/api/commissioning/{id}", cancel);

    public Task Change(Guid id, EnteredContract contract, CancellationToken cancel) => Do(HttpMethod.Put, $"/api/commissioning/{id}", contract, cancel);

    public Task<Listing<NamedEvidence>> Evidence(Guid id, CancellationToken cancel) => Get<Listing<NamedEvidence>>($"/api/commissioning/{id}/evidence", cancel);

    public Task Record(Guid id, string stage, RecordedStage recorded, CancellationToken cancel) => Do(HttpMethod.Put, $"/api/commissioning/{id}/stages/{stage}", recorded, cancel);

    public Task Ask(Guid id, AskedQuestion question, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/commissioning/{id}/questions", question, cancel);

    public Task Offer(Guid id, MadeOffer offer, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/commissioning/{id}/offers", offer, cancel);

    public Task Deliver(Guid id, Guid offer, ReportedDelivery delivery, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/commissioning/{id}/offers/{offer}/deliveries", delivery, cancel);
}

public sealed record ContractLine(
    Guid Id, string Side, string Reference, string Title, string Buyer, string? Provider, decimal? Value, string? Ocid, IReadOnlyDictionary<string, string> Stages, decimal? Weighting, int Questions, int Offers);
public sealed record Contract(
    Guid Id, int Version, Guid OrganisationId, string? OrganisationName, string Side, string Reference, string Title, string Buyer, string? Provider, decimal? Value, string? Ocid, DateOnly EnteredOn,
    IReadOnlyList<CycleStage> Stages, IReadOnlyList<AskedInTender> Questions, IReadOnlyList<OfferLine> Offers, Guid? ImportedAs = null);
public sealed record CycleStage(
    string Stage, string State, string? Account, DateOnly? DoneOn, decimal? Weighting, string? NotApplicable, IReadOnlyList<NamedEvidence> Evidence, DateTimeOffset? RecordedAt, IReadOnlyList<EarlierStage> Earlier);
public sealed record EarlierStage(string? Account, DateOnly? DoneOn, decimal? Weighting, string? NotApplicable, DateTimeOffset RecordedAt);
public sealed record NamedEvidence(Guid Id, string Title, string State, string? PledgeTitle = null);
public sealed record AskedInTender(Guid Id, string Text, string Kind, string Pillar, string? Measure, DateOnly AskedOn, IReadOnlyList<TestOfMeasure> Tests, bool Passes);
public sealed record TestOfMeasure(string Test, string? Verdict, string? Note);
public sealed record OfferLine(
    Guid Id, string Stage, string Pillar, string What, string Unit, decimal? Amount, DateOnly? DueOn, DeliveredSoFar? Latest, decimal? Share, IReadOnlyList<DeliveredSoFar> Deliveries);
public sealed record DeliveredSoFar(decimal Amount, DateOnly On, string Confidence, string Source, string? Note, DateTimeOffset ReportedAt);

public sealed record EnteredContract(string? Side, string? Reference, string? Title, string? Buyer, string? Provider, decimal? Value, string? Ocid, int Version);
public sealed record RecordedStage(string? Account, DateOnly? DoneOn, decimal? Weighting, IReadOnlyList<Guid> EvidenceIds, string? NotApplicable);
public sealed record AskedQuestion(string? Text, string? Kind, string? Pillar, DateOnly? AskedOn, IReadOnlyList<TestOfMeasure> Tests, string? Measure);
public sealed record MadeOffer(string? Stage, string? Pillar, string? What, string? Unit, decimal? Amount, DateOnly? DueOn);
public sealed record ReportedDelivery(decimal? Amount, DateOnly? On, string? Confidence, string? Source, string? Note);
