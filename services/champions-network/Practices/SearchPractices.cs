using Charter.Champions.Members;
using Charter.Champions.Successions;
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
            list = list.Where(p => p.Search.Matches(EF.Functions.ToTsQuery("simple", EF.Constant(query))));
        if (!string.IsNullOrWhiteSpace(area) && Practice.KeyOf(area) is var key)
            list = list.Where(p => p.AreaKey == key);
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(p => p.Id < last);
        var read = await list.OrderByDescending(p => p.Id).Take(take + 1)
            .WithMember(db).OrderByDescending(x => x.Practice.Id).ToListAsync(cancel);
        var page = Paging.Page(read, take, x => x.Practice.Id);
        return TypedResults.Ok(new Page<Item>([.. page.Items.Select(x => ItemOf(x.Practice, x.Member))], page.Next));
    }

    private static Item ItemOf(Practice p, Member member) =>
        new(p.Id, member.OrganisationId, member.Name, p.Title, p.DeliveryArea, p.Stage, p.Outcome, p.Summary, p.PublishedAt.LocalDay());
}
