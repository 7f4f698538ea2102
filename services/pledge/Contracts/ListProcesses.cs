using System.Globalization;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>The contracting processes that an organisation brought in: by pages, or whole as a file.</summary>
internal static class ListProcesses
{
    /// <param name="Value">In pounds, of its awards that count; null when none says a value.</param>
    internal sealed record Item(Guid Id, string Ocid, string Title, string? BuyerName, string? Status, string? Category, string? Method, decimal? Value, int Awards, int Suppliers, int Releases, DateTimeOffset ReleasedAt);

    private readonly record struct DayKey(DateTimeOffset At, Guid Id);

    private readonly record struct WorthKey(decimal Worth, Guid Id);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{organisationId}/contracts", List).Allow(ImportAccess.Readers).WithTags("Contracts").WithSummary("List the contracts an organisation brought in").WithDescription(ProcessFilter.Description);
        routes.MapGet("/organisations/{organisationId}/contracts.csv", AsCsv).Allow(ImportAccess.Readers).WithTags("Contracts").WithSummary("Download the contracts an organisation brought in").WithDescription(ProcessFilter.Description);
        routes.MapGet("/organisations/{organisationId}/contracts.json", AsJson).Allow(ImportAccess.Readers).WithTags("Contracts").WithSummary("Download the contracts an organisation brought in as JSON").WithDescription(ProcessFilter.Description);
    }

    private static async Task<Ok<Page<Item>>> List(Guid organisationId, [AsParameters] ProcessFilter filter, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        filter.MustMakeSense();
        var held = await db.MustSee(caller, organisationId, cancel);
        var take = Paging.Size(size);
        var list = filter.Of(db, held);
        if (filter.IsByWorth)
        {
            if (Paging.After<WorthKey>(after) is { } last)
                list = list.Where(p => EF.Functions.LessThan(ValueTuple.Create(p.Worth, p.Id), ValueTuple.Create(last.Worth, last.Id)));
        }
        else if (Paging.After<DayKey>(after) is { } last)
        {
            var at = last.At.ToUniversalTime();
            list = list.Where(p => EF.Functions.LessThan(ValueTuple.Create(p.ReleasedAt, p.Id), ValueTuple.Create(at, last.Id)));
        }
        var read = await Items(filter.Sorted(list).Take(take + 1), db).ToListAsync(cancel);
        return TypedResults.Ok(filter.IsByWorth ? Paging.Page(read, take, p => new WorthKey(p.Value ?? 0, p.Id)) : Paging.Page(read, take, p => new DayKey(p.ReleasedAt, p.Id)));
    }

    private static async Task<PushStreamHttpResult> AsCsv(Guid organisationId, [AsParameters] ProcessFilter filter, Caller caller, PledgeDb db, HttpContext http, CancellationToken cancel)
    {
        var rows = await Whole(organisationId, filter, caller, db, cancel);
        return TypedResults.Stream(async body =>
        {
            await using var csv = new CsvLines(body);
            await csv.Write("ocid", "title", "buyer", "status", "category", "method", "value_gbp", "awards", "suppliers", "releases", "released");
            await foreach (var p in rows.WithCancellation(http.RequestAborted))
                await csv.Write(p.Ocid, p.Title, p.BuyerName ?? "", p.Status ?? "", p.Category ?? "", p.Method ?? "", p.Value?.ToString(CultureInfo.InvariantCulture) ?? "", $"{p.Awards}", $"{p.Suppliers}", $"{p.Releases}",
                    p.ReleasedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        }, "text/csv; charset=utf-8", "contracts.csv");
    }

    private static async Task<PushStreamHttpResult> AsJson(Guid organisationId, [AsParameters] ProcessFilter filter, Caller caller, PledgeDb db, HttpContext http, CancellationToken cancel) =>
        WholeList.AsJson(await Whole(organisationId, filter, caller, db, cancel), "contracts.json", http);

    private static async Task<IAsyncEnumerable<Item>> Whole(Guid organisationId, ProcessFilter filter, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        filter.MustMakeSense();
        var held = await db.MustSee(caller, organisationId, cancel);
        return Items(filter.Sorted(filter.Of(db, held)), db).AsAsyncEnumerable();
    }

    private static IQueryable<Item> Items(IQueryable<ContractProcess> list, PledgeDb db) => list.Select(p => new Item(p.Id, p.Ocid, p.Title, p.BuyerName, p.Status, p.Category, p.Method,
        db.Awards.Where(a => a.ProcessId == p.Id && a.Counts && a.Currency == "GBP").Sum(a => a.Value), db.Awards.Count(a => a.ProcessId == p.Id), db.Awards.Where(a => a.ProcessId == p.Id).Sum(a => a.Suppliers), p.Releases, p.ReleasedAt));
}
