using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Champions.Practices;

/// <summary>The practice library, newest first.</summary>
internal static class SearchPractices
{
    internal sealed record Item(
        Guid Id, Guid OrganisationId, string OrganisationName, string Title, string DeliveryArea, string? Stage, string? Outcome, string Summary, DateOnly PublishedOn);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/network/practices", Handle)
        .Allow(Roles.SignedIn).WithTags("Practices").WithSummary("Search the practice library")
        .WithDescription("q: words, or beginnings of words, of title, area, outcome or text. area: a delivery area, in any case.");

    private static async Task<Ok<Page<Item>>> Handle(string? q, string? area, string? after, int? size, ChampionsDb db, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        var list = db.Practices.AsNoTracking();
        if (WordSearch.Of(q) is { } query)
            list = list.Where(p => p.Search.Matches(EF.Functions.ToTsQuery("simple", query)));
        if (!string.IsNullOrWhiteSpace(area) && Practice.KeyOf(area) is var key)
            list = list.Where(p => p.AreaKey == key);
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(p => p.Id < last);
        var read = await list.OrderByDescending(p => p.Id).Take(take + 1)
            .Join(db.Members, p => p.OrganisationId, m => m.OrganisationId, (p, m) => new { Practice = p, m.Name }).OrderByDescending(x => x.Practice.Id).ToListAsync(cancel);
        var page = Paging.Page(read, take, x => x.Practice.Id);
        return TypedResults.Ok(new Page<Item>([.. page.Items.Select(x => ItemOf(x.Practice, x.Name))], page.Next));
    }

    private static Item ItemOf(Practice p, string organisation) =>
        new(p.Id, p.OrganisationId, organisation, p.Title, p.DeliveryArea, p.Stage, p.Outcome, p.Summary, p.PublishedAt.LocalDay());
}
