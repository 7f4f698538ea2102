using System.Security.Cryptography;
using System.Text;

namespace Charter.Identity.SecondFactors;

/// <summary>
/// One of ten codes that stand in for a second factor that is lost, each once. Only a hash is kept. The ten share their salt, so that trying
/// what somebody typed costs one derivation and not ten.
/// </summary>
internal sealed class RecoveryCode
{
    public const int Number = 10;
    /// <summary>With so many left or fewer, people are told to make new ones.</summary>
    public const int Few = 3;
    // 60 random bits in twelve letters: with the iterations, 2^73 hashes for whoever has the table.
    private const int Letters = 12;
    private const int Iterations = 10_000;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";   // Crockford's: nothing that is read as something else

    public Guid Subject { get; init; }
    public int Position { get; init; }
    public required byte[] Salt { get; init; }
    public required byte[] Hash { get; init; }
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>New codes: what is kept of them, and what is shown once.</summary>
    public static (IReadOnlyList<RecoveryCode> Kept, IReadOnlyList<string> Shown) Make(Guid subject)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var codes = Enumerable.Range(0, Number).Select(_ => RandomNumberGenerator.GetString(Alphabet, Letters)).ToArray();
        return ([.. codes.Select((code, i) => new RecoveryCode { Subject = subject, Position = i, Salt = salt, Hash = HashOf(code, salt) })],
            [.. codes.Select(code => $"{code[..4]}-{code[4..8]}-{code[8..]}")]);
    }

    /// <summary>Uses up the code that somebody typed; false when it is none of those that are left.</summary>
    public static bool Use(IReadOnlyList<RecoveryCode> codes, string typed, DateTimeOffset now)
    {
        if (codes.Count == 0 || Plain(typed) is not { Length: Letters } code)
            return false;
        var hash = HashOf(code, codes[0].Salt);
        var used = codes.FirstOrDefault(c => c.UsedAt is null && CryptographicOperations.FixedTimeEquals(c.Hash, hash));
        if (used is null)
            return false;
        used.UsedAt = now;
        return true;
    }

    private static byte[] HashOf(string code, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(code, salt, Iterations, HashAlgorithmName.SHA512, 32);

    private static string Plain(string typed)
    {
        var code = new StringBuilder();
        foreach (var c in typed.ToLowerInvariant())
            if (c is not '-' && !char.IsWhiteSpace(c))
                code.Append(c switch { 'o' => '0', 'i' or 'l' => '1', _ => c });
        return code.ToString();
    }
}
