using System.Globalization;
using System.Text;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Charters;

/// <summary>A version as a file: the canonical JSON, whose SHA-256 is the content hash, or Markdown; both can be brought in again.</summary>
internal static class ExportVersion
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/charters/{charterId}/versions/{version}/export", Handle)
        .AllowEveryone().Refuses(404, "not-found").Produces<CharterContent>(200, CharterUpload.Json).Produces<string>(200, CharterUpload.Markdown)
        .WithTags("Charters").WithSummary("Download a version, as json or markdown");

    private static async Task<FileContentHttpResult> Handle(Guid charterId, int version, string? format, Caller? caller, SignatoryDb db, CancellationToken cancel)
    {
        if (format is not (null or "json" or "markdown"))
            throw InvalidRequest.For("format", "This must be json or markdown.");
        var found = await db.Versions.AsNoTracking().SingleOrDefaultAsync(v => v.CharterId == charterId && v.Number == version, cancel);
        if (found is null || (found.PublishedAt is null && caller?.Has(Roles.Registrar) != true))
            throw SignatoryErrors.NoVersion();
        var name = string.Create(CultureInfo.InvariantCulture, $"{NameOf(found.Title)}-version-{version}");
        return format == "markdown"
            ? TypedResults.File(Encoding.UTF8.GetBytes(CharterMarkdown.Write(found.ReadContent())), $"{CharterUpload.Markdown}; charset=utf-8", $"{name}.md")
            : TypedResults.File(Encoding.UTF8.GetBytes(found.Content), CharterUpload.Json, $"{name}.json");
    }

    // what every file system takes
    private static string NameOf(string title)
    {
        var words = new string([.. title.Normalize(NormalizationForm.FormD).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : char.IsWhiteSpace(c) || c == '-' ? '-' : '\0').Where(c => c != '\0')])
            .Split('-', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "charter" : string.Join('-', words.Take(8));
    }
}
