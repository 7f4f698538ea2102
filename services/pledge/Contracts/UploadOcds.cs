using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

/// <summary>An editor sends a package of contracts, which a job imports.</summary>
internal static class UploadOcds
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/imports/ocds", Handle)
        .Allow(Roles.Editor).Refuses(409, "organisation-succeeded").Accepts<SentFile.Form>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(SentFile.LargestForm))
        .InOneTransaction().WithTags("Imports").WithSummary("Send contracts")
        .WithDescription("A release or record package of OCDS 1.1 in JSON, of at most 25 MB. It is imported in the background: read the import to see how far that is. Releases that were imported before change nothing.");

    private static async Task<Created<ReadImport.Answer>> Handle(Guid organisationId, HttpRequest request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Editor, organisationId);
        if (await db.HeldBy(organisationId, cancel) is [])
            throw PledgeErrors.OrganisationSucceeded();
        var file = await SentFile.From(request, cancel);
        if (!await IsJson(file, cancel))
            throw InvalidRequest.For("file", "This is no JSON. A release package begins with a brace.");
        var now = time.GetUtcNow();
        var import = FileImport.Of(ImportKinds.Ocds, organisationId, file.Name, file.Content.Length, null, caller.Subject, isByCommand: false, now);
        db.Imports.Add(import);
        db.Jobs.Add(import.Start(null, now));
        await db.SaveChangesAsync(cancel);
        await file.Keep(import.Id, db, cancel);
        return TypedResults.Created($"/api/imports/{import.Id}", await ReadImport.Of(import, db, cancel));
    }

    private static async Task<bool> IsJson(SentFile file, CancellationToken cancel)
    {
        await using var content = file.Content.OpenReadStream();
        var start = new byte[512];
        var read = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancel);
        var text = start.AsSpan(0, read);
        return (text.StartsWith("\uFEFF"u8) ? text[3..] : text).TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
    }
}
