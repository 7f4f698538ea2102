using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Charter.Signatories.Charters;
using Microsoft.AspNetCore.WebUtilities;

namespace Charter.Signatories.Log;

/// <summary>
/// What the log was at an instant, signed (RFC 6962, section 3.5). The signature is ES256 as in a JWS (RFC 7518, section 3.4: R ‖ S, 64 bytes) over the UTF-8
/// of the canonical JSON (RFC 8785) of the members <c>rootHash</c>, <c>timestamp</c> and <c>treeSize</c>, just as they stand in the answer:
/// <c>{"rootHash":"e3b0…","timestamp":"2026-11-27T20:05:21.000Z","treeSize":0}</c>. Any language has what it takes to check that; the binary
/// TreeHeadDataV2 of RFC 9162 would first have to be put together.
/// </summary>
internal sealed record TreeHead(long TreeSize, byte[] RootHash, DateTimeOffset SignedAt, string KeyId, byte[] Signature)
{
    public static TreeHead Sign(long size, byte[] root, DateTimeOffset now, string keyId, ECDsa key)
    {
        var signedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var signature = key.SignData(Encoding.UTF8.GetBytes(TextOf(size, root, signedAt)), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return new(size, root, signedAt, keyId, signature);
    }

    private static string TextOf(long size, byte[] root, DateTimeOffset signedAt) =>
        CanonicalJson.Of(new { rootHash = Convert.ToHexStringLower(root), timestamp = Instant(signedAt), treeSize = size }, JsonSerializerOptions.Web);

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A signed tree head as the API shows it.</summary>
/// <param name="TreeSize">How many entries the log has.</param>
/// <param name="RootHash">In hex, as all hashes.</param>
/// <param name="Timestamp">UTC with milliseconds.</param>
/// <param name="KeyId">Which of <c>/api/log/keys</c> has signed.</param>
/// <param name="Signature">ES256, base64url, over the canonical JSON of rootHash, timestamp and treeSize.</param>
internal sealed record TreeHeadView(long TreeSize, string RootHash, string Timestamp, string KeyId, string Signature)
{
    public static TreeHeadView Of(TreeHead h) =>
        new(h.TreeSize, Convert.ToHexStringLower(h.RootHash), TreeHead.Instant(h.SignedAt), h.KeyId, WebEncoders.Base64UrlEncode(h.Signature));
}
