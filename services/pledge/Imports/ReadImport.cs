using Charter.Pledges.Jobs;
using Charter.Pledges.Spend;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Imports;

/// <summary>How far an import is, and its report.</summary>
internal static class ReadImport
{
    /// <param name="Kind">ocds, spend or postcodes.</param>
    /// <param name="State">uploaded (its columns wait to be looked at), importing, imported, failed, cancelled, removing or removed.</param>
    /// <param name="Done">How much of the file is dealt with, of <c>total</c>; null when no job works on it.</param>
    /// <param name="Layout">How the table was understood; null for other kinds of file.</param>
    /// <param name="Mapping">Which column is what: as it was proposed until the import starts.</param>
    /// <param name="IsRemembered">The mapping proposed is that of an earlier file of this publisher.</param>
    /// <param name="IsSchemaChecked">Its releases were compared with the whole schema of the standard, not only the fields that are read with its rules.</param>
    internal sealed record Answer(Guid Id, Guid OrganisationId, string Kind, string FileName, long Length, string State, long? Done, long? Total, ImportReport Report, string? Problem,
        bool IsSchemaChecked, SpendLayout? Layout, SpendMapping? Mapping, bool IsRemembered, DateTimeOffset UploadedAt, DateTimeOffset? FinishedAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/imports/{importId}", Handle).Allow(ImportAccess.Readers).Refuses(404, "not-found").WithTags("Imports").WithSummary("Read how far an import is");
        routes.MapGet("/organisations/{organisationId}/imports", List).Allow(ImportAccess.Readers).WithTags("Imports").WithSummary("List the files an organisation brought in").WithDescription("Newest first.");
    }

    private static async Task<Ok<Answer>> Handle(Guid importId, Caller caller, PledgeDb db, CancellationToken cancel) =>
        TypedResults.Ok(await Of(await db.ImportFor(caller, importId, cancel), db, cancel));

    private static async Task<Ok<Page<Answer>>> List(Guid organisationId, string? after, int? size, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var held = await db.MustSee(caller, organisationId, cancel);
        return TypedResults.Ok(await Page(db.Imports.Where(i => held.Contains(i.OrganisationId)), after, size, cancel));
    }

    public static async Task<Page<Answer>> Page(IQueryable<FileImport> list, string? after, int? size, CancellationToken cancel)
    {
        var take = Paging.Size(size);
        if (Paging.After<Guid>(after) is { } last)
            list = list.Where(i => i.Id < last);
        var read = await list.AsNoTracking().OrderByDescending(i => i.Id).Take(take + 1).ToListAsync(cancel);
        return Paging.Page(read.ConvertAll(i => View(i, null, null, false)), take, i => i.Id);
    }

    public static async Task<Answer> Of(FileImport import, PledgeDb db, CancellationToken cancel)
    {
        var job = import.JobId is { } id ? await db.Jobs.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, cancel) : null;
        var (mapping, isRemembered) = import is { State: ImportStates.Uploaded, Layout: { } layout } ? await SpendMapping.Propose(import.OrganisationId, layout, db, cancel) : (import.Mapping, false);
        return View(import, job, mapping, isRemembered);
    }

    private static Answer View(FileImport i, Job? job, SpendMapping? mapping, bool isRemembered) => new(
        i.Id, i.OrganisationId, i.Kind, i.FileName, i.Length, i.State, job is { IsUnfinished: true } ? job.Done : null, job is { IsUnfinished: true } ? job.Total : null, i.Report, i.Problem,
        i.IsSchemaChecked, i.Layout, mapping, isRemembered, i.UploadedAt, i.FinishedAt);
}
