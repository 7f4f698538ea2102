using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Gazetteer;

/// <summary>The places that organisations can say they serve: the districts, or all that lie in one place, or those whose names begin with some words.</summary>
internal static class ListPlaces
{
    private const int Most = 500;

    /// <param name="Type">county, district, ward or area.</param>
    /// <param name="Parent">The place in which it lies.</param>
    internal sealed record Item(string Code, string Name, string Type, Place? Parent);

    internal sealed record Answer(IReadOnlyList<Item> Items);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/places", Handle)
        .Allow(Roles.SignedIn).WithTags("Places").WithSummary("List places")
        .WithDescription("Without a question: the districts. within: the code of a place, for those that lie directly in it. type: county, district, ward or area. q: the beginning of a name. codes: these, separated by commas. At most 500, by name.");

    private static async Task<Ok<Answer>> Handle(string? within, string? type, string? q, string? codes, SignatoryDb db, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(type) && !PlaceTypes.All.Contains(type))
            throw InvalidRequest.For("type", $"Choose a type: {string.Join(", ", PlaceTypes.All)}.");
        var list = db.Places.AsNoTracking();
        var asked = (codes ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(Most).ToArray();
        if (asked.Length > 0)
            list = list.Where(p => asked.Contains(p.Code));
        if (!string.IsNullOrEmpty(within))
            list = list.Where(p => p.Parent == within);
        if (!string.IsNullOrWhiteSpace(q))
        {
            var beginning = q.Trim().ToLowerInvariant();
            list = list.Where(p => p.Name.ToLower().StartsWith(beginning));
        }
        if (!string.IsNullOrEmpty(type) || (asked.Length == 0 && string.IsNullOrEmpty(within) && string.IsNullOrWhiteSpace(q)))
        {
            var only = string.IsNullOrEmpty(type) ? PlaceTypes.District : type;
            list = list.Where(p => p.Type == only);
        }
        var read = await list.OrderBy(p => p.Name).ThenBy(p => p.Code).Take(Most)
            .Select(p => new { p.Code, p.Name, p.Type, p.Parent, ParentName = db.Places.Where(up => up.Code == p.Parent).Select(up => up.Name).SingleOrDefault() }).ToListAsync(cancel);
        return TypedResults.Ok(new Answer([.. read.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new Item(p.Code, p.Name, p.Type, p.Parent is null ? null : new(p.Parent, p.ParentName ?? p.Parent)))]));
    }
}
