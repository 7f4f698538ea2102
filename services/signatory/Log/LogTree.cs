using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Log;

/// <summary>The log's tree as it is stored. Whatever is asked reads O(log n) hashes in one statement.</summary>
internal static class LogTree
{
    /// <summary>How many entries have their place.</summary>
    public static async Task<long> LogSize(this SignatoryDb db, CancellationToken cancel) => await db.LogLeaves.MaxAsync(l => (long?)l.Index, cancel) + 1 ?? 0;

    /// <summary>Refuses a size that the log has not reached.</summary>
    public static async Task<long> LogSizeOfAtLeast(this SignatoryDb db, long asked, CancellationToken cancel) =>
        await db.LogSize(cancel) is var size && asked <= size ? size : throw SignatoryErrors.LogNotSoLong(size);

    public static async Task<byte[]> LogRoot(this SignatoryDb db, long size, CancellationToken cancel) => (await db.LogHashes([new(0, size)], cancel))[0];

    /// <summary>The hashes of ranges that <see cref="MerkleTree"/> names.</summary>
    public static async Task<IReadOnlyList<byte[]>> LogHashes(this SignatoryDb db, IReadOnlyList<Leaves> ranges, CancellationToken cancel)
    {
        var wanted = ranges.SelectMany(r => r.Subtrees()).Distinct().ToArray();
        var levels = wanted.Select(s => (short)s.Level).ToArray();
        var indexes = wanted.Select(s => s.Index).ToArray();
        var known = (await db.Database.SqlQuery<Kept>($"""
            select n.level as "Level", n.index as "Index", n.hash as "Hash" from unnest({levels}, {indexes}) as wanted(level, index) join log_node n using (level, index)
            union all
            select wanted.level, l.index, l.leaf_hash from unnest({levels}, {indexes}) as wanted(level, index) join log_leaf l using (index) where wanted.level = 0
            """).ToListAsync(cancel)).ToDictionary(k => new Subtree(k.Level, k.Index), k => k.Hash);
        return [.. ranges.Select(r => MerkleTree.Hash(r, subtree => known[subtree]))];
    }

    private sealed record Kept(short Level, long Index, byte[] Hash);
}
