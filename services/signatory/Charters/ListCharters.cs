using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Charters;

/// <summary>The charters in force; a registrar also sees those that are only drafts.</summary>
internal static class ListCharters
{
    /// <param name="CurrentVersion">The version in force today; for a charter that was never published, null.</param>
    /// <param name="LatestVersion">The newest version that the caller may see.</param>
    internal sealed record Item(Guid Id, string Title, string Partnership, int? CurrentVersion, DateOnly? InForceFrom, string? ContentHash, int LatestVersion);

    internal sealed record Partnership(string Name, int Charters);

    /// <param name="Partnerships">All partnerships with charters that the caller may see, whether or not one is asked for.</param>
    internal sealed record Answer(IReadOnlyList<Item> Items, IReadOnlyList<Partnership> Partnerships);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/charters", Handle)
        .AllowEveryone().WithTags("Charters").WithSummary("List published charters, of all partnerships or of one");

    // A partnership has one charter and a partnership network a handful, so the list is not paged.
    private static async Task<Ok<Answer>> Handle(string? partnership, Caller? caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var today = time.Today();
        var seesDrafts = caller?.Has(Roles.Registrar) == true;
        var versions = await db.Versions.AsNoTracking().Where(v => seesDrafts || v.PublishedAt != null)
            .Select(v => new { v.CharterId, v.Number, v.Title, v.Partnership, v.InForceFrom, v.ContentHash }).ToListAsync(cancel);
        var charters = versions.GroupBy(v => v.CharterId).Select(charter =>
        {
            var current = charter.Where(v => v.InForceFrom <= today).MaxBy(v => v.Number);
            var latest = charter.MaxBy(v => v.Number)!;
            var shown = current ?? latest;
            return new Item(charter.Key, shown.Title, shown.Partnership, current?.Number, current?.InForceFrom, current?.ContentHash, latest.Number);
        }).Where(c => seesDrafts || c.CurrentVersion is not null).OrderBy(c => c.Partnership, StringComparer.OrdinalIgnoreCase).ThenBy(c => c.Title, StringComparer.OrdinalIgnoreCase).ToList();
        var partnerships = charters.GroupBy(c => c.Partnership, StringComparer.OrdinalIgnoreCase).Select(p => new Partnership(p.Key, p.Count()));
        return TypedResults.Ok(new Answer(
            [.. charters.Where(c => string.IsNullOrWhiteSpace(partnership) || string.Equals(c.Partnership, partnership.Trim(), StringComparison.OrdinalIgnoreCase))], [.. partnerships]));
    }
}
