using System.Globalization;
using Charter.Contracts;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>The supplier book of an organisation: by pages, or whole as a file.</summary>
internal static class ListSuppliers
{
    /// <param name="Place">Where it is; null when nobody knows.</param>
    /// <param name="KnownBy">directory, person, or null.</param>
    /// <param name="Spend">What was paid to it, in pounds, in all that was imported.</param>
    internal sealed record Item(Guid Id, string Name, string? Postcode, Place? Place, string? KnownBy, string? Scale, bool? IsVoluntary, decimal Spend, int Awards);

    private readonly record struct Key(string Name, Guid Id);

    private readonly record struct PaidKey(decimal Paid, Guid Id);

    private sealed record Line(Supplier Supplier, int Awards);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{organisationId}/suppliers", List).Allow(ImportAccess.Readers).WithTags("Suppliers").WithSummary("List an organisation's supplier book").WithDescription(SupplierFilter.Description);
        routes.MapGet("/organisations/{organisationId}/suppliers.csv", AsCsv).Allow(ImportAccess.Readers).WithTags("Suppliers").WithSummary("Download an organisation's supplier book").WithDescription(SupplierFilter.Description);
        routes.MapGet("/organisations/{organisationId}/suppliers.json", AsJson).Allow(ImportAccess.Readers).WithTags("Suppliers").WithSummary("Download an organisation's supplier book as JSON").WithDescription(SupplierFilter.Description);
        routes.MapGet("/organisations/{organisationId}/suppliers/{supplierId}", Read).Allow(ImportAccess.Readers).Refuses(404, "not-found").WithTags("Suppliers").WithSummary("Read a line of a supplier book");
    }

    private static async Task<Ok<Page<Item>>> List(Guid organisationId, [AsParameters] SupplierFilter filter, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        filter.MustMakeSense();
        var held = await db.MustSee(caller, organisationId, cancel);
        var take = Paging.Size(size);
        var list = filter.Of(db, held);
        if (filter.IsByPaid)
        {
            if (Paging.After<PaidKey>(after) is { } last)
                list = list.Where(s => EF.Functions.LessThan(ValueTuple.Create(s.Paid, s.Id), ValueTuple.Create(last.Paid, last.Id)));
        }
        else if (Paging.After<Key>(after) is { } last)
            list = list.Where(s => EF.Functions.GreaterThan(ValueTuple.Create(s.Key, s.Id), ValueTuple.Create(last.Name, last.Id)));
        var read = await Lines(filter.Sorted(list).Take(take + 1), db).ToListAsync(cancel);
        var page = filter.IsByPaid ? Paging.Page(read, take, l => new PaidKey(l.Supplier.Paid, l.Supplier.Id)) : Paging.Page(read, take, l => new Key(l.Supplier.Key, l.Supplier.Id));
        return TypedResults.Ok(new Page<Item>([.. page.Items.Select(Of)], page.Next));
    }

    private static async Task<PushStreamHttpResult> AsCsv(Guid organisationId, [AsParameters] SupplierFilter filter, Caller caller, PledgeDb db, HttpContext http, CancellationToken cancel)
    {
        var rows = await Whole(organisationId, filter, caller, db, cancel);
        return TypedResults.Stream(async body =>
        {
            await using var csv = new CsvLines(body);
            await csv.Write("name", "postcode", "place_code", "place", "place_known_by", "scale", "voluntary", "paid_gbp", "awards");
            await foreach (var s in rows.WithCancellation(http.RequestAborted))
                await csv.Write(s.Name, s.Postcode ?? "", s.Place?.Code ?? "", s.Place?.Name ?? "", s.KnownBy ?? "", s.Scale ?? "", s.IsVoluntary switch { true => "yes", false => "no", null => "" }, s.Spend.ToString(CultureInfo.InvariantCulture), $"{s.Awards}");
        }, "text/csv; charset=utf-8", "suppliers.csv");
    }

    private static async Task<PushStreamHttpResult> AsJson(Guid organisationId, [AsParameters] SupplierFilter filter, Caller caller, PledgeDb db, HttpContext http, CancellationToken cancel) =>
        WholeList.AsJson(await Whole(organisationId, filter, caller, db, cancel), "suppliers.json", http);

    private static async Task<IAsyncEnumerable<Item>> Whole(Guid organisationId, SupplierFilter filter, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        filter.MustMakeSense();
        var held = await db.MustSee(caller, organisationId, cancel);
        return Lines(filter.Sorted(filter.Of(db, held)), db).AsAsyncEnumerable().Select(Of);
    }

    private static async Task<Ok<Item>> Read(Guid organisationId, Guid supplierId, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        var supplier = await db.Suppliers.AsNoTracking().SingleOrDefaultAsync(s => s.Id == supplierId && held.Contains(s.OrganisationId), cancel) ?? throw PledgeErrors.NoSupplier();
        return TypedResults.Ok(await ItemOf(supplier, db, cancel));
    }

    private static IQueryable<Line> Lines(IQueryable<Supplier> suppliers, PledgeDb db) => suppliers.Select(s => new Line(s, db.AwardSuppliers.Count(a => a.SupplierId == s.Id)));

    private static Item Of(Line line) => Of(line.Supplier, line.Awards);

    private static Item Of(Supplier s, int awards) => new(s.Id, s.Name, s.Postcode, s.Place(), s.District is not null ? "directory" : s.SetPlace is not null ? "person" : null, s.Scale, s.IsVoluntary, s.Paid, awards);

    public static async Task<Item> ItemOf(Supplier supplier, PledgeDb db, CancellationToken cancel) => Of(supplier, await db.AwardSuppliers.CountAsync(a => a.SupplierId == supplier.Id, cancel));

    /// <summary>Where the supplier is; null when nobody knows.</summary>
    public static Place? Place(this Supplier supplier) =>
        (supplier.District ?? supplier.SetPlace) is not { } code ? null : code == Supplier.Elsewhere ? new(code, "Elsewhere") : Places.Of(code);

    /// <summary>As the function of the database says it.</summary>
    public static string Of(this LocalRule rule, Supplier s) => (s.District ?? s.SetPlace) is not { } place ? Locality.Unknown
        : rule.Codes.Contains(place) || (s.District is not null && s.Ward is not null && rule.Codes.Contains(s.Ward)) ? Locality.Local : Locality.Elsewhere;
}

/// <summary>An editor says where a supplier is, once for all imports.</summary>
internal static class SetSupplierPlace
{
    /// <param name="Place">Code of a place that Charter knows, "elsewhere" for any other, or null to take back what was said.</param>
    internal sealed record Request([AtMost(40)] string? Place);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/organisations/{organisationId}/suppliers/{supplierId}/place", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "supplier-place-known").WithTags("Suppliers").WithSummary("Say where a supplier is")
        .WithDescription("Every figure follows at once, and imports to come remember it.");

    private static async Task<Ok<ListSuppliers.Item>> Handle(Guid organisationId, Guid supplierId, Request request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Editor, organisationId);
        var held = await db.HeldBy(organisationId, cancel);
        var place = string.IsNullOrEmpty(request.Place) ? null : request.Place;
        if (place is not (null or Supplier.Elsewhere) && !Places.All.Any(p => p.Code == place))
            throw InvalidRequest.For("place", "Choose a district, or elsewhere.");
        var supplier = await db.Suppliers.SingleOrDefaultAsync(s => s.Id == supplierId && held.Contains(s.OrganisationId), cancel) ?? throw PledgeErrors.NoSupplier();
        supplier.Set(place, caller.Subject, time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(await ListSuppliers.ItemOf(supplier, db, cancel));
    }
}
