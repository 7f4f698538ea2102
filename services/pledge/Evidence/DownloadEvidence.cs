using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Charter.Pledges.Evidence;

/// <summary>The file of an item of evidence, always to be saved and never shown by the browser within this site.</summary>
internal static class DownloadEvidence
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/evidence/{evidenceId}/file", Handle)
        .Allow([.. Roles.OfOrganisation, .. EvidenceItem.Readers]).Refuses(404, "not-found").Refuses(503, "evidence-storage-unavailable")
        .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").WithTags("Evidence").WithSummary("Download the file of an item of evidence");

    private static async Task<PhysicalFileHttpResult> Handle(Guid evidenceId, Caller caller, HttpContext http, PledgeDb db, EvidenceStore store, CancellationToken cancel)
    {
        var evidence = await db.Evidence.AsNoTracking().SingleOrDefaultAsync(e => e.Id == evidenceId, cancel) ?? throw PledgeErrors.NoEvidence();
        if (!evidence.IsOpenTo(caller))
            throw PledgeErrors.NotForOutsiders();
        if (evidence.Sha256 is not { } sha256)
            throw PledgeErrors.NoFile();
        var path = store.Find(sha256);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.PhysicalFile(path, evidence.MediaType, evidence.FileName, entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: true);
    }
}
