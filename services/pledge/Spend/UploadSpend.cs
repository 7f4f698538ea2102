using System.Security.Cryptography;
using System.Text;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Pledges.Spend;

/// <summary>An editor sends a table of spend. Nothing is imported: the answer proposes which column is what.</summary>
internal static class UploadSpend
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisations/{organisationId}/imports/spend", Handle)
        .Allow(Roles.Editor).Refuses(409, "organisation-succeeded").Accepts<SentFile.Form>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(SentFile.LargestForm))
        .InOneTransaction().WithTags("Imports").WithSummary("Send spend")
        .WithDescription("A table of payments as CSV, separated by commas, semicolons, tabs or bars, in UTF-8, UTF-16, Latin-1 or Windows-1252, of at most 25 MB. The names of the columns may stand in any row. Put the mapping to import it.");

    private static async Task<Created<ReadImport.Answer>> Handle(Guid organisationId, HttpRequest request, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        caller.MustBe(Roles.Editor, organisationId);
        if (await db.HeldBy(organisationId, cancel) is [])
            throw PledgeErrors.OrganisationSucceeded();
        var file = await SentFile.From(request, cancel);
        var import = FileImport.Of(ImportKinds.Spend, organisationId, file.Name, file.Content.Length, Understood(file), caller.Subject, isByCommand: false, time.GetUtcNow());
        db.Imports.Add(import);
        await db.SaveChangesAsync(cancel);
        await file.Keep(import.Id, db, cancel);
        return TypedResults.Created($"/api/imports/{import.Id}", await ReadImport.Of(import, db, cancel));
    }

    private static SpendLayout Understood(SentFile file)
    {
        try
        {
            return SpendLayout.Of(file.Content.OpenReadStream);
        }
        catch (BrokenTable broken)
        {
            throw InvalidRequest.For("file", broken.Message);
        }
    }
}

/// <summary>An editor says which column is what, and the table is imported. It is remembered for the publisher's next table.</summary>
internal static class MapSpend
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/imports/{importId}/mapping", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "import-done").WithTags("Imports").WithSummary("Say which column is what, and import the table");

    private static async Task<Accepted<ReadImport.Answer>> Handle(Guid importId, SpendMapping mapping, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var import = await db.ImportToChange(caller, importId, cancel);
        if (import.Layout is not { } layout)
            throw PledgeErrors.ImportIsDone();
        mapping.MustFit(layout);
        await Start(import, layout, mapping, db, time.GetUtcNow(), cancel);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Accepted($"/api/imports/{importId}", await ReadImport.Of(import, db, cancel));
    }

    public static async Task<Guid> Start(FileImport import, SpendLayout layout, SpendMapping mapping, PledgeDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var job = import.Start(mapping, now);
        db.Jobs.Add(job);
        var columns = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', layout.Columns.Where(c => c.Length > 0)))));
        if (await db.SpendMappings.FindAsync([import.OrganisationId, columns], cancel) is { } known)
            (known.Mapping, known.UsedAt) = (mapping, now);
        else
            db.SpendMappings.Add(new() { OrganisationId = import.OrganisationId, Columns = columns, Mapping = mapping, UsedAt = now });
        return job.Id;
    }
}
