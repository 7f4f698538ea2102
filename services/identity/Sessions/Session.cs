using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Charter.Identity.Sessions;

/// <summary>A browser that is signed in. Only a hash of its secret is kept, so the table is of no use to a thief.</summary>
internal sealed class Session
{
    /// <summary>Whatever one does, after this one signs in again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);
    /// <summary>A session that is not used for this long is over.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromHours(2);
    /// <summary>Use is noted at most this often, so that reading pages does not mean writing rows.</summary>
    public static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    public Guid Id { get; init; }
    public required byte[] SecretHash { get; init; }
    public Guid Subject { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset LastUsedAt { get; init; }

    /// <summary>A new session and the 256-bit secret for the cookie, which is not kept.</summary>
    public static (Session Session, string Secret) Start(Guid subject, DateTimeOffset now)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new()
        {
            Id = Guid.CreateVersion7(),
            SecretHash = HashOf(secret),
            Subject = subject,
            CreatedAt = now,
            ExpiresAt = now + Longest,
            LastUsedAt = now,
        }, secret);
    }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
