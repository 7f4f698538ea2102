using System.Globalization;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Imports;

/// <summary>Every entry of a file that was not imported, with its reason: by pages, or whole as a table.</summary>
internal static class ReportImport
{
    /// <param name="Position">Line of the row, or number of the release; 0 for the file as a whole.</param>
    /// <param name="Reference">What the entry calls itself, such as the ids of a release.</param>
    internal sealed record Item(long Position, string Reference, string Verdict, string Reason);

    private readonly record struct Key(long Number);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/imports/{importId}/remarks", List).Allow(ImportAccess.Readers).Refuses(404, "not-found").WithTags("Imports").WithSummary("List what was not imported or is not as it should be, with the reasons")
            .WithDescription("verdict: rejected; set-aside, for entries such as totals rows; or noted, for what was imported although something about it is not as it should be.");
        routes.MapGet("/imports/{importId}/report.csv", Download).Allow(ImportAccess.Readers).Refuses(404, "not-found").WithTags("Imports").WithSummary("Download the report of an import");
    }

    private static async Task<Ok<Page<Item>>> List(Guid importId, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        await db.ImportFor(caller, importId, cancel);
        var (take, last) = (Paging.Size(size), Paging.After<Key>(after)?.Number ?? -1);
        var read = await db.ImportRemarks.AsNoTracking().Where(r => r.ImportId == importId && r.Number > last).OrderBy(r => r.Number).Take(take + 1).ToListAsync(cancel);
        var page = Paging.Page(read, take, r => new Key(r.Number));
        return TypedResults.Ok(new Page<Item>([.. page.Items.Select(Of)], page.Next));
    }

    private static Item Of(ImportRemark r) => new(r.Position, r.Reference, r.Verdict, r.Reason);

    private static async Task<PushStreamHttpResult> Download(Guid importId, Caller caller, PledgeDb db, HttpContext http, CancellationToken cancel)
    {
        var report = (await db.ImportFor(caller, importId, cancel)).Report;
        return TypedResults.Stream(async body =>
        {
            await using var csv = new CsvLines(body);
            await csv.Write("position", "reference", "verdict", "reason");
            foreach (var (verdict, count) in new[] { ("read", report.Read), ("imported", report.Imported), ("unchanged", report.Unchanged), ("rejected", report.Rejected), ("set-aside", report.SetAside) })
                await csv.Write("", "", verdict, count.ToString(CultureInfo.InvariantCulture));
            await foreach (var r in db.ImportRemarks.AsNoTracking().Where(r => r.ImportId == importId).OrderBy(r => r.Number).AsAsyncEnumerable().WithCancellation(http.RequestAborted))
                await csv.Write(r.Position.ToString(CultureInfo.InvariantCulture), r.Reference, r.Verdict, r.Reason);
        }, "text/csv; charset=utf-8", "import-report.csv");
    }
}
