using Charter.Pledges.Evidence;
using Charter.Pledges.Imports;
using Charter.Pledges.Spend;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

/// <summary>A registrar sends a framework of a partnership. Nothing is imported: the answer proposes which column is what, or says what is wrong with the pack.</summary>
internal static class UploadFramework
{
    public const int Largest = 5 * 1024 * 1024;
    public const int LargestForm = Largest + (1024 * 1024);

    /// <summary>The form as the API document shows it.</summary>
    /// <param name="CharterId">The charter of the partnership whose framework it is.</param>
    internal sealed record Form(IFormFile File, Guid CharterId);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/frameworks/uploads", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Accepts<Form>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(LargestForm)).WithTags("Frameworks").WithSummary("Send a framework of a partnership")
        .WithDescription("A pack (JSON, see the schema), or a table of measures as CSV or Excel workbook, of at most 5 MB. It becomes a framework when it is imported, and is private to the partnership.");

    private static async Task<Created<ReadUpload.Answer>> Handle(HttpRequest request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var (file, charter, content) = await Sent(request, db, cancel);
        var kind = KindOf(file.Name, content);
        var problems = new List<PackProblem>();
        PackLayout? layout = null;
        if (kind == PackKinds.Json)
        {
            if (LinedJson.Read(content, problems) is { } root)
                PackRules.Read(root, problems);
        }
        else
        {
            layout = Understood(kind, content).Layout;
        }
        var now = time.GetUtcNow();
        var upload = new FrameworkUpload
        {
            Id = Guid.CreateVersion7(now),
            CharterId = charter,
            FileName = file.Name,
            Kind = kind,
            Content = content,
            Layout = layout,
            Columns = layout is null ? null : PackColumns.Guess(layout),
            Problems = Sorted(problems),
            UploadedBy = caller.Subject,
            UploadedAt = now,
        };
        db.FrameworkUploads.Add(upload);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/frameworks/uploads/{upload.Id}", await ReadUpload.Of(upload, db, cancel));
    }

    /// <summary>The file of a form and the charter that it names; 400 and 404 when there are none.</summary>
    public static async Task<(SentFile File, Guid Charter, byte[] Content)> Sent(HttpRequest request, PledgeDb db, CancellationToken cancel)
    {
        var file = await SentFile.From(request, cancel);
        if (file.Content.Length > Largest)
            throw InvalidRequest.For("file", "The file is larger than 5 MB. Save the table alone, as .xlsx or CSV.");
        if (!Guid.TryParse((await request.ReadFormAsync(cancel))["charterId"], out var charter))
            throw InvalidRequest.For("charterId", "Choose the charter of the partnership whose framework it is.");
        if (!await db.Charters.AnyAsync(c => c.CharterId == charter, cancel))
            throw PledgeErrors.NoCharter();
        using var copy = new MemoryStream((int)file.Content.Length);
        await file.Content.CopyToAsync(copy, cancel);
        return (file, charter, copy.ToArray());
    }

    public static PackTable Understood(string kind, byte[] content)
    {
        try
        {
            return PackTable.Of(kind, content);
        }
        catch (BrokenTable broken)
        {
            throw InvalidRequest.For("file", broken.Message);
        }
    }

    public static PackProblem[] Sorted(IEnumerable<PackProblem> problems) => [.. problems.OrderBy(p => p.Line).Take(PackSchema.MostProblems)];

    /// <summary>By the content; of text, what is no JSON is a table.</summary>
    private static string KindOf(string name, byte[] content)
    {
        if (content.AsSpan().StartsWith("PK\u0003\u0004"u8))
            return PackKinds.Xlsx;
        if (FileKind.Of(new MemoryStream(content), name).Kind is { } kind && kind != FileKind.Csv && kind != FileKind.Text)
            throw InvalidRequest.For("file", $"This is {kind.Name}. Send a pack (JSON), a table as CSV, or an Excel workbook (.xlsx).");
        var start = content.AsSpan().StartsWith("\uFEFF"u8) ? content.AsSpan(3) : content;
        var text = start.TrimStart(" \t\r\n"u8);
        return text.Length > 0 && text[0] is (byte)'{' or (byte)'[' ? PackKinds.Json : PackKinds.Csv;
    }
}
