using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

/// <summary>
/// What matches the parts of a framework in other frameworks and in the menus of charters. Rows stand in packs or were entered by the partnership; that an outcome stands on a menu word
/// for word is seen by the words themselves.
/// </summary>
internal static class ReadCrosswalk
{
    private const int Most = 5_000;
    private const string Seen = "The words are the same";

    /// <param name="Kind">What the other is to this one: same, broader, narrower or related.</param>
    /// <param name="FrameworkId">Null for an outcome on the menu of a charter.</param>
    /// <param name="OtherCode">Null on a menu, which has no codes.</param>
    internal sealed record Item(string Code, string Name, string Kind, Guid? FrameworkId, Guid? CharterId, int OtherVersion, string OtherTitle, string? OtherCode, string OtherName, string Source);

    /// <param name="IsCut">There are more than are shown.</param>
    internal sealed record Answer(Guid Id, int Version, IReadOnlyList<Item> Items, bool IsCut);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/frameworks/{frameworkId:guid}/crosswalk", Handle)
        .AllowEveryone().Refuses(404, "not-found").WithTags("Frameworks").WithSummary("Read what matches a framework in others");

    private static async Task<Ok<Answer>> Handle(Guid frameworkId, int? version, Caller? caller, PledgeDb db, CancellationToken cancel)
    {
        var (_, read) = await db.FrameworkFor(caller, frameworkId, version, cancel);
        var charters = await db.ReadableBy(caller, cancel);
        var all = charters is null;
        var readable = charters ?? [];
        var found = await db.FrameworkRelations.AsNoTracking()
            .Where(r => (r.FromFrameworkId == frameworkId && r.FromVersion == read.Version) || (r.ToFrameworkId == frameworkId && r.ToVersion == read.Version))
            .Where(r => all || r.Scope == Framework.Everybody || readable.Contains(r.Scope)).OrderBy(r => r.Id).Take(Most + 1).ToListAsync(cancel);
        var others = found.Select(r => r.FromFrameworkId == frameworkId && r.FromVersion == read.Version ? r.ToFrameworkId : r.FromFrameworkId).Append(frameworkId).Distinct().ToArray();
        var titles = await db.FrameworkVersions.Where(v => others.Contains(v.FrameworkId)).ToDictionaryAsync(v => (v.FrameworkId, v.Version), v => v.Title, cancel);
        var codes = found.SelectMany(r => new[] { r.FromCode, r.To }).Distinct().ToArray();
        var names = (await db.FrameworkParts.AsNoTracking().Where(p => others.Contains(p.FrameworkId) && codes.Contains(p.Code)).Select(p => new { p.FrameworkId, p.Version, p.Code, p.Name }).ToListAsync(cancel))
            .ToDictionary(p => (p.FrameworkId, p.Version, p.Code), p => p.Name);
        var menus = found.Where(r => r.ToFrameworkId == Guid.Empty).Select(r => r.Scope).Distinct().ToArray();
        var menuTitles = await db.Charters.Where(c => menus.Contains(c.CharterId)).ToDictionaryAsync(c => (c.CharterId, c.Version), c => c.Title, cancel);
        var items = new List<Item>();
        foreach (var r in found.Take(Most))
        {
            if (r.ToFrameworkId == Guid.Empty)
                items.Add(new(r.FromCode, names[(frameworkId, read.Version, r.FromCode)], r.Kind, null, r.Scope, r.ToVersion, menuTitles.GetValueOrDefault((r.Scope, r.ToVersion), "A charter"), null, r.To, r.Source));
            else if (r.FromFrameworkId == frameworkId && r.FromVersion == read.Version)
                items.Add(new(r.FromCode, names[(frameworkId, read.Version, r.FromCode)], r.Kind, r.ToFrameworkId, null, r.ToVersion, titles[(r.ToFrameworkId, r.ToVersion)], r.To, names[(r.ToFrameworkId, r.ToVersion, r.To)], r.Source));
            else
                items.Add(new(r.To, names[(frameworkId, read.Version, r.To)], Relations.Reversed(r.Kind), r.FromFrameworkId, null, r.FromVersion, titles[(r.FromFrameworkId, r.FromVersion)], r.FromCode,
                    names[(r.FromFrameworkId, r.FromVersion, r.FromCode)], r.Source));
        }
        items.AddRange(await OnMenus(frameworkId, read.Version, db, cancel));
        var order = await db.FrameworkParts.Where(p => p.FrameworkId == frameworkId && p.Version == read.Version).ToDictionaryAsync(p => p.Code, p => (p.IsMeasure, p.Position), cancel);
        return TypedResults.Ok(new Answer(frameworkId, read.Version, [.. items.DistinctBy(i => (i.Code, i.FrameworkId, i.CharterId, i.OtherVersion, i.OtherCode, i.OtherName)).OrderBy(i => order[i.Code])], found.Count > Most));
    }

    /// <summary>Outcomes that the latest version of a charter has on its menu, word for word. Charters are public.</summary>
    private static async Task<IEnumerable<Item>> OnMenus(Guid framework, int version, PledgeDb db, CancellationToken cancel)
    {
        var outcomes = await db.FrameworkParts.AsNoTracking().Where(p => p.FrameworkId == framework && p.Version == version && !p.IsMeasure).OrderBy(p => p.Position).Select(p => new { p.Code, p.Name }).ToListAsync(cancel);
        var words = outcomes.Select(o => o.Name).ToArray();
        var charters = await db.Charters.AsNoTracking().Where(c => c.Outcomes.Any(o => words.Contains(o)) && !db.Charters.Any(n => n.CharterId == c.CharterId && n.Version > c.Version))
            .OrderBy(c => c.Title).ThenBy(c => c.CharterId).Take(Most).Select(c => new { c.CharterId, c.Version, c.Title, c.Outcomes }).ToListAsync(cancel);
        return charters.SelectMany(c => outcomes.Where(o => c.Outcomes.Contains(o.Name)), (c, o) => new Item(o.Code, o.Name, Relations.Same, null, c.CharterId, c.Version, c.Title, null, o.Name, Seen));
    }
}
