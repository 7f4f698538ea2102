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
    internal sealed record Answer(Guid CharterId, int Version, string Status, int? CurrentVersion, DateOnly? InForceFrom, DateOnly? PublishedOn, string ContentHash, CharterContent Content);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/charters/{charterId}/versions/{version}", Handle)
        .AllowEveryone().Refuses(404, "not-found").WithTags("Charters").WithSummary("Read a version");

    private static async Task<Ok<Answer>> Handle(Guid charterId, int version, Caller? caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
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
        var status = v.PublishedAt is null ? "draft" : found.Current > v.Number ? "superseded" : "published";
        return TypedResults.Ok(new Answer(charterId, version, status, found.Current, v.InForceFrom, v.PublishedAt?.LocalDay(), v.ContentHash, v.ReadContent()));
    }
}
