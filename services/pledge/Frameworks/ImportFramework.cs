using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

/// <summary>
/// A registrar has a file imported that was sent: a pack as it is, a table with what the columns are and what it does not say of itself. Either all of it becomes a version of the
/// framework, or nothing, with every reason and its line.
/// </summary>
internal static class ImportFramework
{
    /// <param name="Columns">Which column is what; of a table alone.</param>
    /// <param name="Heading">What a table does not say of itself; a pack says it.</param>
    internal sealed record Request(PackColumns? Columns = null, PackHeading? Heading = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/frameworks/uploads/{uploadId:guid}/import", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "import-done", "framework-version-exists", "framework-version-older", "framework-id-taken").WithTags("Frameworks").WithSummary("Import a framework that was sent")
        .WithDescription("When lines of the file are not right, nothing is imported and the answer is 400 with all of them under problems: line, field and rule. The same version with the same content changes nothing.");

    private static async Task<Ok<ReadUpload.Answer>> Handle(Guid uploadId, Request request, Caller caller, HttpContext http, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var upload = await db.FrameworkUploads.FromSql($"select * from framework_upload where id = {uploadId} for update").SingleOrDefaultAsync(cancel) ?? throw PledgeErrors.NoFrameworkUpload();
        if (upload.Content is not { } content)
            throw PledgeErrors.FrameworkIsImported();
        var problems = new List<PackProblem>();
        var root = upload.Kind == PackKinds.Json ? LinedJson.Read(content, problems) : Table(upload, content, request, problems);
        var pack = root is null ? null : PackRules.Read(root, problems);
        var stored = pack is null || problems.Count > 0 ? null
            : await db.StoreAsync(pack, root, upload.CharterId, () => Guid.CreateVersion7(time.GetUtcNow()), caller.Subject, time.GetUtcNow(), problems, cancel);
        if (stored is not null)
            (upload.FrameworkId, upload.Version, upload.ImportedAt, upload.Content) = (stored.Framework.Id, stored.Version, time.GetUtcNow(), null);
        else
            http.SavesWhyItIsRefused();
        upload.Problems = UploadFramework.Sorted(problems);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);   // what is wrong is kept too, for the page to show
        return problems.Count == 0 ? TypedResults.Ok(await ReadUpload.Of(upload, db, cancel)) : throw Refused(upload.Problems, upload.Kind);
    }

    private static LinedNode? Table(FrameworkUpload upload, byte[] content, Request request, List<PackProblem> problems)
    {
        if (request is not { Columns: { } columns, Heading: { } heading })
            throw new InvalidRequest(new Dictionary<string, string[]>(new[] { ("columns", request.Columns is null, "Say which column is what."), ("heading", request.Heading is null, "Say what framework it is.") }
                .Where(p => p.Item2).Select(p => KeyValuePair.Create(p.Item1, new[] { p.Item3 }))));
        var table = UploadFramework.Understood(upload.Kind, content);
        var wrong = columns.Problems(table.Layout).ToDictionary(p => p.Field, p => new[] { p.Rule });
        if (wrong.Count > 0)
            throw new InvalidRequest(wrong);
        (upload.Columns, upload.Heading) = (columns, heading);
        return columns.Pack(table, heading, problems);
    }

    /// <summary>What was written in the form stands at its field; what is wrong with the file is a line of it.</summary>
    private static InvalidRequest Refused(IReadOnlyList<PackProblem> problems, string kind)
    {
        var errors = problems.Where(p => p.Field.StartsWith("heading.", StringComparison.Ordinal)).GroupBy(p => p.Field).ToDictionary(g => g.Key, g => g.Select(p => p.Rule).ToArray());
        var lines = problems.Where(p => !errors.ContainsKey(p.Field)).ToArray();
        if (lines.Length > 0)
            errors["file"] = [$"Nothing was imported: {(lines.Length == 1 ? "one thing is" : $"{lines.Length:N0} things are")} not right in the {(kind == PackKinds.Json ? "pack" : "table")}. Each is listed with its line and what to write instead."];
        return new InvalidRequest(errors, new Dictionary<string, object> { ["problems"] = lines });
    }
}
