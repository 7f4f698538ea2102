using System.Buffers;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Log;

/// <summary>The audit path of an entry (RFC 6962, section 2.1.1): proves that the tree of a head contains it.</summary>
internal static class ProveInclusion
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    /// <param name="Path">Sibling hashes from the leaf to the root.</param>
    internal sealed record Answer(long Index, Guid EntryId, string LeafHash, long TreeSize, IReadOnlyList<string> Path);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/log/inclusion", Handle)
        .AllowEveryone().Refuses(404, "log-entry-unknown").Refuses(409, "log-entry-waiting", "log-entry-later", "log-not-so-long")
        .WithTags("Log").WithSummary("Prove that the log has an entry").WithDescription("leaf: the leaf hash in hex, or the id of the entry. size: that of the head against which to prove, the present one when not given.");

    private static async Task<Ok<Answer>> Handle(string? leaf, long? size, SignatoryDb db, CancellationToken cancel)
    {
        if (size < 1)
            throw InvalidRequest.For("size", "A tree that contains an entry has at least the size 1.");
        var found = await Find(leaf, db, cancel);
        var present = await db.LogSizeOfAtLeast(size ?? 0, cancel);
        var tree = size ?? present;
        if (found.Index >= tree)
            throw SignatoryErrors.LogEntryLater(found.Index);
        var path = await db.LogHashes(MerkleTree.InclusionPath(found.Index, tree), cancel);
        return TypedResults.Ok(new Answer(found.Index, found.HistoryEntryId, Convert.ToHexStringLower(found.LeafHash), tree, [.. path.Select(Convert.ToHexStringLower)]));
    }

    private static async Task<LogLeaf> Find(string? leaf, SignatoryDb db, CancellationToken cancel)
    {
        if (Guid.TryParse(leaf, out var id))
            return await db.LogLeaves.AsNoTracking().SingleOrDefaultAsync(l => l.HistoryEntryId == id, cancel)
                ?? throw (await db.History.AnyAsync(h => h.Id == id, cancel) ? SignatoryErrors.LogEntryWaiting() : SignatoryErrors.NoLogEntry());
        if (leaf is not { Length: 64 } || leaf.AsSpan().ContainsAnyExcept(Hex))
            throw InvalidRequest.For("leaf", "Give the leaf hash as 64 hex digits, or the id of an entry.");
        var hash = Convert.FromHexString(leaf);
        return await db.LogLeaves.AsNoTracking().Where(l => l.LeafHash == hash).OrderBy(l => l.Index).FirstOrDefaultAsync(cancel) ?? throw SignatoryErrors.NoLogEntry();
    }
}
