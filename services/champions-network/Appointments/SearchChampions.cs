using Charter.Champions.Members;
using Charter.Champions.Successions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Appointments;

/// <summary>The directory of champions, by name; those of former members are not in it.</summary>
internal static class SearchChampions
{
    private readonly record struct Key(string Name, Guid Id);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/network/champions", Handle)
        .Allow(Roles.SignedIn).WithTags("Champions").WithSummary("Search the directory of champions")
        .WithDescription("q: words, or beginnings of words, of name, job title, specialism, organisation or place.");

    private static async Task<Ok<Page<ChampionView>>> Handle(
        string? q, string? sector, string? place, string? after, int? size, ChampionsDb db, CancellationToken cancel)
    {
        var filter = DirectoryFilter.Of(q, sector, place);
        var take = Paging.Size(size);
        var list = db.ActingChampions().AsNoTracking().Where(x => x.Member.FormerSince == null);
        if (filter.Query is { } query)   // some of the words may be the person's and some the organisation's
            list = list.Where(x => x.Champion.Search.Concat(x.Member.Search).Matches(EF.Functions.ToTsQuery("simple", EF.Constant(query))));
        if (filter.Sector is { } inSector)
            list = list.Where(x => x.Member.Sector == inSector);
        if (filter.Place is { } inPlace)
            list = list.Where(x => x.Member.Places.Contains(inPlace));
        if (Paging.After<Key>(after) is { } last)
            list = list.Where(x => EF.Functions.GreaterThan(ValueTuple.Create(x.Champion.SortName, x.Champion.Id), ValueTuple.Create(last.Name, last.Id)));
        var read = await list.OrderBy(x => x.Champion.SortName).ThenBy(x => x.Champion.Id).Take(take + 1).ToListAsync(cancel);
        var page = Paging.Page(read, take, x => new Key(x.Champion.SortName, x.Champion.Id));
        return TypedResults.Ok(new Page<ChampionView>([.. page.Items.Select(x => ChampionView.Of(x.Champion, x.Member))], page.Next));
    }
}
