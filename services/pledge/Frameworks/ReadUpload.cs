using System.Globalization;
using System.Text;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

/// <summary>A file that a registrar sent: how it was understood, what is wrong with it and what became of it.</summary>
internal static class ReadUpload
{
    /// <param name="Kind">json, csv or xlsx.</param>
    /// <param name="Layout">Of a table.</param>
    /// <param name="Columns">Which column is what, as it is proposed or as somebody said.</param>
    /// <param name="Problems">Everything that keeps it from being imported, in the order of the lines.</param>
    /// <param name="FrameworkId">What it was imported as; null until then.</param>
    internal sealed record Answer(
        Guid Id, Guid CharterId, string? CharterTitle, string FileName, string Kind, PackLayout? Layout, PackColumns? Columns, PackHeading? Heading, IReadOnlyList<PackProblem> Problems,
        Guid? FrameworkId, int? Version, DateTimeOffset UploadedAt, DateTimeOffset? ImportedAt);

    internal sealed record Item(Guid Id, Guid CharterId, string? CharterTitle, string FileName, string Kind, Guid? FrameworkId, int? Version, DateTimeOffset UploadedAt, DateTimeOffset? ImportedAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/frameworks/uploads", List).Allow(Roles.Registrar).WithTags("Frameworks").WithSummary("List the files of frameworks that were sent").WithDescription("Newest first.");
        routes.MapGet("/frameworks/uploads/{uploadId:guid}", Handle).Allow(Roles.Registrar).Refuses(404, "not-found").WithTags("Frameworks").WithSummary("Read how a framework that was sent is understood");
        routes.MapGet("/frameworks/uploads/{uploadId:guid}/report.csv", Report).Allow(Roles.Registrar).Refuses(404, "not-found").Produces<string>(200, "text/csv").WithTags("Frameworks").WithSummary("Download what is wrong with a framework that was sent");
    }

    private static async Task<Ok<Page<Item>>> List(string? after, int? size, PledgeDb db, CancellationToken cancel)
    {
        var (take, list) = (Paging.Size(size), db.FrameworkUploads.AsNoTracking());
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(u => u.Id < last);
        var read = await list.OrderByDescending(u => u.Id).Take(take + 1)
            .Select(u => new Item(u.Id, u.CharterId, db.Charters.Where(c => c.CharterId == u.CharterId).OrderByDescending(c => c.Version).Select(c => c.Title).FirstOrDefault(), u.FileName, u.Kind, u.FrameworkId, u.Version, u.UploadedAt, u.ImportedAt))
            .ToListAsync(cancel);
        return TypedResults.Ok(Paging.Page(read, take, u => u.Id));
    }

    private static async Task<Ok<Answer>> Handle(Guid uploadId, PledgeDb db, CancellationToken cancel) =>
        TypedResults.Ok(await Of(await db.FrameworkUploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == uploadId, cancel) ?? throw PledgeErrors.NoFrameworkUpload(), db, cancel));

    private static async Task<FileContentHttpResult> Report(Guid uploadId, PledgeDb db, CancellationToken cancel)
    {
        var upload = await db.FrameworkUploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == uploadId, cancel) ?? throw PledgeErrors.NoFrameworkUpload();
        var text = new StringBuilder();
        Csv.Line(text, "line", "field", "rule");
        foreach (var problem in upload.Problems)
            Csv.Line(text, problem.Line.ToString(CultureInfo.InvariantCulture), problem.Field, problem.Rule);
        return TypedResults.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", "framework-report.csv");
    }

    public static async Task<Answer> Of(FrameworkUpload u, PledgeDb db, CancellationToken cancel) => new(
        u.Id, u.CharterId, await db.Charters.Where(c => c.CharterId == u.CharterId).OrderByDescending(c => c.Version).Select(c => c.Title).FirstOrDefaultAsync(cancel), u.FileName, u.Kind, u.Layout, u.Columns, u.Heading,
        u.Problems, u.FrameworkId, u.Version, u.UploadedAt, u.ImportedAt);
}
