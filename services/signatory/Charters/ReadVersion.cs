using System.Text.Json;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Charters;

/// <summary>The whole text of one version with its hash.</summary>
internal static class ReadVersion
{
    /// <param name="Status">draft, published or superseded.</param>
    /// <param name="ContentHash">SHA-256, lower-case hex, of <c>content</c> in the canonical form of RFC 8785.</param>
    /// <param name="CurrentVersion">The version in force today, if any.</param>
    /// <param name="Unfinished">Of a draft: fields of the content that still have to be written.</param>
    internal sealed record Answer(Guid CharterId, int Version, string Status, int? CurrentVersion, DateOnly? InForceFrom, DateOnly? PublishedOn, string ContentHash, CharterContent Content,
        IReadOnlyList<string>? Unfinished);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/charters/{charterId}/versions/{version}", Handle)
        .AllowEveryone().Refuses(404, "not-found").WithTags("Charters").WithSummary("Read a version; the ETag of a draft is what If-Match takes when it is edited");

    private static async Task<Ok<Answer>> Handle(Guid charterId, int version, Caller? caller, SignatoryDb db, TimeProvider time, HttpResponse response, CancellationToken cancel)
    {
        var today = time.Today();
        var found = await db.Versions.AsNoTracking().Where(v => v.CharterId == charterId && v.Number == version).Select(v => new
        {
            Version = v,
            Current = db.Versions.Where(o => o.CharterId == charterId && o.InForceFrom <= today).Max(o => (int?)o.Number),
        }).SingleOrDefaultAsync(cancel);
        if (found is null || (found.Version.PublishedAt is null && caller?.Has(Roles.Registrar) != true))
            throw SignatoryErrors.NoVersion();
        var v = found.Version;
        var content = v.ReadContent();
        var isDraft = v.PublishedAt is null;
        if (isDraft)
            response.Headers.ETag = $"\"{v.ContentHash}\"";
        return TypedResults.Ok(new Answer(charterId, version, v.StatusWhen(found.Current), found.Current, v.InForceFrom, v.PublishedAt?.LocalDay(), v.ContentHash, content, isDraft ? content.Unfinished() : null));
    }
}
