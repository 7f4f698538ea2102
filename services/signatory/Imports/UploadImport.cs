using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Signatories.Imports;

/// <summary>A registrar sends a list of organisations. Nothing is registered: the answer proposes which column is what.</summary>
internal static class UploadImport
{
    public const int MostRows = 20_000;
    private const int MostColumns = 100;

    /// <summary>The form as the API document shows it.</summary>
    internal sealed record Form(IFormFile File);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisation-imports", Handle)
        .Allow(Roles.Registrar).Accepts<Form>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(SentFile.LargestForm))
        .WithTags("Imports").WithSummary("Send a list of organisations")
        .WithDescription("CSV with a line of column names, separated by commas, semicolons, tabs or bars, in UTF-8, UTF-16, Latin-1 or Windows-1252; at most 5 MB and 20,000 rows.");

    private static async Task<Created<ReadImport.Answer>> Handle(HttpRequest request, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var file = await SentFile.From(request, cancel);
        var rows = SentFile.Table(file.Text, MostRows);
        if (rows.Count < 2)
            throw InvalidRequest.For("file", "The file needs a line of column names and at least one row.");
        string[] columns = [.. rows[0].Cells.Select((c, i) => c.Length is 0 or > 300 || !PlainText.IsPlainLine(c) ? $"Column {i + 1}" : c)];
        if (columns.Length > MostColumns)
            throw InvalidRequest.For("file", $"The file has more than {MostColumns} columns.");
        if (columns.GroupBy(c => c).FirstOrDefault(c => c.Count() > 1) is { } twice)
            throw InvalidRequest.For("file", $"Two columns have the name {twice.Key}. Give each a name of its own.");
        var import = OrganisationImport.Upload(file.Name.Length == 0 ? "list.csv" : file.Name, file.Text, columns, rows.Count - 1, ColumnMapping.Propose(columns, [.. rows.Skip(1)]), caller.Subject, time.GetUtcNow());
        db.Imports.Add(import);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/organisation-imports/{import.Id}", await ReadImport.Of(import, db, cancel));
    }
}
