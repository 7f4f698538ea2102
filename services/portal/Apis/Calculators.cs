namespace Charter.Portal.Apis;

public sealed class CalculatorApi(HttpClient http) : ServiceClient(http)
{
    public Task<Working> Lm3(Lm3Inputs inputs, CancellationToken cancel) => Post<Working>("/api/calculators/lm3", inputs, cancel);

    /// <summary>Inputs from what the organisation paid, with the result where they are whole.</summary>
    public Task<Lm3FromSpend> Lm3FromSpend(Guid organisation, string? place, CancellationToken cancel) => Get<Lm3FromSpend>($"/api/organisations/{organisation}/calculations/lm3-from-spend" + Query(("place", place)), cancel);

    public Task<Working> Sroi(SroiInputs inputs, CancellationToken cancel) => Post<Working>("/api/calculators/sroi", inputs, cancel);

    public Task<Working> CostPerQaly(QalyInputs inputs, CancellationToken cancel) => Post<Working>("/api/calculators/cost-per-qaly", inputs, cancel);

    public Task<Created> Keep(Guid organisation, string? title, CalculationInputs inputs, CancellationToken cancel) => Post<Created>($"/api/organisations/{organisation}/calculations", new { title, inputs }, cancel);

    public Task<Listing<CalculationLine>> Of(Guid organisation, string? after, CancellationToken cancel) => Get<Listing<CalculationLine>>($"/api/organisations/{organisation}/calculations" + Query(("after", after)), cancel);

    public Task<Calculation> Read(Guid id, CancellationToken cancel) => Get<Calculation>($"/api/calculations/{id}", cancel);

    public Task Publish(Guid id, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/calculations/{id}/publication", null, cancel);

    public Task TakeBack(Guid id, CancellationToken cancel) => Do(HttpMethod.Delete, $"/api/calculations/{id}/publication", null, cancel);
}

public sealed record CalculationInputs(Lm3Inputs? Lm3 = null, SroiInputs? Sroi = null, QalyInputs? CostPerQaly = null);
public sealed record Lm3Answer(decimal? Received, decimal? SpentLocally);
public sealed record Lm3Inputs(
    decimal? Money, string? MoneySource, decimal? LocalSuppliers, decimal? LocalStaff, string? LocalSource, decimal? SpentAgain, IReadOnlyList<Lm3Answer> Answers, string? SpentAgainSource, string? Coverage);
public sealed record Lm3FromSpend(Lm3Inputs Inputs, Working? Working, IReadOnlyList<string> Missing, string Rule);
public sealed record AssumptionInput(decimal? Central, string? Source, decimal? Low, decimal? High);
public sealed record SroiOutcome(
    string? Title, AssumptionInput Quantity, AssumptionInput Proxy, int? PriceYear, AssumptionInput Deadweight, AssumptionInput Displacement, AssumptionInput Attribution, AssumptionInput DropOff, int? Years);
public sealed record SroiInputs(decimal? Investment, string? InvestmentSource, int? PriceYear, IReadOnlyList<SroiOutcome> Outcomes, string? Rate, decimal? RatePercent);
public sealed record QalyPhase(decimal? Without, decimal? With, int? Years);
public sealed record QalyInputs(decimal? Cost, string? CostSource, int? PriceYear, int? People, IReadOnlyList<QalyPhase> Phases, string? UtilitySource, string? Rate, decimal? RatePercent);

public sealed record CalculationLine(Guid Id, string Kind, string Title, DateOnly MadeOn, DateOnly? PublishedOn);
public sealed record Calculation(Guid Id, Guid OrganisationId, string? OrganisationName, string Kind, string Title, DateOnly MadeOn, DateOnly? PublishedOn, Working Working);
public sealed record Working(
    decimal Central, decimal? Low, decimal? High, IReadOnlyList<WorkingStep> Steps, IReadOnlyList<WorkingAssumption> Assumptions, IReadOnlyList<WorkingSensitivity> Sensitivity, IReadOnlyList<string> Notes);
public sealed record WorkingStep(string What, string How, decimal Result);
public sealed record WorkingAssumption(string Of, string What, decimal Central, decimal? Low, decimal? High, string Source, int? PriceYear);
public sealed record WorkingSensitivity(string Of, string What, decimal AtLow, decimal AtHigh);
