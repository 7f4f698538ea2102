using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Imports;

/// <summary>A registrar says which column is what, and every row is judged. It can be done again with other columns.</summary>
internal static class CheckImport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/organisation-imports/{importId}/mapping", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "import-done", "import-busy").WithTags("Imports").WithSummary("Say which column is what")
        .WithDescription("The rows are judged afterwards; read the list to see how far that is.");

    private static async Task<Accepted<ReadImport.Answer>> Handle(Guid importId, ColumnMapping mapping, SignatoryDb db, CancellationToken cancel)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var import = await db.TakeImport(importId, cancel);
        if (import.State == ImportStates.Checking)
            throw SignatoryErrors.ImportIsBusy();
        mapping.MustFit(import.Columns);
        import.Check(mapping);
        await db.SaveChangesAsync(cancel);
        var answer = await ReadImport.Of(import, db, cancel);
        if (own is not null)
            await own.CommitAsync(cancel);
        return TypedResults.Accepted($"/api/organisation-imports/{importId}", answer);
    }
}
