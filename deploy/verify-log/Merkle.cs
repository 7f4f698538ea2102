using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Charter.VerifyLog;

/// <summary>RFC 6962, section 2.1, from the auditor's side: all leaves are at hand.</summary>
internal sealed class Tree
{
    private readonly List<byte[]> _leaves = [];
    private readonly Stack<(long Size, byte[] Hash)> _edge = new();

    public static byte[] LeafHash(string facts) => SHA256.HashData([0, .. Encoding.UTF8.GetBytes(facts)]);

    public static byte[] NodeHash(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);

    /// <summary>The largest power of two smaller than the size.</summary>
    public static long Split(long size) => 1L << BitOperations.Log2((ulong)(size - 1));

    public long Size => _leaves.Count;

    public void Add(byte[] leaf)
    {
        _leaves.Add(leaf);
        var (size, hash) = (1L, leaf);
        while (_edge.TryPeek(out var left) && left.Size == size)
            (size, hash) = (size * 2, NodeHash(_edge.Pop().Hash, hash));
        _edge.Push((size, hash));
    }

    public byte[] Root()
    {
        byte[]? root = null;
        foreach (var (_, hash) in _edge)   // from the right
            root = root is null ? hash : NodeHash(hash, root);
        return root ?? SHA256.HashData([]);
    }

    /// <summary>MTH(D[start:end]).</summary>
    public byte[] Hash(long start, long end) => end - start == 1 ? _leaves[(int)start]
        : start + Split(end - start) is var middle ? NodeHash(Hash(start, middle), Hash(middle, end)) : [];

    /// <summary>RFC 9162, section 2.1.4.2.</summary>
    public static bool IsConsistent(long first, byte[] firstRoot, long second, byte[] secondRoot, byte[][] path)
    {
        if (first == 0 || first == second)
            return path.Length == 0 && (first == 0 || firstRoot.SequenceEqual(secondRoot));
        var proof = BitOperations.IsPow2(first) ? [firstRoot, .. path] : path;
        if (path.Length == 0 || proof.Length == 0)
            return false;
        var (fn, sn) = (first - 1, second - 1);
        for (; (fn & 1) == 1; fn >>= 1)
            sn >>= 1;
        var (fr, sr) = (proof[0], proof[0]);
        foreach (var c in proof[1..])
        {
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                (fr, sr) = (NodeHash(c, fr), NodeHash(c, sr));
                for (; (fn & 1) == 0 && fn != 0; fn >>= 1)
                    sn >>= 1;
            }
            else
                sr = NodeHash(sr, c);
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && fr.SequenceEqual(firstRoot) && sr.SequenceEqual(secondRoot);
    }
}
