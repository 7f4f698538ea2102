using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Charter.Portal.Shell;

/// <summary>
/// Answers given on earlier pages of a journey, carried in its addresses: encrypted, because they name people, and good for a day.
/// No server holds them, so going back, reloading and any number of replicas just work.
/// </summary>
public sealed class Carried(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Good = TimeSpan.FromDays(1);

    private ITimeLimitedDataProtector For<T>() => protection.CreateProtector("carried", typeof(T).Name).ToTimeLimitedDataProtector();

    public string Write<T>(T answers) => WebEncoders.Base64UrlEncode(For<T>().Protect(JsonSerializer.SerializeToUtf8Bytes(answers), Good));

    /// <summary>Null when there are none, they are too old, or somebody changed them.</summary>
    public T? Read<T>(string? written) where T : class
    {
        try
        {
            return string.IsNullOrEmpty(written) ? null : JsonSerializer.Deserialize<T>(For<T>().Unprotect(WebEncoders.Base64UrlDecode(written)));
        }
        catch (Exception unreadable) when (unreadable is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
