using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Charters;

/// <summary>One charter with the line of its versions, newest first; drafts are shown to registrars only.</summary>
internal static class ReadCharter
{
    /// <param name="Status">draft, published or superseded.</param>
    internal sealed record Version(int Number, string Status, string Title, DateOnly? PublishedOn, DateOnly? InForceFrom, string ContentHash);

    /// <param name="CurrentVersion">The version in force today, if any.</param>
    /// <param name="NoticeDays">Days that must lie between the publication of a new version and the day on which it comes into force.</param>
    /// <param name="EarliestInForce">The first day on which a version published today may come into force.</param>
    internal sealed record Answer(Guid Id, string Title, string Partnership, int? CurrentVersion, int NoticeDays, DateOnly EarliestInForce, IReadOnlyList<Version> Versions);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/charters/{charterId}", Handle)
        .AllowEveryone().Refuses(404, "not-found").WithTags("Charters").WithSummary("Read a charter's versions");

    private static async Task<Ok<Answer>> Handle(Guid charterId, Caller? caller, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var today = time.Today();
        var charter = await db.Charters.AsNoTracking().Include(c => c.Versions).SingleOrDefaultAsync(c => c.Id == charterId, cancel) ?? throw SignatoryErrors.NoCharter();
        var shown = charter.Versions.Where(v => v.PublishedAt is not null || caller?.Has(Roles.Registrar) == true).OrderByDescending(v => v.Number).ToList();
        if (shown.Count == 0)
            throw SignatoryErrors.NoCharter();
        var current = shown.FirstOrDefault(v => v.InForceFrom <= today);
        var named = current ?? shown[0];
        return TypedResults.Ok(new Answer(charterId, named.Title, named.Partnership, current?.Number, charter.NoticeDays(), charter.EarliestInForce(today),
            [.. shown.Select(v => new Version(v.Number, v.StatusWhen(current?.Number), v.Title, v.PublishedAt?.LocalDay(), v.InForceFrom, v.ContentHash))]));
    }
}
