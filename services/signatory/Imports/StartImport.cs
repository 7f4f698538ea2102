using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Imports;

/// <summary>A registrar imports a list whose rows are judged: what is new is registered and confirmed, all of it or, if anything goes wrong, nothing.</summary>
internal static class StartImport
{
    /// <param name="LeavesOutBad">Needed when there are bad rows: the others are to be imported nevertheless.</param>
    /// <param name="BringsInSimilar">Rows that are only similar to an organisation on the register are others, and new.</param>
    internal sealed record Request(bool LeavesOutBad = false, bool BringsInSimilar = false);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/organisation-imports/{importId}/import", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "import-busy", "import-done", "import-not-checked", "import-has-bad-rows").WithTags("Imports").WithSummary("Import a list of organisations")
        .WithDescription("Rows that repeat an organisation are always left out.");

    private static async Task<Accepted<ReadImport.Answer>> Handle(Guid importId, Request request, SignatoryDb db, CancellationToken cancel)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var import = await db.TakeImport(importId, cancel);
        import.Start(await db.ImportRows.CountAsync(r => r.ImportId == importId && r.Verdict == Verdicts.Bad, cancel), request.LeavesOutBad, request.BringsInSimilar);
        await db.SaveChangesAsync(cancel);
        var answer = await ReadImport.Of(import, db, cancel);
        if (own is not null)
            await own.CommitAsync(cancel);
        return TypedResults.Accepted($"/api/organisation-imports/{importId}", answer);
    }
}
