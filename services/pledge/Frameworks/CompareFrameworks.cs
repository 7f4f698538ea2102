using System.Globalization;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charter.Pledges.Frameworks;

/// <summary>What a version of a framework changed of an earlier one, part by part. A part is the same as long as its code is.</summary>
internal static class CompareFrameworks
{
    internal sealed record Field(string Name, string? Before, string? After);

    /// <param name="Kind">theme, outcome, criterion or measure.</param>
    /// <param name="Change">added, removed or changed.</param>
    internal sealed record Item(string Kind, string Code, string Name, string Change, IReadOnlyList<Field> Fields);

    internal sealed record Answer(Guid Id, int From, string FromTitle, int To, string ToTitle, int Unchanged, IReadOnlyList<Item> Items);

    private sealed record Part(string Kind, string Code, string Name, IReadOnlyList<(string Name, string? Value)> Fields);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/frameworks/{frameworkId:guid}/differences", Handle)
        .AllowEveryone().Refuses(404, "not-found").WithTags("Frameworks").WithSummary("Compare two versions of a framework");

    private static async Task<Ok<Answer>> Handle(Guid frameworkId, int from, int to, Caller? caller, PledgeDb db, CancellationToken cancel)
    {
        var (_, earlier) = await db.FrameworkFor(caller, frameworkId, from, cancel);
        var (_, later) = await db.FrameworkFor(caller, frameworkId, to, cancel);
        var before = Parts(Pack.Read(earlier.Content)).ToDictionary(p => (p.Kind, p.Code));
        var after = Parts(Pack.Read(later.Content)).ToList();
        var kept = after.Select(p => (p.Kind, p.Code)).ToHashSet();
        var (items, unchanged) = (new List<Item>(), 0);
        foreach (var part in after)
        {
            if (!before.TryGetValue((part.Kind, part.Code), out var old))
            {
                items.Add(new(part.Kind, part.Code, part.Name, "added", []));
                continue;
            }
            var fields = old.Fields.Zip(part.Fields).Where(f => f.First.Value != f.Second.Value).Select(f => new Field(f.First.Name, f.First.Value, f.Second.Value)).ToList();
            if (fields.Count == 0)
                unchanged++;
            else
                items.Add(new(part.Kind, part.Code, part.Name, "changed", fields));
        }
        items.AddRange(before.Values.Where(p => !kept.Contains((p.Kind, p.Code))).Select(p => new Item(p.Kind, p.Code, p.Name, "removed", [])));
        return TypedResults.Ok(new Answer(frameworkId, earlier.Version, earlier.Title, later.Version, later.Title, unchanged, items));
    }

    private static IEnumerable<Part> Parts(Pack pack) =>
    [
        .. pack.Themes.Select(t => new Part("theme", t.Code, t.Name, [("name", t.Name)])),
        .. pack.Outcomes.Select(o => new Part("outcome", o.Code, o.Name, [("name", o.Name), ("theme", o.Theme)])),
        .. pack.Outcomes.SelectMany(o => o.Criteria ?? [], (o, c) => new Part("criterion", c.Code, c.Name, [("name", c.Name), ("outcome", o.Code)])),
        .. pack.Measures.Select(m => new Part("measure", m.Code, m.Name,
        [
            ("name", m.Name), ("outcome", m.Outcome), ("unit", m.Unit), ("direction", m.Direction), ("proxyValue", m.Proxy?.Value.ToString(CultureInfo.InvariantCulture)), ("proxySource", m.Proxy?.Source),
            ("priceYear", m.Proxy?.PriceYear.ToString(CultureInfo.InvariantCulture)), ("target", m.Target), ("guidance", m.Guidance),
        ])),
    ];
}
