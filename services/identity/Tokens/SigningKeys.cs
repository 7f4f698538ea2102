using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace Charter.Identity.Tokens;

/// <summary>
/// The ES256 keys of the installation. A key is published before it signs, so that every host knows it by then; it signs until the next one does;
/// and it stays published until nothing that it signed is good any longer. So keys change without anybody noticing. Every replica looks after them,
/// one at a time. Reads without EF, because the command line wants to be quick.
/// </summary>
internal sealed class SigningKeys(NpgsqlDataSource database, IDataProtectionProvider protection, TimeProvider time, SigningKeys.Plan plan)
{
    /// <summary>When keys change. Settings under <c>SigningKeys</c>.</summary>
    internal sealed class Plan
    {
        /// <summary>How old a key is when the next one is made.</summary>
        public TimeSpan ChangedEvery { get; init; } = TimeSpan.FromDays(90);
        /// <summary>How long a key is published before it signs: three times as long as a host needs to hear of it.</summary>
        public TimeSpan PublishedFirst { get; init; } = TimeSpan.FromMinutes(15);
        /// <summary>How long a key is published after it was last used: the life of the longest token, and an hour for clocks that differ.</summary>
        public TimeSpan PublishedAfter { get; init; } = TokenIssuer.LongestLifetime + TimeSpan.FromHours(1);
    }

    /// <summary>A key as it is used; without <c>Credentials</c> if it cannot be decrypted here.</summary>
    private sealed record Known(SigningKey Kept, ECDsaSecurityKey Public, SigningCredentials? Credentials)
    {
        public DateTimeOffset SignsFrom => Kept.SignsFrom ?? Kept.CreatedAt;
    }

    private readonly IDataProtector _protector = protection.CreateProtector("Charter.Identity.SigningKey");
    private volatile IReadOnlyList<Known> _known = [];

    /// <summary>Every public key, the last to sign first.</summary>
    public IReadOnlyList<ECDsaSecurityKey> Published => [.. _known.Select(k => k.Public)];

    /// <summary>The same for checking tokens: looks again each time it is enumerated.</summary>
    public IEnumerable<SecurityKey> Trusted()
    {
        foreach (var key in _known)
            yield return key.Public;
    }

    /// <summary>What signs new tokens now.</summary>
    public SigningCredentials Current => Signing(_known)!.Credentials!;

    /// <summary>Reads the keys, makes one that is due and drops those that are done with; returns the key that was made, if one was.</summary>
    public async Task<SigningKey?> Load(CancellationToken cancel = default)
    {
        SigningKey? made = null;
        await Alone(async (connection, keys) =>
        {
            var now = time.GetUtcNow();
            if (Signing(keys) is null)
                keys.Insert(0, await Insert(connection, now, cancel));   // the first, or the data-protection keys were lost: what the old one signed stays valid
            else if (keys[0].Kept.CreatedAt <= now - plan.ChangedEvery)
                keys.Insert(0, await Insert(connection, now + plan.PublishedFirst, cancel));
            else
                return;
            made = keys[0].Kept;
        }, cancel);
        return made;
    }

    /// <summary>
    /// Makes the next key now, unless one is waiting to sign already. At once, for keys that somebody else may have: it signs without being
    /// published first, and every other is dropped with all that it signed.
    /// </summary>
    public async Task<SigningKey> Change(bool atOnce, CancellationToken cancel = default)
    {
        await Alone(async (connection, keys) =>
        {
            var now = time.GetUtcNow();
            if (!atOnce && keys.Count > 0 && keys[0].SignsFrom > now)
                return;
            var isFirst = keys.Count == 0;
            keys.Insert(0, await Insert(connection, atOnce || isFirst ? now : now + plan.PublishedFirst, cancel));
            if (!atOnce)
                return;
            foreach (var old in keys.Skip(1).ToArray())
                await Drop(connection, old, keys, cancel);
        }, cancel);
        return _known[0].Kept;
    }

