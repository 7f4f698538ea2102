using System.Globalization;
using Charter.Pledges.Contracts;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Spend;

/// <summary>The payments that an organisation brought in: by pages, or whole as a file.</summary>
internal static class ListSpend
{
    internal sealed record Item(Guid Id, DateOnly PaidOn, Guid SupplierId, string Supplier, decimal Amount, string? Reference, string? Description, string? Department, string? Category, Guid ImportId, long Line);

    private readonly record struct DayKey(DateOnly On, Guid Id);

    private readonly record struct AmountKey(decimal Amount, Guid Id);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{organisationId}/spend", List).Allow(ImportAccess.Readers).WithTags("Spend").WithSummary("List the payments an organisation brought in").WithDescription(SpendFilter.Description);
        routes.MapGet("/organisations/{organisationId}/spend.csv", AsCsv).Allow(ImportAccess.Readers).WithTags("Spend").WithSummary("Download the payments an organisation brought in").WithDescription(SpendFilter.Description);
        routes.MapGet("/organisations/{organisationId}/spend.json", AsJson).Allow(ImportAccess.Readers).WithTags("Spend").WithSummary("Download the payments an organisation brought in as JSON").WithDescription(SpendFilter.Description);
    }

    private static async Task<Ok<Page<Item>>> List(Guid organisationId, [AsParameters] SpendFilter filter, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        filter.MustMakeSense();
        var held = await db.MustSee(caller, organisationId, cancel);
        var take = Paging.Size(size);
        var list = await filter.Of(db, organisationId, held, cancel);
        if (filter.IsByAmount)
        {
            if (Paging.After<AmountKey>(after) is { } last)
                list = list.Where(l => EF.Functions.LessThan(ValueTuple.Create(l.Amount, l.Id), ValueTuple.Create(last.Amount, last.Id)));
        }
        else if (Paging.After<DayKey>(after) is { } last)
            list = list.Where(l => EF.Functions.LessThan(ValueTuple.Create(l.PaidOn, l.Id), ValueTuple.Create(last.On, last.Id)));
        var read = await Items(filter.Sorted(list).Take(take + 1), db).ToListAsync(cancel);
        return TypedResults.Ok(filter.IsByAmount ? Paging.Page(read, take, l => new AmountKey(l.Amount, l.Id)) : Paging.Page(read, take, l => new DayKey(l.PaidOn, l.Id)));
    }

    private static async Task<PushStreamHttpResult> AsCsv(Guid organisationId, [AsParameters] SpendFilter filter, Caller caller, PledgeDb db, HttpContext http, CancellationToken cancel)
    {
        var rows = await Whole(organisationId, filter, caller, db, cancel);
        return TypedResults.Stream(async body =>
        {
            await using var csv = new CsvLines(body);
            await csv.Write("paid_on", "supplier", "amount", "reference", "description", "department", "category");
            await foreach (var l in rows.WithCancellation(http.RequestAborted))
                await csv.Write(l.PaidOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), l.Supplier, l.Amount.ToString(CultureInfo.InvariantCulture), l.Reference ?? "", l.Description ?? "", l.Department ?? "", l.Category ?? "");
        }, "text/csv; charset=utf-8", "spend.csv");
    }

    private static async Task<PushStreamHttpResult> AsJson(Guid organisationId, [AsParameters] SpendFilter filter, Caller caller, PledgeDb db, HttpContext http, CancellationToken cancel) =>
        WholeList.AsJson(await Whole(organisationId, filter, caller, db, cancel), "spend.json", http);

    private static async Task<IAsyncEnumerable<Item>> Whole(Guid organisationId, SpendFilter filter, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        filter.MustMakeSense();
        var held = await db.MustSee(caller, organisationId, cancel);
        return Items(filter.Sorted(await filter.Of(db, organisationId, held, cancel)), db).AsAsyncEnumerable();
    }

    private static IQueryable<Item> Items(IQueryable<SpendLine> lines, PledgeDb db) => lines.Select(l => new Item(l.Id, l.PaidOn, l.SupplierId, db.Suppliers.Where(s => s.Id == l.SupplierId).Select(s => s.Name).First(), l.Amount,
        l.Reference, l.Description, l.Department, l.Category, l.ImportId, l.Line));
}
