using System.Security.Cryptography;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Log;

/// <summary>Every public key that ever signed a head, as a JSON Web Key Set (RFC 7517), the newest first: old heads stay verifiable.</summary>
internal static class PublishLogKeys
{
    internal sealed record Answer(IReadOnlyList<Key> Keys);

    internal sealed record Key(string Kty, string Crv, string Use, string Alg, string Kid, string X, string Y);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/log/keys", Handle)
        .AllowEveryone().WithTags("Log").WithSummary("Public keys of the log");

    private static async Task<Ok<Answer>> Handle(SignatoryDb db, CancellationToken cancel)
    {
        var keys = await db.LogKeys.AsNoTracking().OrderByDescending(k => k.CreatedAt).Select(k => new { k.KeyId, k.PublicKey }).ToListAsync(cancel);
        return TypedResults.Ok(new Answer([.. keys.Select(k => Of(k.KeyId, k.PublicKey))]));
    }

    private static Key Of(string id, byte[] publicKey)
    {
        using var pair = ECDsa.Create();
        pair.ImportSubjectPublicKeyInfo(publicKey, out _);
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        return new("EC", "P-256", "sig", "ES256", id, WebEncoders.Base64UrlEncode(point.X!), WebEncoders.Base64UrlEncode(point.Y!));
    }
}
