namespace Charter.Portal.Apis;

/// <summary>The value ledger.</summary>
public sealed class ValueApi(HttpClient http) : ServiceClient(http)
{
    public Task<Listing<ValueLine>> Of(Guid organisation, string? after, CancellationToken cancel) => Get<Listing<ValueLine>>($"/api/organisations/{organisation}/value" + Query(("after", after)), cancel);

    public Task<Created> Record(Guid organisation, NewValue value, CancellationToken cancel) => Post<Created>($"/api/organisations/{organisation}/value", value, cancel);

    public Task<ValueRecord> Read(Guid id, CancellationToken cancel) => Get<ValueRecord>($"/api/value/{id}", cancel);

    public Task Correct(Guid id, NewValue value, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/value/{id}/corrections", value, cancel);

    public Task Claim(Guid id, Guid organisation, decimal share, string? reason, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/value/{id}/claims", new { organisationId = organisation, share, reason }, cancel);

    public Task Join(Guid id, Guid? sameAs, string? reason, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/value/{id}/joining", new { sameAs, reason }, cancel);

    public Task Settle(Guid id, IEnumerable<object> shares, string? reason, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/value/{id}/settlement", new { shares, reason }, cancel);

    public Task<Listing<ValueLine>> Disputes(string? after, CancellationToken cancel) => Get<Listing<ValueLine>>("/api/value/disputes" + Query(("after", after)), cancel);

    public Task<ValueTotals> Totals(ValueFilter filter, CancellationToken cancel) => Get<ValueTotals>("/api/value/totals" + filter.Query(), cancel);
}

/// <param name="Share">Only when it is recorded; the whole without a word.</param>
/// <param name="Reason">Only of a correction.</param>
public sealed record NewValue(
    string? Stage, string? Pillar, string? Outcome, string? Title, decimal? Amount, string? Unit, string? Confidence, string? Source, DateOnly? PeriodFrom, DateOnly? PeriodUntil, string? Place,
    decimal? Share = null, string? Reason = null, NamedMeasure? FrameworkMeasure = null);
public sealed record ValueLine(
    Guid Id, Guid OrganisationId, string? OrganisationName, string Stage, string Pillar, string Outcome, string Title, decimal Amount, string Unit, string Confidence, string Source,
    DateOnly PeriodFrom, DateOnly PeriodUntil, Place? Place, DateOnly RecordedOn, int Corrections, bool IsDisputed, Guid? JoinedTo, decimal? Share, decimal? Counted);
public sealed record ValueRecord(
    ValueLine Value, IReadOnlyList<ValueEntry> Entries, IReadOnlyList<ValuePart> Parts, IReadOnlyList<ValueClaim> Claims, IReadOnlyList<ValueDispute> Disputes, string? JoinedReason);
public sealed record ValueEntry(
    int Number, string Stage, decimal Amount, string Unit, string Confidence, string Source, DateOnly PeriodFrom, DateOnly PeriodUntil, DateOnly RecordedOn, string? Reason, MeasureOfFramework? FrameworkMeasure = null,
    NamedMeasure? KeptMeasure = null);
public sealed record ValuePart(Guid OrganisationId, string? OrganisationName, decimal Share, decimal CountedShare, decimal Counted);
public sealed record ValueClaim(Guid OrganisationId, string? OrganisationName, decimal Share, string Cause, string? Reason, DateOnly MadeOn);
public sealed record ValueDispute(DateOnly OpenedOn, DateOnly? SettledOn, string? Outcome, string? Reason);

public sealed record ValueFilter(DateOnly? AsAt = null, Guid? Organisation = null, string? Sector = null, string? Place = null, string? Pillar = null, string? Outcome = null, string? By = null)
{
    public string Query(string? by = null, string? format = null)
    {
        var parts = new (string Name, string? Value)[]
        {
            ("format", format), ("asAt", AsAt?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("organisationId", Organisation?.ToString()), ("sector", Sector), ("place", Place), ("pillar", Pillar),
            ("outcome", Outcome), ("by", by ?? By),
        };
        return string.Join('&', parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}")) is { Length: > 0 } query ? "?" + query : "";
    }
}

public sealed record ValueTotals(DateOnly AsAt, IReadOnlyList<UnitTotal> Totals, string? By, IReadOnlyList<ValueGroup>? Groups);
public sealed record ValueGroup(string Value, string Label, IReadOnlyList<UnitTotal> Totals);
public sealed record UnitTotal(string Unit, IReadOnlyList<StageTotal> Stages);
public sealed record StageTotal(string Stage, PartOfTotal Measured, PartOfTotal Estimated, PartOfTotal Guessed, decimal InDispute)
{
    public bool IsEmpty => Measured.Records + Estimated.Records + Guessed.Records == 0 && InDispute == 0;
}
public sealed record PartOfTotal(decimal Amount, int Records, DateOnly? PeriodFrom, DateOnly? PeriodUntil);
