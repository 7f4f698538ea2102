using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Charter.Testing;

/// <summary>An authenticator app on somebody's phone, written from RFC 6238 and not from the service.</summary>
public sealed class AuthenticatorApp(byte[] key)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>With the key as people type it.</summary>
    public AuthenticatorApp(string base32) : this(Decode(base32)) { }

    /// <summary>Of a sample account, whose key follows from the password that all of them share.</summary>
    public static AuthenticatorApp OfSample(string password, string email) => new(HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(email))[..20]);

    /// <summary>The shared secret.</summary>
    public byte[] Key => key;

    /// <summary>What it shows now, or showed or will show so many times thirty seconds from now.</summary>
    public string Code(int later = 0)
    {
        var counter = BitConverter.GetBytes(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30 + later);
        Array.Reverse(counter);
        var hash = HMACSHA1.HashData(key, counter);
        var start = hash[19] & 15;
        var number = ((hash[start] & 127) << 24) | (hash[start + 1] << 16) | (hash[start + 2] << 8) | hash[start + 3];
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string base32)
    {
        var bits = string.Concat(base32.Select(c => Convert.ToString(Letters.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
