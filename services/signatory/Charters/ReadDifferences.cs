using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Charters;

/// <summary>What changed from one version of a charter to another, word by word; of drafts for registrars only.</summary>
internal static class ReadDifferences
{
    internal sealed record Version(int Number, string Status, string Title, DateOnly? InForceFrom, string ContentHash);

    /// <param name="Changed">False when both say the same.</param>
    /// <param name="Sections">Every part of the charter, changed or not, in the order of the text.</param>
    internal sealed record Answer(Guid CharterId, string Partnership, Version From, Version To, bool Changed, IReadOnlyList<CharterDifference.Part> Sections);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/charters/{charterId}/versions/{version}/differences", Handle)
        .AllowEveryone().Refuses(404, "not-found").WithTags("Charters").WithSummary("Compare a version with another (from); with the one before when none is named");

    private static async Task<Ok<Answer>> Handle(Guid charterId, int version, int? from, Caller? caller, SignatoryDb db, KnownDifferences differences, TimeProvider time, CancellationToken cancel)
    {
        var today = time.Today();
        var seesDrafts = caller?.Has(Roles.Registrar) == true;
        var shown = db.Versions.AsNoTracking().Where(v => v.CharterId == charterId && (seesDrafts || v.PublishedAt != null));
        var current = await shown.Where(v => v.InForceFrom <= today).MaxAsync(v => (int?)v.Number, cancel);
        var before = from ?? await shown.Where(v => v.Number < version && v.PublishedAt != null).MaxAsync(v => (int?)v.Number, cancel)
            ?? throw InvalidRequest.For("from", "Name the version to compare with: there is none before this one.");
        var both = await shown.Where(v => v.Number == version || v.Number == before).ToListAsync(cancel);
        var (old, now) = (both.SingleOrDefault(v => v.Number == before) ?? throw SignatoryErrors.NoVersion(), both.SingleOrDefault(v => v.Number == version) ?? throw SignatoryErrors.NoVersion());
        return TypedResults.Ok(new Answer(charterId, now.Partnership, Of(old), Of(now), old.ContentHash != now.ContentHash, await differences.Between(old, now, cancel)));

        Version Of(CharterVersion v) => new(v.Number, v.StatusWhen(current), v.Title, v.InForceFrom, v.ContentHash);
    }
}
