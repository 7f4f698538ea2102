using Charter.Contracts;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>The supplier book of an organisation: by name, or only those whose place nobody knows.</summary>
internal static class ListSuppliers
{
    /// <param name="Place">Where it is; null when nobody knows.</param>
    /// <param name="KnownBy">directory, person, or null.</param>
    /// <param name="Spend">What was paid to it, in pounds, in all that was imported.</param>
    internal sealed record Item(Guid Id, string Name, string? Postcode, Place? Place, string? KnownBy, string? Scale, bool? IsVoluntary, decimal Spend, int Awards);

    private readonly record struct Key(string Name, Guid Id);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations/{organisationId}/suppliers", Handle).Allow(ImportAccess.Readers).WithTags("Suppliers").WithSummary("List an organisation's supplier book")
            .WithDescription("place: known or unknown. q: the beginning of a name.");
        routes.MapGet("/organisations/{organisationId}/suppliers/{supplierId}", Read).Allow(ImportAccess.Readers).Refuses(404, "not-found").WithTags("Suppliers").WithSummary("Read a line of a supplier book");
    }

    private static async Task<Ok<Page<Item>>> Handle(Guid organisationId, string? place, string? q, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        if (place is not (null or "" or "known" or "unknown"))
            throw InvalidRequest.For("place", "Choose known or unknown.");
        var held = await db.MustSee(caller, organisationId, cancel);
        var (take, last) = (Paging.Size(size), Paging.After<Key>(after));
        var list = db.Suppliers.AsNoTracking().Where(s => held.Contains(s.OrganisationId));
        if (!string.IsNullOrEmpty(place))
            list = list.Where(s => (s.District ?? s.SetPlace) == null == (place == "unknown"));
        if (NamedSupplier.KeyOf(q ?? "") is { Length: > 0 } beginning)
            list = list.Where(s => s.Key.StartsWith(beginning));
        if (last is { } key)
            list = list.Where(s => EF.Functions.GreaterThan(ValueTuple.Create(s.Key, s.Id), ValueTuple.Create(key.Name, key.Id)));
        var read = await list.OrderBy(s => s.Key).ThenBy(s => s.Id).Take(take + 1).ToListAsync(cancel);
        var page = Paging.Page(read, take, s => new Key(s.Key, s.Id));
        return TypedResults.Ok(new Page<Item>(await Items([.. page.Items], db, cancel), page.Next));
    }

    private static async Task<Ok<Item>> Read(Guid organisationId, Guid supplierId, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        var supplier = await db.Suppliers.AsNoTracking().SingleOrDefaultAsync(s => s.Id == supplierId && held.Contains(s.OrganisationId), cancel) ?? throw PledgeErrors.NoSupplier();
        return TypedResults.Ok((await Items([supplier], db, cancel))[0]);
    }

    public static async Task<Item[]> Items(Supplier[] suppliers, PledgeDb db, CancellationToken cancel)
    {
        var ids = suppliers.Select(s => (Guid?)s.Id).ToArray();
        var paid = await db.SpendMonths.Where(m => ids.Contains(m.SupplierId)).GroupBy(m => m.SupplierId).Select(g => new { g.Key, Sum = g.Sum(m => m.Amount) }).ToDictionaryAsync(g => g.Key, g => g.Sum, cancel);
        var awards = await db.AwardSuppliers.Where(a => ids.Contains(a.SupplierId)).GroupBy(a => a.SupplierId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return [.. suppliers.Select(s => new Item(s.Id, s.Name, s.Postcode, s.Place(), s.District is not null ? "directory" : s.SetPlace is not null ? "person" : null, s.Scale, s.IsVoluntary,
            paid.GetValueOrDefault(s.Id), awards.GetValueOrDefault(s.Id)))];
    }

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
        return TypedResults.Ok((await ListSuppliers.Items([supplier], db, cancel))[0]);
    }
}
