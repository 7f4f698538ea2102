using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Gazetteer;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>The public register: who has signed, by name, with totals and facets that agree with the list.</summary>
internal static class SearchRegister
{
    internal sealed record Item(
        Guid OrganisationId, string Name, string Sector, string Kind, string SizeBand, IReadOnlyList<Place> Places,
        DateOnly SignedOn, Guid CharterId, int CharterVersion, string? Mark);

    /// <param name="Label">What to show for the value, where that differs.</param>
    internal sealed record Facet(string Value, string? Label, long Count);

    internal sealed record Facets(IReadOnlyList<Facet> Sector, IReadOnlyList<Facet> Place, IReadOnlyList<Facet> Mark);

    internal sealed record Answer(IReadOnlyList<Item> Items, long Total, Facets Facets, string? Next);

    /// <summary>Value of <c>mark</c> for entries without one.</summary>
    private const string NoMark = "none";

    private readonly record struct Key(string Name, Guid Id);

    private sealed record Filter(string? Query, string? Sector, string? Place, string? Mark);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/register", Handle)
        .AllowEveryone().WithTags("Register").WithSummary("Search the register")
        .WithDescription("q: words, or beginnings of words, of name, identifier or place. mark: a level, or none. Each facet counts what the other filters leave.");

    private static async Task<Ok<Answer>> Handle(string? q, string? sector, string? place, string? mark, string? after, int? size, SignatoryDb db, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(sector) && !Sectors.All.Contains(sector))
            throw InvalidRequest.For("sector", $"Choose a sector: {string.Join(", ", Sectors.All)}.");
        if (!string.IsNullOrEmpty(place))
            await db.MustKnow([place], cancel, "place");
        var take = Paging.Size(size);
        var filter = new Filter(WordSearch.Of(q), Empty(sector), Empty(place), mark == NoMark ? "" : Empty(mark));

        var list = Matching(db, filter);
        if (Paging.After<Key>(after) is { } last)
            list = list.Where(e => EF.Functions.GreaterThan(ValueTuple.Create(e.SortName, e.OrganisationId), ValueTuple.Create(last.Name, last.Id)));
        var read = await list.OrderBy(e => e.SortName).ThenBy(e => e.OrganisationId).Take(take + 1)
            .Select(e => new { e.OrganisationId, e.Name, e.SortName, e.Sector, e.Kind, e.SizeBand, e.Places, e.SignedOn, e.CharterId, e.CharterVersion, e.Mark }).ToListAsync(cancel);
        var page = Paging.Page(read, take, e => new Key(e.SortName, e.OrganisationId));
        var names = await db.PlaceNames(page.Items.SelectMany(e => e.Places), cancel);
        var counts = await Count(db, filter, cancel);
        return TypedResults.Ok(new Answer(
            [.. page.Items.Select(e => new Item(e.OrganisationId, e.Name, e.Sector, e.Kind, e.SizeBand, [.. e.Places.Select(names.Of)], e.SignedOn, e.CharterId, e.CharterVersion, Empty(e.Mark)))],
            counts.Total, counts.Facets, page.Next));
    }

    private static IQueryable<RegisterEntry> Matching(SignatoryDb db, Filter filter)
    {
        var entries = db.Register.AsNoTracking();
        if (filter.Query is { } query)
            entries = entries.Where(e => e.Search.Matches(EF.Functions.ToTsQuery("simple", query)));
        if (filter.Sector is { } sector)
            entries = entries.Where(e => e.Sector == sector);
        if (filter.Place is { } place)
            entries = entries.Where(e => e.AllPlaces.Contains(place));
        if (filter.Mark is { } mark)
            entries = entries.Where(e => e.Mark == mark);
        return entries;
    }

    /// <summary>Without words the counts come from the counters; with words they are counted over what matches.</summary>
    private static async Task<(long Total, Facets Facets)> Count(SignatoryDb db, Filter filter, CancellationToken cancel)
    {
        var counters = filter.Query is null
            ? await db.Set<RegisterCount>().AsNoTracking().Where(c => c.Entries > 0).ToListAsync(cancel)
            : [.. (await Matching(db, filter with { Sector = null, Place = null, Mark = null }).Select(e => new { e.Sector, e.AllPlaces, e.Mark }).ToListAsync(cancel))
                .SelectMany(e => e.AllPlaces.Append("").Select(place => (e.Sector, Place: place, e.Mark))).GroupBy(c => c)
                .Select(g => new RegisterCount { Sector = g.Key.Sector, Place = g.Key.Place, Mark = g.Key.Mark, Entries = g.LongCount() })];
        bool Sector(RegisterCount c) => filter.Sector is null || c.Sector == filter.Sector;
        bool Place(RegisterCount c) => c.Place == (filter.Place ?? "");
        bool Mark(RegisterCount c) => filter.Mark is null || c.Mark == filter.Mark;
        var sectors = counters.Where(c => Place(c) && Mark(c)).ToLookup(c => c.Sector, c => c.Entries);
        var places = counters.Where(c => c.Place.Length > 0 && Sector(c) && Mark(c)).ToLookup(c => c.Place, c => c.Entries);
        var marks = counters.Where(c => Sector(c) && Place(c)).ToLookup(c => c.Mark, c => c.Entries);
        return (counters.Where(c => Sector(c) && Place(c) && Mark(c)).Sum(c => c.Entries), new(
            [.. Sectors.All.Where(sectors.Contains).Select(s => new Facet(s, null, sectors[s].Sum()))],
            [.. Places.All.Where(p => places.Contains(p.Code)).Select(p => new Facet(p.Code, p.Name, places[p.Code].Sum()))],
            [.. marks.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => new Facet(m.Key.Length == 0 ? NoMark : m.Key, null, m.Sum()))]));
    }

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
