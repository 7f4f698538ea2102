using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

/// <summary>The frameworks that the caller may read, each with its latest version.</summary>
internal static class ListFrameworks
{
    /// <param name="PackId">Its id in packs.</param>
    /// <param name="CharterId">The charter of the partnership to which it is private; null for what everybody reads.</param>
    internal sealed record Item(Guid Id, string PackId, string Title, int LatestVersion, int Themes, int Outcomes, int Measures, string Checksum, Guid? CharterId, string? CharterTitle, DateTimeOffset ImportedAt);

    private readonly record struct Key(string Title, Guid Id);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/frameworks", Handle).AllowEveryone().WithTags("Frameworks").WithSummary("List frameworks")
            .WithDescription("Those that come with Charter; for people of a partnership also what that has brought in.");
        routes.MapGet("/frameworks/schema", () => TypedResults.Bytes(PackSchema.Text, "application/schema+json")).AllowEveryone().WithTags("Frameworks").WithSummary("The JSON Schema of packs");
    }

    private static async Task<Ok<Page<Item>>> Handle(string? after, int? size, Caller? caller, PledgeDb db, CancellationToken cancel)
    {
        var (take, frameworks) = (Paging.Size(size), db.Frameworks.AsNoTracking().In(await db.ReadableBy(caller, cancel)));
        if (Paging.After<Key>(after) is { } last)
            frameworks = frameworks.Where(f => EF.Functions.GreaterThan(ValueTuple.Create(f.Title, f.Id), ValueTuple.Create(last.Title, last.Id)));
        var read = await frameworks.OrderBy(f => f.Title).ThenBy(f => f.Id).Take(take + 1)
            .Join(db.FrameworkVersions, f => new { f.Id, Version = f.LatestVersion }, v => new { Id = v.FrameworkId, v.Version }, (f, v) => new { f, v })
            .OrderBy(x => x.f.Title).ThenBy(x => x.f.Id)
            .Select(x => new Item(x.f.Id, x.f.PackId, x.f.Title, x.f.LatestVersion, x.v.Themes, x.v.Outcomes, x.v.Measures, x.v.Checksum, x.f.Scope == Framework.Everybody ? null : x.f.Scope,
                db.Charters.Where(c => c.CharterId == x.f.Scope).OrderByDescending(c => c.Version).Select(c => c.Title).FirstOrDefault(), x.v.ImportedAt))
            .ToListAsync(cancel);
        return TypedResults.Ok(Paging.Page(read, take, i => new Key(i.Title, i.Id)));
    }
}
