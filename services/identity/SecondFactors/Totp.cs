using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Charter.Identity.SecondFactors;

/// <summary>Codes as authenticator apps show them: RFC 6238 with SHA-1, six digits and 30 seconds, the only choice that every app knows.</summary>
internal static class Totp
{
    private const int Seconds = 30;
    public const int KeyBytes = 20;
    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / Seconds;

    public static DateTimeOffset StartOf(long step) => DateTimeOffset.FromUnixTimeSeconds(step * Seconds);

    public static string CodeAt(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // HMAC does not rest on what SHA-1 lacks, and the apps know nothing else
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is, among the present one and its neighbours, as clocks differ; null when it is none of theirs.</summary>
    public static long? StepOf(byte[] key, string code, DateTimeOffset time)
    {
        var typed = Encoding.UTF8.GetBytes(Plain(code));
        long? found = null;
        for (var step = StepAt(time) - 1; step <= StepAt(time) + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeAt(key, step)), typed))
                found = step;
        return found;
    }

    /// <summary>People type the blank that apps show in the middle.</summary>
    public static string Plain(string code) => string.Concat(code.Where(c => !char.IsWhiteSpace(c)));

    public static bool LooksLikeCode(string text) => Plain(text) is { Length: 6 } code && code.All(char.IsAsciiDigit);

    /// <summary>The key in the letters that people type into an app (RFC 4648, section 6).</summary>
    public static string Base32(byte[] key)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < key.Length * 8; bit += 5)
        {
            var pair = (key[bit / 8] << 8) | (bit / 8 + 1 < key.Length ? key[bit / 8 + 1] : 0);
            text.Append(Base32Letters[(pair >> (11 - bit % 8)) & 31]);
        }
        return text.ToString();
    }
}
