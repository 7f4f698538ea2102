using System.Globalization;
using Charter.Contracts;
using Charter.Pledges.Contracts;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Spend;

/// <summary>The payments that an organisation brought in: by pages, newest first, or whole as a table.</summary>
internal static class ListSpend
{
    internal sealed record Item(Guid Id, DateOnly PaidOn, Guid SupplierId, string Supplier, decimal Amount, string? Reference, string? Description, string? Department, string? Category, Guid ImportId, long Line);

    private readonly record struct Key(DateOnly On, Guid Id);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{organisationId}/spend", List).Allow(ImportAccess.Readers).WithTags("Spend").WithSummary("List the payments an organisation brought in")
            .WithDescription("supplierId: those to one supplier.");
        routes.MapGet("/organisations/{organisationId}/spend.csv", Download).Allow(ImportAccess.Readers).WithTags("Spend").WithSummary("Download the payments an organisation brought in");
    }

    private static async Task<Ok<Page<Item>>> List(Guid organisationId, Guid? supplierId, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        var (take, last) = (Paging.Size(size), Paging.After<Key>(after));
        var list = db.SpendLines.AsNoTracking().Where(l => held.Contains(l.OrganisationId));
        if (supplierId is { } supplier)
            list = list.Where(l => l.SupplierId == supplier);
        if (last is { } key)
            list = list.Where(l => l.PaidOn < key.On || (l.PaidOn == key.On && l.Id < key.Id));
        var read = await Items(list.OrderByDescending(l => l.PaidOn).ThenByDescending(l => l.Id).Take(take + 1), db).ToListAsync(cancel);
        return TypedResults.Ok(Paging.Page(read, take, l => new Key(l.PaidOn, l.Id)));
    }

    private static async Task<PushStreamHttpResult> Download(Guid organisationId, Caller caller, PledgeDb db, HttpContext http, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        return TypedResults.Stream(async body =>
        {
            await using var csv = new CsvLines(body);
            await csv.Write("paid_on", "supplier", "amount", "reference", "description", "department", "category");
            await foreach (var l in Items(db.SpendLines.AsNoTracking().Where(l => held.Contains(l.OrganisationId)).OrderByDescending(l => l.PaidOn).ThenByDescending(l => l.Id), db).AsAsyncEnumerable().WithCancellation(http.RequestAborted))
                await csv.Write(l.PaidOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), l.Supplier, l.Amount.ToString(CultureInfo.InvariantCulture), l.Reference ?? "", l.Description ?? "", l.Department ?? "", l.Category ?? "");
        }, "text/csv; charset=utf-8", "spend.csv");
    }

    private static IQueryable<Item> Items(IQueryable<SpendLine> lines, PledgeDb db) => lines.Select(l => new Item(l.Id, l.PaidOn, l.SupplierId, db.Suppliers.Where(s => s.Id == l.SupplierId).Select(s => s.Name).First(), l.Amount,
        l.Reference, l.Description, l.Department, l.Category, l.ImportId, l.Line));
}

/// <summary>What an organisation paid and where that went, by month, with the rule and what is not known.</summary>
internal static class SpendTotals
{
    internal sealed record OfMonth(DateOnly Month, decimal Total, decimal Local, decimal Unknown);

    /// <param name="Coverage">What the figures do not hold.</param>
    internal sealed record Answer(IReadOnlyList<Place> Places, string Rule, string Coverage, DateOnly? From, DateOnly? Until, int Suppliers, int UnknownSuppliers, long Payments, ByLocality Value, IReadOnlyList<OfMonth> Months);

    private sealed record Part(DateOnly Month, string Locality, decimal Value, long Lines);

    private sealed record Counts(int Suppliers, int UnknownSuppliers);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/spend/totals", Handle)
        .Allow(ImportAccess.Readers).WithTags("Spend").WithSummary("Add up the payments an organisation brought in")
        .WithDescription("place: code of the place that counts as local; without it, the places that the organisation serves. from, until: days; the months that they lie in count whole.");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, string? place, DateOnly? from, DateOnly? until, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        return TypedResults.Ok(await Of(db, held, await LocalRule.For(db, organisationId, place, cancel), from, until, cancel));
    }

    public static async Task<Answer> Of(PledgeDb db, Guid[] held, LocalRule rule, DateOnly? from, DateOnly? until, CancellationToken cancel)
    {
        var (codes, first, last) = (rule.Codes, from is { } f ? new DateOnly(f.Year, f.Month, 1) : DateOnly.MinValue, until ?? new DateOnly(2999, 12, 31));
        var parts = await db.Database.SqlQuery<Part>($"""
            select m.month, locality_of(s.district, s.ward, s.set_place, {codes}) as locality, sum(m.amount) as value, sum(m.lines)::bigint as lines
            from spend_month m join supplier s on s.id = m.supplier_id where m.organisation_id = any({held}) and m.month between {first} and {last} group by 1, 2 order by 1
            """).ToListAsync(cancel);
        var counts = (await db.Database.SqlQuery<Counts>($"""
            select count(*)::int as suppliers, (count(*) filter (where coalesce(s.district, s.set_place) is null))::int as UnknownSuppliers from supplier s
            where exists (select from spend_month m where m.organisation_id = any({held}) and m.supplier_id = s.id and m.month between {first} and {last})
            """).ToListAsync(cancel))[0];
        return new(rule.Places, rule.Rule, "Published spend holds payments to suppliers above the publisher's threshold. It holds no wages.",
            parts.Count == 0 ? null : parts[0].Month, parts.Count == 0 ? null : parts[^1].Month.AddMonths(1).AddDays(-1), counts.Suppliers, counts.UnknownSuppliers, parts.Sum(p => p.Lines),
            ByLocality.Of(parts.Select(p => (p.Locality, p.Value))),
            [.. parts.GroupBy(p => p.Month).Select(g => new OfMonth(g.Key, g.Sum(p => p.Value), g.Where(p => p.Locality == Locality.Local).Sum(p => p.Value), g.Where(p => p.Locality == Locality.Unknown).Sum(p => p.Value)))]);
    }
}
