using System.Globalization;
using Charter.ServiceDefaults;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Imports;

/// <summary>What becomes, or became, of each row: by pages, or whole as a table.</summary>
internal static class ReportImport
{
    internal sealed record Row(int Line, string Name, string Verdict, string Reason, Guid? OrganisationId);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisation-imports/{importId}/rows", List).Allow(Roles.Registrar).Refuses(404, "not-found").WithTags("Imports").WithSummary("List the rows of a list")
            .WithDescription("verdict: new, duplicate, similar, bad, imported or left-out.");
        routes.MapGet("/organisation-imports/{importId}/report.csv", Download).Allow(Roles.Registrar).Refuses(404, "not-found").WithTags("Imports").WithSummary("Download the report of a list");
    }

    private static async Task<Ok<Page<Row>>> List(Guid importId, string? verdict, string? after, int? size, SignatoryDb db, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(verdict) && !Verdicts.All.Contains(verdict))
            throw InvalidRequest.For("verdict", $"Choose a verdict: {string.Join(", ", Verdicts.All)}.");
        await MustExist(importId, db, cancel);
        var take = Paging.Size(size);
        var list = db.ImportRows.AsNoTracking().Where(r => r.ImportId == importId);
        if (!string.IsNullOrEmpty(verdict))
            list = list.Where(r => r.Verdict == verdict);
        if (Paging.After<int>(after) is { } last)
            list = list.Where(r => r.Line > last);
        return TypedResults.Ok(Paging.Page(await list.OrderBy(r => r.Line).Take(take + 1).Select(r => new Row(r.Line, r.Name, r.Verdict, r.Reason, r.OrganisationId)).ToListAsync(cancel), take, r => r.Line));
    }

    private static async Task<FileContentHttpResult> Download(Guid importId, SignatoryDb db, CancellationToken cancel)
    {
        await MustExist(importId, db, cancel);
        var rows = await db.ImportRows.AsNoTracking().Where(r => r.ImportId == importId).OrderBy(r => r.Line).ToListAsync(cancel);
        using var table = new MemoryStream();
        // A cell that begins like a formula would be run by the spreadsheet that opens it.
        using (var csv = CsvWriter.Create(table, new() { Injection = CsvInjection.Escape }, leaveOpen: true))
        {
            foreach (var cells in rows.Select(r => new[] { r.Line.ToString(CultureInfo.InvariantCulture), r.Name, r.Verdict, r.Reason, r.OrganisationId?.ToString() ?? "" })
                .Prepend(["line", "name", "verdict", "reason", "organisation"]))
            {
                foreach (var cell in cells)
                    csv.WriteField(cell);
                csv.EndRecord();
            }
        }
        return TypedResults.File(table.ToArray(), "text/csv; charset=utf-8", "organisations-import.csv");
    }

    private static async Task MustExist(Guid importId, SignatoryDb db, CancellationToken cancel)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == importId, cancel))
            throw SignatoryErrors.NoImport();
    }
}