    private async Task Alone(Func<NpgsqlConnection, List<Known>, Task> change, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Replicas that start together wait here for the one that makes the first key. The data-protection keys are made under it too.
        await using (var alone = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('signing-key'))", connection))
            await alone.ExecuteNonQueryAsync(cancel);
        var known = _known.ToDictionary(k => k.Kept.Kid);
        var keys = (await Read(connection, cancel)).Select(kept => known.GetValueOrDefault(kept.Kid) ?? new(kept, Public(kept), Decrypt(kept))).ToList();
        await change(connection, keys);
        var now = time.GetUtcNow();
        foreach (var done in keys.Where(key => keys.Exists(next => next.Credentials is not null && next.SignsFrom > key.SignsFrom && next.SignsFrom + plan.PublishedAfter < now)).ToArray())
            await Drop(connection, done, keys, cancel);
        await transaction.CommitAsync(cancel);
        _known = keys;
    }

    private Known? Signing(IReadOnlyList<Known> keys)
    {
        var now = time.GetUtcNow();
        return keys.FirstOrDefault(key => key.Credentials is not null && key.SignsFrom <= now);
    }

    private async Task<Known> Insert(NpgsqlConnection connection, DateTimeOffset signsFrom, CancellationToken cancel)
    {
        var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new ECDsaSecurityKey(pair);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        var kept = new SigningKey
        {
            Kid = key.KeyId,
            PublicKey = pair.ExportSubjectPublicKeyInfo(),
            ProtectedPrivateKey = _protector.Protect(pair.ExportPkcs8PrivateKey()),
            CreatedAt = time.GetUtcNow(),
            SignsFrom = signsFrom,
        };
        await using var insert = new NpgsqlCommand("insert into signing_key (kid, public_key, protected_private_key, created_at, signs_from) values ($1, $2, $3, $4, $5)", connection)
        {
            Parameters = { new() { Value = kept.Kid }, new() { Value = kept.PublicKey }, new() { Value = kept.ProtectedPrivateKey }, new() { Value = kept.CreatedAt }, new() { Value = signsFrom } },
        };
        await insert.ExecuteNonQueryAsync(cancel);
        return new(kept, Public(kept), new(key, SecurityAlgorithms.EcdsaSha256));
    }

    private static async Task Drop(NpgsqlConnection connection, Known key, List<Known> keys, CancellationToken cancel)
    {
        await using var delete = new NpgsqlCommand("delete from signing_key where kid = $1", connection) { Parameters = { new() { Value = key.Kept.Kid } } };
        await delete.ExecuteNonQueryAsync(cancel);
        keys.Remove(key);
    }

    private static ECDsaSecurityKey Public(SigningKey kept)
    {
        var pair = ECDsa.Create();
        pair.ImportSubjectPublicKeyInfo(kept.PublicKey, out _);
        return new(pair) { KeyId = kept.Kid };
    }

    private SigningCredentials? Decrypt(SigningKey kept)
    {
        try
        {
            var pair = ECDsa.Create();
            pair.ImportPkcs8PrivateKey(_protector.Unprotect(kept.ProtectedPrivateKey), out _);
            return new(new ECDsaSecurityKey(pair) { KeyId = kept.Kid }, SecurityAlgorithms.EcdsaSha256);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static async Task<List<SigningKey>> Read(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var read = new NpgsqlCommand(
            "select kid, public_key, protected_private_key, created_at, signs_from from signing_key order by coalesce(signs_from, created_at) desc", connection);
        await using var rows = await read.ExecuteReaderAsync(cancel);
        var keys = new List<SigningKey>();
        while (await rows.ReadAsync(cancel))
            keys.Add(new()
            {
                Kid = rows.GetString(0),
                PublicKey = rows.GetFieldValue<byte[]>(1),
                ProtectedPrivateKey = rows.GetFieldValue<byte[]>(2),
                CreatedAt = rows.GetFieldValue<DateTimeOffset>(3),
                SignsFrom = await rows.IsDBNullAsync(4, cancel) ? null : rows.GetFieldValue<DateTimeOffset>(4),
            });
        return keys;
    }
}
