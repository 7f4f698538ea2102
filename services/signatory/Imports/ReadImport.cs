using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Imports;

/// <summary>How far a list is, and what its rows would become.</summary>
internal static class ReadImport
{
    private const int SampleRows = 3;

    /// <param name="Sample">The first rows, cell by cell, while the columns can be named.</param>
    /// <param name="Judged">How many of the rows have a verdict.</param>
    /// <param name="Verdicts">How many rows have each verdict.</param>
    /// <param name="Problem">Why the last attempt to import it did not succeed.</param>
    internal sealed record Answer(Guid Id, string FileName, string State, int Rows, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Sample, ColumnMapping Mapping,
        int Judged, IReadOnlyDictionary<string, int> Verdicts, string? Problem, DateTimeOffset UploadedAt, DateTimeOffset? ImportedAt);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisation-imports/{importId}", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").WithTags("Imports").WithSummary("Read how far a list is");

    private static async Task<Ok<Answer>> Handle(Guid importId, SignatoryDb db, CancellationToken cancel) =>
        TypedResults.Ok(await Of(await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == importId, cancel) ?? throw SignatoryErrors.NoImport(), db, cancel));

    public static async Task<Answer> Of(OrganisationImport i, SignatoryDb db, CancellationToken cancel)
    {
        var verdicts = await db.ImportRows.Where(r => r.ImportId == i.Id).GroupBy(r => r.Verdict).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var beginning = i.Content.Length > 100_000 ? i.Content[..100_000] : i.Content;
        return new(i.Id, i.FileName, i.State, i.Rows, i.Columns,
            [.. SentFile.Table(beginning, UploadImport.MostRows).Skip(1).Take(SampleRows).Select(r => (IReadOnlyList<string>)[.. r.Cells.Select(c => c.Length > 60 ? c[..60] + "…" : c)])],
            i.Mapping, verdicts.Values.Sum(), verdicts, i.Problem, i.UploadedAt, i.ImportedAt);
    }
}

/// <summary>The lists of the last weeks, newest first.</summary>
internal static class ListImports
{
    internal sealed record Item(Guid Id, string FileName, string State, int Rows, DateTimeOffset UploadedAt);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisation-imports", Handle)
        .Allow(Roles.Registrar).WithTags("Imports").WithSummary("List the lists of organisations that were sent");

    private static async Task<Ok<Page<Item>>> Handle(string? after, int? size, SignatoryDb db, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        var list = db.Imports.AsNoTracking();
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(i => i.Id < last);
        var read = await list.OrderByDescending(i => i.Id).Take(take + 1).Select(i => new Item(i.Id, i.FileName, i.State, i.Rows, i.UploadedAt)).ToListAsync(cancel);
        return TypedResults.Ok(Paging.Page(read, take, i => i.Id));
    }
}
