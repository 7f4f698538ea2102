namespace Charter.KiteMarks.Gate;

/// <summary>
/// What this service knows of an organisation from events, in whatever order they came: enough to say whether it may apply. It may be known by its
/// evidence before its signature has arrived.
/// </summary>
internal sealed class Organisation
{
    public const string SignatureInForce = "signature-in-force";
    public const string VerifiedEmbedEvidence = "verified-embed-evidence";

    public Guid OrganisationId { get; init; }
    /// <summary>Of the organisation; older facts change nothing.</summary>
    public int Version { get; init; }
    public string Name { get; init; } = "";
    public string Sector { get; init; } = "";
    public string[] Places { get; init; } = [];
    public Guid? SignatureId { get; init; }
    public DateTimeOffset? SignedAt { get; init; }
    public DateTimeOffset? EmbedVerifiedAt { get; init; }

    /// <summary>What stands between an organisation and an application; nothing when the gate is met.</summary>
    /// <param name="isSignatory">Of what it signed something still holds.</param>
    public static IReadOnlyList<string> MissingFor(Organisation? organisation, bool isSignatory) =>
    [
        .. organisation?.SignatureId is null || !isSignatory ? [SignatureInForce] : Array.Empty<string>(),
        .. organisation?.EmbedVerifiedAt is null ? [VerifiedEmbedEvidence] : Array.Empty<string>(),
    ];
}
