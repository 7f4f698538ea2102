using Charter.Pledges.Jobs;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Imports;

/// <summary>An editor stops an import that is under way; what it has brought in so far is taken back.</summary>
internal static class CancelImport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/imports/{importId}/cancellation", Handle)
        .Allow(Roles.Editor, Roles.Registrar).Refuses(404, "not-found").Refuses(409, "import-not-under-way").WithTags("Imports").WithSummary("Stop an import")
        .WithDescription("What it has brought in so far is taken back; read the import to see when that is done.");

    private static async Task<Accepted<ReadImport.Answer>> Handle(Guid importId, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        var import = await db.ImportToChange(caller, importId, cancel);
        if (import.State != ImportStates.Importing || await db.Jobs.SingleAsync(j => j.Id == import.JobId, cancel) is not { State: JobStates.Waiting or JobStates.Running } job)
            throw PledgeErrors.ImportNotUnderWay();
        job.Cancel();
        await db.SaveChangesAsync(cancel);
        return TypedResults.Accepted($"/api/imports/{importId}", await ReadImport.Of(import, db, cancel));
    }
}

/// <summary>An editor takes back what an import brought in.</summary>
internal static class RemoveImport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/imports/{importId}/removal", Handle)
        .Allow(Roles.Editor).Refuses(404, "not-found").Refuses(409, "import-not-removable").WithTags("Imports").WithSummary("Take back what an import brought in")
        .WithDescription("What other files brought in stays. An entry that stood in this file and in a later one too goes with the file that brought it in first; import the other again to have it back.");

    private static async Task<Accepted<ReadImport.Answer>> Handle(Guid importId, Caller caller, PledgeDb db, TimeProvider time, CancellationToken cancel)
    {
        var import = await db.ImportToChange(caller, importId, cancel);
        db.Jobs.Add(import.Remove(time.GetUtcNow()));
        await db.SaveChangesAsync(cancel);
        return TypedResults.Accepted($"/api/imports/{importId}", await ReadImport.Of(import, db, cancel));
    }
}
