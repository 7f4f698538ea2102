using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Accounts;

/// <summary>
/// What a link in a mail stands for: good once, for one purpose and for a time. Only a hash of its secret is kept. Two who use it at the same moment
/// use it once: the second is told that it was changed meanwhile.
/// </summary>
internal sealed class OneTimeLink
{
    public Guid Id { get; init; }
    public required byte[] SecretHash { get; init; }
    public required string Purpose { get; init; }
    /// <summary>Whom or what it is about; what it means is the purpose's.</summary>
    public Guid? Subject { get; init; }
    /// <summary>More about it, as JSON.</summary>
    public string? Data { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>A link and the 256-bit secret for its address, which is not kept. The caller adds the link to the context.</summary>
    public static (OneTimeLink Link, string Secret) Make(string purpose, Guid? subject, string? data, TimeSpan good, DateTimeOffset now)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new()
        {
            Id = Guid.CreateVersion7(),
            SecretHash = HashOf(secret),
            Purpose = purpose,
            Subject = subject,
            Data = data,
            CreatedAt = now,
            ExpiresAt = now + good,
        }, secret);
    }

    /// <summary>The link with this secret if it is for this purpose and can be used; else null.</summary>
    public static Task<OneTimeLink?> Find(IdentityDb db, string purpose, string secret, DateTimeOffset now, CancellationToken cancel)
    {
        var hash = HashOf(secret);
        return db.OneTimeLinks.SingleOrDefaultAsync(l => l.SecretHash == hash && l.Purpose == purpose && l.UsedAt == null && l.ExpiresAt > now, cancel);
    }

    /// <summary>After the next SaveChanges it is good for nothing any more.</summary>
    public void Use(DateTimeOffset now) => UsedAt = now;

    /// <summary>The same for all of a subject's links for these purposes.</summary>
    public static async Task UseAll(IdentityDb db, Guid subject, string[] purposes, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var link in await db.OneTimeLinks.Where(l => l.Subject == subject && purposes.Contains(l.Purpose) && l.UsedAt == null && l.ExpiresAt > now).ToListAsync(cancel))
            link.Use(now);
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
