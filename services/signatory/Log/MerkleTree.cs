using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Charter.Signatories.Log;

/// <summary>A complete subtree: the leaves from <c>Index * 2^Level</c> on, <c>2^Level</c> of them. Its hash never changes once all of them are there, so it is kept.</summary>
internal readonly record struct Subtree(int Level, long Index)
{
    public Subtree Parent => new(Level + 1, Index >> 1);
}

/// <summary>The leaves from <c>Start</c> to before <c>End</c>: D[Start:End] of RFC 6962, section 2.1.</summary>
internal readonly record struct Leaves(long Start, long End)
{
    /// <summary>The complete subtrees of which it consists, from left to right; O(log n) of them.</summary>
    public IEnumerable<Subtree> Subtrees()
    {
        for (var from = Start; from < End;)
        {
            var level = BitOperations.Log2((ulong)(End - from));
            yield return new(level, from >> level);
            from += 1L << level;
        }
    }

    /// <summary>The largest power of two smaller than the number of leaves, counted from the first.</summary>
    public long Split => Start + (1L << BitOperations.Log2((ulong)(End - Start - 1)));
}

/// <summary>
/// The Merkle tree of RFC 6962, section 2.1 (the same as in RFC 9162, section 2.1) with SHA-256. What a proof holds is named here as ranges of leaves,
/// whose hashes are made of those of complete subtrees; the root is the hash of the range of all.
/// </summary>
internal static class MerkleTree
{
    /// <summary>The root of a tree without leaves.</summary>
    public static byte[] Empty => SHA256.HashData([]);

    /// <summary>SHA-256(0x00 ‖ UTF-8 of the facts).</summary>
    public static byte[] LeafHash(string facts) => SHA256.HashData([0, .. Encoding.UTF8.GetBytes(facts)]);

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static byte[] NodeHash(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);

    /// <summary>MTH(D[Start:End]); a range that begins with the tree or ends with it, or is a complete subtree.</summary>
    public static byte[] Hash(Leaves range, Func<Subtree, byte[]> known)
    {
        var parts = range.Subtrees().Select(known).ToArray();
        return parts.Length == 0 ? Empty : parts[..^1].Reverse().Aggregate(parts[^1], (right, left) => NodeHash(left, right));
    }

    /// <summary>PATH(index, D[size]): the ranges whose hashes lead from a leaf to the root, beginning beside the leaf.</summary>
    public static IReadOnlyList<Leaves> InclusionPath(long index, long size)
    {
        var path = new List<Leaves>();
        for (var tree = new Leaves(0, size); tree.End - tree.Start > 1;)
        {
            var (left, right) = (new Leaves(tree.Start, tree.Split), new Leaves(tree.Split, tree.End));
            path.Add(index < tree.Split ? right : left);
            tree = index < tree.Split ? left : right;
        }
        path.Reverse();
        return path;
    }

    /// <summary>PROOF(first, D[second]): the ranges whose hashes give the root of the first tree and that of the second. None when either says nothing.</summary>
    public static IReadOnlyList<Leaves> ConsistencyPath(long first, long second)
    {
        var path = new List<Leaves>();
        if (first == 0 || first == second)
            return path;
        var tree = new Leaves(0, second);
        while (tree.End != first)
        {
            var (left, right) = (new Leaves(tree.Start, tree.Split), new Leaves(tree.Split, tree.End));
            path.Add(first <= tree.Split ? right : left);
            tree = first <= tree.Split ? left : right;
        }
        if (tree.Start > 0)   // otherwise it is the first tree itself, whose root the verifier has
            path.Add(tree);
        path.Reverse();
        return path;
    }
}
