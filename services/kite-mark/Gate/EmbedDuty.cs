namespace Charter.KiteMarks.Gate;

/// <summary>How the commitment to embed stands in one ledger of an organisation.</summary>
internal sealed class EmbedDuty
{
    public Guid OrganisationId { get; init; }
    public Guid CharterId { get; init; }
    public int CharterVersion { get; init; }
    /// <summary>How often it has fallen back.</summary>
    public int Revision { get; init; }
    /// <summary>Null when it has fallen back and nothing has been verified since.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }
}
