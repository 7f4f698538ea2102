using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Charters;

/// <summary>A registrar takes back a draft that was never published; a charter without any other version goes with it.</summary>
internal static class DeleteDraft
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/charters/{charterId}/versions/{version}", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "charter-version-published", "changed-meanwhile").Refuses(412, "charter-draft-changed")
        .WithTags("Charters").WithSummary("Delete a draft");

    private static async Task<NoContent> Handle(Guid charterId, int version, HttpRequest request, SignatoryDb db, CancellationToken cancel)
    {
        var charter = await db.Charters.Include(c => c.Versions).SingleOrDefaultAsync(c => c.Id == charterId, cancel) ?? throw SignatoryErrors.NoCharter();
        db.Versions.Remove(charter.Discard(version, EditDraft.SeenBy(request)));
        if (charter.Versions.Count == 0)
            db.Charters.Remove(charter);
        await db.SaveChangesAsync(cancel);
        return TypedResults.NoContent();
    }
}
