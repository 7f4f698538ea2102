using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Charter.Portal.Apis;

namespace Charter.Portal.Pages.Log;

/// <summary>
/// An inclusion proof worked through step by step (RFC 9162, section 2.1.3.2). The portal does its own sums: it takes from the service nothing but the text,
/// the neighbours' hashes and the signed head.
/// </summary>
/// <param name="LeafHash">Computed from the text, not as the log gives it.</param>
/// <param name="Root">Where the steps lead.</param>
public sealed record CheckedProof(long Index, string Facts, string LeafHash, IReadOnlyList<CheckedProof.Step> Steps, string Root, LogHead Head)
{
    /// <param name="IsLeft">The neighbour stands to the left.</param>
    /// <param name="First">First and last entry of which the neighbour's hash was made.</param>
    public sealed record Step(bool IsLeft, long First, long Last, string Neighbour, string Together);

    public bool Holds => Root == Head.RootHash;

    /// <summary>SHA-256(0x00 ‖ text), in hex.</summary>
    public static string LeafHashOf(string facts) => Convert.ToHexStringLower(SHA256.HashData([0, .. Encoding.UTF8.GetBytes(facts)]));

    public static CheckedProof Of(string facts, LogProof proof, LogHead head)
    {
        var neighbours = Neighbours(proof.Index, head.TreeSize).ToArray();
        var hash = Convert.FromHexString(LeafHashOf(facts));
        var steps = new List<Step>();
        foreach (var ((isLeft, first, last), neighbour) in neighbours.Reverse().Zip(proof.Path))
        {
            var beside = Convert.FromHexString(neighbour);
            hash = SHA256.HashData(isLeft ? [1, .. beside, .. hash] : [1, .. hash, .. beside]);
            steps.Add(new(isLeft, first, last, neighbour, Convert.ToHexStringLower(hash)));
        }
        // A path of another length than the place asks for proves nothing.
        return new(proof.Index, facts, LeafHashOf(facts), steps, proof.Path.Count == neighbours.Length ? Convert.ToHexStringLower(hash) : "", head);
    }

    /// <summary>ES256 over the canonical JSON of root hash, timestamp and size.</summary>
    public static bool IsSigned(LogHead head, IEnumerable<LogKey> keys)
    {
        if (keys.FirstOrDefault(key => key.Kid == head.KeyId) is not { } signer) return false;
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Base64Url.DecodeFromChars(signer.X), Y = Base64Url.DecodeFromChars(signer.Y) } });
        var text = $$"""{"rootHash":"{{head.RootHash}}","timestamp":"{{head.Timestamp}}","treeSize":{{head.TreeSize}}}""";
        return key.VerifyData(Encoding.UTF8.GetBytes(text), Base64Url.DecodeFromChars(head.Signature), HashAlgorithmName.SHA256);
    }

    /// <summary>From the root down.</summary>
    private static IEnumerable<(bool IsLeft, long First, long Last)> Neighbours(long index, long size)
    {
        for (var (start, end) = (0L, size); end - start > 1;)
        {
            var middle = start + (1L << BitOperations.Log2((ulong)(end - start - 1)));
            yield return index < middle ? (false, middle, end - 1) : (true, start, middle - 1);
            (start, end) = index < middle ? (start, middle) : (middle, end);
        }
    }
}
