namespace Charter.Identity.Tokens;

/// <summary>A key as it is kept: the private half encrypted with the installation's data-protection keys.</summary>
internal sealed class SigningKey
{
    /// <summary>Thumbprint of the public half (RFC 7638).</summary>
    public required string Kid { get; init; }
    public required byte[] PublicKey { get; init; }
    public required byte[] ProtectedPrivateKey { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>It is published before it signs, so that everybody knows it by then. Null in rows of an older version: since it was made.</summary>
    public DateTimeOffset? SignsFrom { get; init; }
}
