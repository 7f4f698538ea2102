using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace Charter.Identity.Tokens;

/// <summary>
/// The ES256 keys of the installation. All are published, so that a token outlives a change of keys; the newest that can be decrypted signs.
/// The first is made at the first start. Reads without EF, because the command line wants to be quick.
/// </summary>
internal sealed class SigningKeys(NpgsqlDataSource database, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Charter.Identity.SigningKey");

    /// <summary>Every public key, newest first.</summary>
    public IReadOnlyList<ECDsaSecurityKey> Published { get; private set; } = [];

    /// <summary>The same for checking tokens: looks again each time it is enumerated.</summary>
    public IEnumerable<SecurityKey> Trusted()
    {
        foreach (var key in Published)
            yield return key;
    }

    /// <summary>What signs new tokens.</summary>
    public SigningCredentials Current { get; private set; } = null!;

    public async Task Load(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Replicas that start together wait here for the one that makes the first key. The data-protection keys are made under it too.
        await using (var alone = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('signing-key'))", connection))
            await alone.ExecuteNonQueryAsync(cancel);
        var keys = await Read(connection, cancel);
        var current = keys.Select(Decrypt).FirstOrDefault(key => key is not null);
        if (current is null)
        {
            var (kept, made) = Make();
            await Insert(connection, kept, cancel);
            keys.Insert(0, kept);
            current = made;
        }
        await transaction.CommitAsync(cancel);
        Published = [.. keys.Select(Public)];
        Current = new(current, SecurityAlgorithms.EcdsaSha256);
    }

    private (SigningKey, ECDsaSecurityKey) Make()
    {
        var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new ECDsaSecurityKey(pair);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return (new()
        {
            Kid = key.KeyId,
            PublicKey = pair.ExportSubjectPublicKeyInfo(),
            ProtectedPrivateKey = _protector.Protect(pair.ExportPkcs8PrivateKey()),
            CreatedAt = time.GetUtcNow(),
        }, key);
    }

    private static ECDsaSecurityKey Public(SigningKey kept)
    {
        var pair = ECDsa.Create();
        pair.ImportSubjectPublicKeyInfo(kept.PublicKey, out _);
        return new(pair) { KeyId = kept.Kid };
    }

    private ECDsaSecurityKey? Decrypt(SigningKey kept)
    {
        try
        {
            var pair = ECDsa.Create();
            pair.ImportPkcs8PrivateKey(_protector.Unprotect(kept.ProtectedPrivateKey), out _);
            return new(pair) { KeyId = kept.Kid };
        }
        catch (CryptographicException)
        {
            return null;   // the data-protection keys were lost: what it signed stays valid, and a new key takes over
        }
    }

    private static async Task<List<SigningKey>> Read(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var read = new NpgsqlCommand("select kid, public_key, protected_private_key, created_at from signing_key order by created_at desc", connection);
        await using var rows = await read.ExecuteReaderAsync(cancel);
        var keys = new List<SigningKey>();
        while (await rows.ReadAsync(cancel))
            keys.Add(new()
            {
                Kid = rows.GetString(0),
                PublicKey = rows.GetFieldValue<byte[]>(1),
                ProtectedPrivateKey = rows.GetFieldValue<byte[]>(2),
                CreatedAt = rows.GetFieldValue<DateTimeOffset>(3),
            });
        return keys;
    }

    private static async Task Insert(NpgsqlConnection connection, SigningKey key, CancellationToken cancel)
    {
        await using var insert = new NpgsqlCommand("insert into signing_key (kid, public_key, protected_private_key, created_at) values ($1, $2, $3, $4)", connection)
        {
            Parameters = { new() { Value = key.Kid }, new() { Value = key.PublicKey }, new() { Value = key.ProtectedPrivateKey }, new() { Value = key.CreatedAt } },
        };
        await insert.ExecuteNonQueryAsync(cancel);
    }
}
