using System.Globalization;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>The contracting processes that an organisation brought in: by pages, newest first, or whole as a table.</summary>
internal static class ListProcesses
{
    /// <param name="Value">In pounds, of its awards that count; null when none says a value.</param>
    internal sealed record Item(Guid Id, string Ocid, string Title, string? BuyerName, string? Status, string? Category, string? Method, decimal? Value, int Awards, int Suppliers, int Releases, DateTimeOffset ReleasedAt);

    private readonly record struct Key(DateTimeOffset At, Guid Id);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{organisationId}/contracts", List).Allow(ImportAccess.Readers).WithTags("Contracts").WithSummary("List the contracts an organisation brought in")
            .WithDescription("q: beginnings of words of the title or the buyer, or a whole ocid. status: that of the tender. category: goods, works or services.");
        routes.MapGet("/organisations/{organisationId}/contracts.csv", Download).Allow(ImportAccess.Readers).WithTags("Contracts").WithSummary("Download the contracts an organisation brought in");
    }

    private static async Task<Ok<Page<Item>>> List(Guid organisationId, string? q, string? status, string? category, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        var (take, last) = (Paging.Size(size), Paging.After<Key>(after));
        var list = Of(db, held, q, status, category);
        if (last is { } key)
            list = list.Where(p => p.ReleasedAt < key.At || (p.ReleasedAt == key.At && p.Id < key.Id));
        var read = await Items(list.OrderByDescending(p => p.ReleasedAt).ThenByDescending(p => p.Id).Take(take + 1), db).ToListAsync(cancel);
        return TypedResults.Ok(Paging.Page(read, take, p => new Key(p.ReleasedAt, p.Id)));
    }

    private static async Task<PushStreamHttpResult> Download(Guid organisationId, string? q, string? status, string? category, Caller caller, PledgeDb db, HttpContext http, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        return TypedResults.Stream(async body =>
        {
            await using var csv = new CsvLines(body);
            await csv.Write("ocid", "title", "buyer", "status", "category", "method", "value_gbp", "awards", "suppliers", "releases", "released");
            await foreach (var p in Items(Of(db, held, q, status, category).OrderByDescending(p => p.ReleasedAt).ThenByDescending(p => p.Id), db).AsAsyncEnumerable().WithCancellation(http.RequestAborted))
                await csv.Write(p.Ocid, p.Title, p.BuyerName ?? "", p.Status ?? "", p.Category ?? "", p.Method ?? "", p.Value?.ToString(CultureInfo.InvariantCulture) ?? "", $"{p.Awards}", $"{p.Suppliers}", $"{p.Releases}",
                    p.ReleasedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        }, "text/csv; charset=utf-8", "contracts.csv");
    }

    private static IQueryable<ContractProcess> Of(PledgeDb db, Guid[] held, string? q, string? status, string? category)
    {
        var ocid = q?.Trim() is { } typed && typed.StartsWith("ocds-", StringComparison.OrdinalIgnoreCase) ? typed : null;
        var words = ocid is null ? WordSearch.Of(q) : null;
        var list = words is null ? db.Processes.AsNoTracking()
            : db.Processes.FromSql($"select * from contract_process where to_tsvector('simple', title || ' ' || coalesce(buyer_name, '')) @@ to_tsquery('simple', {words})").AsNoTracking();
        if (ocid is not null)
            list = list.Where(p => p.Ocid == ocid);
        list = list.Where(p => held.Contains(p.OrganisationId));
        if (!string.IsNullOrEmpty(status))
            list = list.Where(p => p.Status == status);
        return string.IsNullOrEmpty(category) ? list : list.Where(p => p.Category == category);
    }

    private static IQueryable<Item> Items(IQueryable<ContractProcess> list, PledgeDb db) => list.Select(p => new Item(p.Id, p.Ocid, p.Title, p.BuyerName, p.Status, p.Category, p.Method,
        db.Awards.Where(a => a.ProcessId == p.Id && a.Counts && a.Currency == "GBP").Sum(a => a.Value), db.Awards.Count(a => a.ProcessId == p.Id), db.Awards.Where(a => a.ProcessId == p.Id).Sum(a => a.Suppliers), p.Releases, p.ReleasedAt));
}
