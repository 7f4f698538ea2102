using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Charters;

/// <summary>A registrar replaces the text of a draft. With <c>If-Match</c>, only if it is still the one that was read.</summary>
internal static class EditDraft
{
    internal sealed record Answer(Guid Id, int Version, string ContentHash);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/charters/{charterId}/versions/{version}", Handle)
        .Allow(Roles.Registrar).TakesCharter().Refuses(404, "not-found").Refuses(409, "charter-version-published", "changed-meanwhile").Refuses(412, "charter-draft-changed")
        .WithTags("Charters").WithSummary("Edit a draft");

    private static async Task<Ok<Answer>> Handle(Guid charterId, int version, HttpRequest request, SignatoryDb db, CancellationToken cancel)
    {
        var content = await CharterUpload.Read(request, cancel);
        var charter = await db.Charters.Include(c => c.Versions).SingleOrDefaultAsync(c => c.Id == charterId, cancel) ?? throw SignatoryErrors.NoCharter();
        var edited = charter.Edit(version, content, SeenBy(request));
        await db.SaveChangesAsync(cancel);
        request.HttpContext.Response.Headers.ETag = $"\"{edited.ContentHash}\"";
        return TypedResults.Ok(new Answer(charterId, version, edited.ContentHash));
    }

    /// <summary>The content hash that the caller read, from <c>If-Match</c> (RFC 9110, section 13.1.1); null when any will do.</summary>
    internal static string? SeenBy(HttpRequest request) =>
        request.Headers.IfMatch.ToString().Trim() is { Length: > 0 } tag and not "*" ? tag.Trim('"') : null;
}
