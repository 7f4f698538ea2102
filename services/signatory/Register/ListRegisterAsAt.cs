using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Gazetteer;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>The register as it was on any day, by name.</summary>
internal static class ListRegisterAsAt
{
    internal sealed record Item(
        Guid OrganisationId, string Name, string Sector, string Kind, string SizeBand, IReadOnlyList<Place> Places,
        DateOnly SignedOn, Guid CharterId, int CharterVersion, string? Mark, string Status);

    /// <param name="Total">How many there were that the filters leave.</param>
    /// <param name="TotalIsAtLeast">More names match the words than are counted; there were at least so many.</param>
    internal sealed record Answer(DateOnly AsAt, DataLicence Licence, IReadOnlyList<Item> Items, long Total, bool TotalIsAtLeast, string? Next);

    internal sealed record Filter(string? Words, string? Sector, string? Place, string? Status);

    private readonly record struct Key(string Name, Guid Id);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/register/as-at/{day}", Handle)
        .AllowEveryone().AnswersConditionally().WithTags("Register").WithSummary("List the register as it was on a day")
        .WithDescription("q: words, or beginnings of words, of the name. A day is the partnership's local day; it has one answer, that of its end.");

    private static async Task<Ok<Answer>> Handle(DateOnly day, string? q, string? sector, string? place, string? status, string? after, int? size,
        HttpContext http, SignatoryDb db, TimeProvider time, IConfiguration configuration, CancellationToken cancel)
    {
        OpenData.MustBeOver(day, time.Today(), "day");
        var (filter, take) = (await Checked(db, q, sector, place, status, cancel), Paging.Size(size));
        var list = On(db, day, filter);
        var total = filter.Words is null ? await Total(db, day, filter, cancel) : await list.Take(RegisterCounts.Counted + 1).LongCountAsync(cancel);
        var isMore = filter.Words is not null && total > RegisterCounts.Counted;
        if (Paging.After<Key>(after) is { } last)
            list = list.Where(p => EF.Functions.GreaterThan(ValueTuple.Create(p.SortName, p.OrganisationId), ValueTuple.Create(last.Name, last.Id)));
        // A day on which there were few, or none, would be looked for along all that came later.
        var most = isMore ? take + 1 : (int)Math.Min(take + 1, total);
        var read = most == 0 ? [] : await list.OrderBy(p => p.SortName).ThenBy(p => p.OrganisationId).Take(most).ToListAsync(cancel);
        var page = Paging.Page(read, take, p => new Key(p.SortName, p.OrganisationId));
        var names = await db.PlaceNames(page.Items.SelectMany(p => p.Places), cancel);
        OpenData.NextPage(http, page.Next);
        return TypedResults.Ok(new Answer(day, DataLicence.From(configuration), [.. page.Items.Select(p => new Item(
            p.OrganisationId, p.Name, p.Sector, p.Kind, p.SizeBand, [.. p.Places.Select(names.Of)], p.SignedOn, p.CharterId, p.CharterVersion, p.Mark.Length == 0 ? null : p.Mark, p.Status))],
            isMore ? RegisterCounts.Counted : total, isMore, page.Next));
    }

    /// <summary>The filter with its words made ready for the search; 400 on what the register does not know.</summary>
    public static async Task<Filter> Checked(SignatoryDb db, string? q, string? sector, string? place, string? status, CancellationToken cancel)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        if (!string.IsNullOrEmpty(sector) && !Sectors.All.Contains(sector))
            errors["sector"] = [$"Choose a sector: {string.Join(", ", Sectors.All)}."];
        if (!string.IsNullOrEmpty(place) && !Places.IsKnown(place) && !await db.Places.AnyAsync(p => p.Code == place, cancel))
            errors["place"] = ["This is not the code of a place that the register knows. Use a code such as E08000006."];
        if (!string.IsNullOrEmpty(status) && !RegisterStatuses.All.Contains(status))
            errors["status"] = [$"Choose a status: {string.Join(", ", RegisterStatuses.All)}."];
        return errors.Count == 0 ? new(WordSearch.Of(q), Empty(sector), Empty(place), Empty(status)) : throw new InvalidRequest(errors);
    }

    /// <summary>What the register showed on the day.</summary>
    public static IQueryable<RegisterPeriod> On(SignatoryDb db, DateOnly day, Filter filter)
    {
        var periods = db.RegisterPeriods.AsNoTracking().Where(p => p.FromOn <= day && (p.UntilOn == null || p.UntilOn > day));
        if (filter.Words is { } words)
            periods = periods.Where(p => EF.Functions.ToTsVector("simple", p.Name).Matches(EF.Functions.ToTsQuery("simple", EF.Constant(words))));
        if (filter.Sector is { } sector)
            periods = periods.Where(p => p.Sector == sector);
        if (filter.Place is { } place)
            periods = periods.Where(p => p.AllPlaces.Contains(place));
        if (filter.Status is { } status)
            periods = periods.Where(p => p.Status == status);
        return periods;
    }

    /// <summary>How many <see cref="On"/> has, of a filter without words: a sum over days, whatever the length of the register.</summary>
    public static Task<long> Total(SignatoryDb db, DateOnly day, Filter filter, CancellationToken cancel)
    {
        var (place, statuses) = (filter.Place ?? "", filter.Status is { } status ? [status] : RegisterStatuses.All.ToArray());
        return db.Set<RegisterDaily>().Where(d => statuses.Contains(d.Status) && d.Place == place && d.Day <= day && (filter.Sector == null || d.Sector == filter.Sector)).SumAsync(d => d.Change, cancel);
    }

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
