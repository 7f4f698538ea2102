using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Charter.ServiceDefaults;

namespace Charter.Identity.Clients;

/// <summary>
/// A program that an organisation lets use the API. It proves itself with a secret of 256 bits, of which only a hash is kept; a hash that is slow on
/// purpose would add nothing to what nobody can guess.
/// </summary>
internal sealed class ApiClient
{
    /// <summary>Every secret begins so, that it is recognised where it should not be: in a repository, a log or a mail.</summary>
    public const string SecretPrefix = "charter_cs_";
    /// <summary>So long the secret before a new one is still good, that the program can be changed over without a break.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);
    /// <summary>Clients that an organisation may have at a time, without those that are revoked or have expired.</summary>
    public const int Most = 10;
    private static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    private ApiClient() { }

    public Guid Id { get; private init; }
    public Guid OrganisationId { get; private init; }
    public string Name { get; private init; } = "";
    public string[] Scopes { get; private init; } = [];
    public byte[] SecretHash { get; private set; } = [];
    public DateTimeOffset SecretMadeAt { get; private set; }
    public byte[]? PreviousSecretHash { get; private set; }
    public DateTimeOffset? PreviousSecretUntil { get; private set; }
    public Guid CreatedBy { get; private init; }
    public DateTimeOffset CreatedAt { get; private init; }
    /// <summary>The last day on which it may be used.</summary>
    public DateOnly ExpiresOn { get; private init; }
    public DateTimeOffset? LastUsedAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>A new client and its secret, which is not kept. The last day is at most a year away.</summary>
    public static (ApiClient Client, string Secret) Create(Guid organisation, string name, IEnumerable<string> scopes, DateOnly expiresOn, Guid by, DateTimeOffset now)
    {
        if (expiresOn <= now.LocalDay() || expiresOn > now.LocalDay().AddYears(1))
            throw InvalidRequest.For("expiresOn", "Choose a day after today, at most a year away.");
        var secret = NewSecret();
        return (new()
        {
            Id = Guid.CreateVersion7(now),
            OrganisationId = organisation,
            Name = name.Trim(),
            Scopes = [.. ServiceDefaults.Scopes.All.Intersect(scopes)],
            SecretHash = HashOf(secret),
            SecretMadeAt = now,
            CreatedBy = by,
            CreatedAt = now,
            ExpiresOn = expiresOn,
        }, secret);
    }

    public bool IsAlive(DateTimeOffset now) => RevokedAt is null && now.LocalDay() <= ExpiresOn;

    public string StatusAt(DateTimeOffset now) => RevokedAt is not null ? "revoked" : IsAlive(now) ? "active" : "expired";

    /// <summary>A new secret; the one before is good for <see cref="Overlap"/> more, and the one before that no longer.</summary>
    public string Rotate(DateTimeOffset now)
    {
        MustBeAlive(now);
        (PreviousSecretHash, PreviousSecretUntil) = (SecretHash, now + Overlap);
        var secret = NewSecret();
        (SecretHash, SecretMadeAt) = (HashOf(secret), now);
        return secret;
    }

    /// <summary>Ends it for good, with every token that it was given.</summary>
    public void Revoke(DateTimeOffset now)
    {
        MustBeAlive(now);
        RevokedAt = now;
    }

    /// <summary>Whether the secret is one that is good now. For no client it takes as long.</summary>
    public static bool Knows(ApiClient? client, string secret, DateTimeOffset now)
    {
        var given = HashOf(secret);
        var isCurrent = CryptographicOperations.FixedTimeEquals(given, client?.SecretHash ?? Nothing);
        var isPrevious = CryptographicOperations.FixedTimeEquals(given, client?.PreviousSecretHash ?? Nothing) && client?.PreviousSecretUntil > now;
        return client is not null && (isCurrent | isPrevious);
    }

    /// <summary>Notes that it was used; rarely, so that reading does not mean writing rows.</summary>
    public bool IsToBeNoted(DateTimeOffset now) => LastUsedAt is null || LastUsedAt < now - NotedEvery;

    private static readonly byte[] Nothing = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    private static string NewSecret() => SecretPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private void MustBeAlive(DateTimeOffset now)
    {
        if (!IsAlive(now))
            throw IdentityErrors.ClientEnded();
    }
}

/// <summary>A client as its organisation sees it.</summary>
/// <param name="Status">active, expired or revoked.</param>
/// <param name="PreviousSecretUntil">Until then the secret before the present one is good too.</param>
internal sealed record ApiClientView(
    Guid Id, string Name, IReadOnlyList<string> Scopes, string Status, DateTimeOffset CreatedAt, DateOnly ExpiresOn, DateTimeOffset? LastUsedAt,
    DateTimeOffset SecretMadeAt, DateTimeOffset? PreviousSecretUntil, DateTimeOffset? RevokedAt)
{
    public static ApiClientView Of(ApiClient client, DateTimeOffset now) => new(
        client.Id, client.Name, client.Scopes, client.StatusAt(now), client.CreatedAt, client.ExpiresOn, client.LastUsedAt,
        client.SecretMadeAt, client.PreviousSecretUntil > now ? client.PreviousSecretUntil : null, client.RevokedAt);
}
