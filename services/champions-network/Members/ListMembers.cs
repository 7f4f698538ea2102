using Charter.Champions.Successions;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Members;

/// <summary>The organisations of the network, by name.</summary>
internal static class ListMembers
{
    /// <param name="FormerSince">First day on which it was not a member any more.</param>
    internal sealed record Item(Guid OrganisationId, string Name, string Sector, IReadOnlyList<Place> Places, DateOnly MemberSince, DateOnly? FormerSince);

    private readonly record struct Key(string Name, Guid Id);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/network/members", Handle)
        .Allow(Roles.SignedIn).WithTags("Members").WithSummary("List members")
        .WithDescription("q: words, or beginnings of words, of name or place. former: true for those that are members no longer, because their signature lapsed or was withdrawn.");

    private static async Task<Ok<Page<Item>>> Handle(
        string? q, string? sector, string? place, bool? former, string? after, int? size, ChampionsDb db, CancellationToken cancel)
    {
        var filter = DirectoryFilter.Of(q, sector, place);
        var take = Paging.Size(size);
        var list = db.Acting().AsNoTracking().Where(m => m.FormerSince != null == (former == true));
        if (filter.Query is { } query)
            list = list.Where(m => m.Search.Matches(EF.Functions.ToTsQuery("simple", EF.Constant(query))));
        if (filter.Sector is { } inSector)
            list = list.Where(m => m.Sector == inSector);
        if (filter.Place is { } inPlace)
            list = list.Where(m => m.Places.Contains(inPlace));
        if (Paging.After<Key>(after) is { } last)
            list = list.Where(m => EF.Functions.GreaterThan(ValueTuple.Create(m.SortName, m.OrganisationId), ValueTuple.Create(last.Name, last.Id)));
        var read = await list.OrderBy(m => m.SortName).ThenBy(m => m.OrganisationId).Take(take + 1).ToListAsync(cancel);
        var page = Paging.Page(read, take, m => new Key(m.SortName, m.OrganisationId));
        return TypedResults.Ok(new Page<Item>([.. page.Items.Select(m => new Item(m.OrganisationId, m.Name, m.Sector, [.. m.Places.Select(Places.Of)], m.MemberSince, m.FormerSince))], page.Next));
    }
}
