using System.Text.Json;

namespace Charter.Portal.Apis;

/// <summary>What the register tells beside its list and its entries: the past, the figures.</summary>
public sealed class RegisterApi(HttpClient http) : ServiceClient(http)
{
    public Task<RegisterAsAt> AsAt(DateOnly day, string? q, string? sector, string? place, string? status, string? after, CancellationToken cancel) =>
        Get<RegisterAsAt>($"/api/register/as-at/{day:yyyy-MM-dd}" + Query(("q", q), ("sector", sector), ("place", place), ("status", status), ("after", after)), cancel);

    /// <summary>Null when the organisation was not on the register on that day.</summary>
    public Task<EntryAsAt?> EntryAsAt(DateOnly day, Guid organisation, CancellationToken cancel) => Find<EntryAsAt>($"/api/register/as-at/{day:yyyy-MM-dd}/{organisation}", cancel);

    /// <summary>Newest first; null when the organisation was never on the register.</summary>
    public Task<Listing<HistoryItem>?> History(Guid organisation, string? after, int size, CancellationToken cancel) =>
        Find<Listing<HistoryItem>>($"/api/register/{organisation}/history" + Query(("after", after), ("size", $"{size}")), cancel);

    public Task<RegisterStatistics> Statistics(CancellationToken cancel) => Get<RegisterStatistics>("/api/register/statistics", cancel);
}

public sealed record RegisterAsAt(DateOnly AsAt, IReadOnlyList<RowAsAt> Items, long Total, string? Next, bool TotalIsAtLeast = false);
public sealed record RowAsAt(Guid OrganisationId, string Name, string Sector, IReadOnlyList<Place> Places, DateOnly SignedOn, string? Mark, string Status);
public sealed record EntryAsAt(
    DateOnly AsAt, string Name, string Sector, IReadOnlyList<Place> Places, string Status, DateOnly Since, DateOnly? Until, DateOnly SignedOn, Guid CharterId, string CharterTitle, int CharterVersion, string? Mark);
public sealed record HistoryItem(Guid Id, string Kind, DateOnly On, JsonElement Facts);
public sealed record RegisterStatistics(
    DateOnly AsAt, long Signed, long Confirmed, IReadOnlyDictionary<string, long> Statuses, IReadOnlyList<MonthCount> Months,
    IReadOnlyList<StatisticsLine> Sectors, IReadOnlyList<StatisticsLine> Places, IReadOnlyList<StatisticsLine> SizeBands);
public sealed record MonthCount(string Month, long Signed);
public sealed record StatisticsLine(string Value, string? Label, long Signed, long Confirmed, decimal? Share);
