using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Charter.Signatories.Log;

/// <summary>The key that signs heads now. It is made at the first start, and again only if the data-protection keys that open it were lost.</summary>
internal sealed class LogKeys(IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Charter.Signatories.LogKey");
    private (string KeyId, ECDsa Key)? _current;

    /// <summary>Reads the newest key that can be opened here, and makes one where there is none. Replicas that start together get the same.</summary>
    public async Task Load(SignatoryDb db, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('log-key'))", cancel);
        foreach (var kept in await db.LogKeys.AsNoTracking().OrderByDescending(k => k.CreatedAt).ToListAsync(cancel))
            if ((_current = Open(kept)) is not null)
                return;
        _current = Make(db);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    public TreeHead Sign(long size, byte[] root) => _current is { } current
        ? TreeHead.Sign(size, root, time.GetUtcNow(), current.KeyId, current.Key)
        : throw new InvalidOperationException("The keys of the log have not been read.");

    private (string, ECDsa) Make(SignatoryDb db)
    {
        var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = Base64Url.EncodeToString(new ECDsaSecurityKey(pair).ComputeJwkThumbprint());
        db.LogKeys.Add(new()
        {
            KeyId = id,
            PublicKey = pair.ExportSubjectPublicKeyInfo(),
            ProtectedPrivateKey = _protector.Protect(pair.ExportPkcs8PrivateKey()),
            CreatedAt = time.GetUtcNow(),
        });
        return (id, pair);
    }

    private (string, ECDsa)? Open(LogKey kept)
    {
        try
        {
            var pair = ECDsa.Create();
            pair.ImportPkcs8PrivateKey(_protector.Unprotect(kept.ProtectedPrivateKey), out _);
            return (kept.KeyId, pair);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
