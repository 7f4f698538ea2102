using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Charter.Pledges.Evidence;

/// <summary>A file of an item of evidence, always to be saved and never shown by the browser within this site. Nobody gets what is in quarantine, not even who sent it.</summary>
internal static class DownloadEvidence
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet("/evidence/{evidenceId}/files/{position:int}", Handle)).WithSummary("Download a file of an item of evidence");
        Describe(routes.MapGet("/evidence/{evidenceId}/file", (Guid evidenceId, Caller caller, HttpContext http, PledgeDb db, EvidenceStore store, CancellationToken cancel) =>
            Handle(evidenceId, 1, caller, http, db, store, cancel))).WithSummary("Download the first file of an item of evidence");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint) => endpoint
        .Allow([.. Roles.OfOrganisation, .. EvidenceItem.Readers]).Refuses(404, "not-found").Refuses(409, "evidence-in-quarantine", "evidence-refused").Refuses(503, "evidence-storage-unavailable")
        .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").WithTags("Evidence");

    private static async Task<PhysicalFileHttpResult> Handle(Guid evidenceId, int position, Caller caller, HttpContext http, PledgeDb db, EvidenceStore store, CancellationToken cancel)
    {
        var evidence = await db.Evidence.AsNoTracking().Include(e => e.Files.Where(f => f.Position == position)).SingleOrDefaultAsync(e => e.Id == evidenceId, cancel) ?? throw PledgeErrors.NoEvidence();
        if (!evidence.IsOpenTo(caller))
            throw PledgeErrors.NotForOutsiders();
        if (evidence.Files is not [var file])
            throw PledgeErrors.NoFile();
        var scan = await db.StoredFiles.Where(s => s.Sha256 == file.Sha256).Select(s => s.Scan).SingleOrDefaultAsync(cancel);
        if (scan == ScanStates.Found || evidence.State == EvidenceStates.Refused)   // even while others of its files still wait to be scanned
            throw PledgeErrors.InQuarantine(EvidenceStates.Refused);
        if (scan == ScanStates.Waiting || evidence.State == EvidenceStates.Scanning)
            throw PledgeErrors.InQuarantine(EvidenceStates.Scanning);
        var path = store.Find(file.Sha256);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.PhysicalFile(path, file.MediaType, file.Name, entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""), enableRangeProcessing: true);
    }
}
