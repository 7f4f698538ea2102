using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Charters;

/// <summary>A registrar drafts the next version of a charter.</summary>
internal static class DraftVersion
{
    internal sealed record Answer(Guid Id, int Version, string ContentHash);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/charters/{charterId}/versions", Handle)
        .Allow(Roles.Registrar).TakesCharter().Refuses(404, "not-found").WithTags("Charters").WithSummary("Draft the next version");

    private static async Task<Created<Answer>> Handle(Guid charterId, HttpRequest request, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var content = await CharterUpload.Read(request, cancel);
        var charter = await db.Charters.Include(c => c.Versions).SingleOrDefaultAsync(c => c.Id == charterId, cancel) ?? throw SignatoryErrors.NoCharter();
        var version = charter.Draft(content, time.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created($"/api/charters/{charterId}/versions/{version.Number}", new Answer(charterId, version.Number, version.ContentHash));
    }
}
