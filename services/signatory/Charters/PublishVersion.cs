using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Charters;

/// <summary>A registrar publishes a draft, which from then on cannot change.</summary>
internal static class PublishVersion
{
    /// <param name="InForceFrom">Never in the past, and as far ahead as the charter's notice asks; when not given, the earliest such day.</param>
    /// <param name="ContentHash">Hash of the text that was read; when given and another text stands there by now, nothing is published.</param>
    internal sealed record Request(DateOnly? InForceFrom = null, [AtMost(64)] string? ContentHash = null);

    internal sealed record Answer(Guid Id, int Version, DateOnly InForceFrom, string ContentHash);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/charters/{charterId}/versions/{version}/publication", Handle)
        .Allow(Roles.Registrar).Refuses(404, "not-found").Refuses(409, "charter-version-published", "charter-version-outdated", "charter-version-unchanged", "charter-version-unfinished", "charter-notice-too-short")
        .Refuses(412, "charter-draft-changed")
        .WithTags("Charters").WithSummary("Publish a version");

    private static async Task<Ok<Answer>> Handle(Guid charterId, int version, Request? request, Caller caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var charter = await db.Charters.Include(c => c.Versions).SingleOrDefaultAsync(c => c.Id == charterId, cancel) ?? throw SignatoryErrors.NoCharter();
        var now = time.GetUtcNow();
        var published = charter.Publish(version, request?.InForceFrom, request?.ContentHash, caller.Subject, now);
        db.Publish(published.Publication());
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(new Answer(charterId, version, published.InForceFrom!.Value, published.ContentHash));
    }
}
