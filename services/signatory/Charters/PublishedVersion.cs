using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Charters;

/// <summary>What signing needs to know of a published version, without its text.</summary>
internal sealed record PublishedVersion(Guid CharterId, int Number, string Title, string ContentHash, DateOnly InForceFrom);

internal static class PublishedVersions
{
    // By content hash: a text never changes, so how it is signed is read once. As many as versions were published.
    private static readonly ConcurrentDictionary<string, SigningRules> Rules = new();

    /// <summary>The published versions of a charter from one number on.</summary>
    public static Task<List<PublishedVersion>> PublishedFrom(this SignatoryDb db, Guid charter, int number, CancellationToken cancel) =>
        db.Versions.Where(v => v.CharterId == charter && v.PublishedAt != null && v.Number >= number)
            .Select(v => new PublishedVersion(v.CharterId, v.Number, v.Title, v.ContentHash, v.InForceFrom!.Value)).ToListAsync(cancel);

    /// <summary>Number of the version in force on a day; null when none of these is.</summary>
    public static int? InForce(this IEnumerable<PublishedVersion> versions, DateOnly day) => versions.Where(v => v.InForceFrom <= day).Max(v => (int?)v.Number);

    /// <summary>How a version is signed.</summary>
    public static async ValueTask<SigningRules> RulesOf(this SignatoryDb db, PublishedVersion version, CancellationToken cancel) =>
        Rules.TryGetValue(version.ContentHash, out var known) ? known
        : Rules[version.ContentHash] = (await db.Versions.AsNoTracking().SingleAsync(v => v.CharterId == version.CharterId && v.Number == version.Number, cancel)).Rules();
}
