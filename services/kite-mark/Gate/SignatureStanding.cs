namespace Charter.KiteMarks.Gate;

/// <summary>
/// How an organisation stands with one charter: it is a signatory if it signed after whatever signature of it ended last. Both times only grow, so the
/// events may come in any order and more than once.
/// </summary>
internal sealed class SignatureStanding
{
    public Guid OrganisationId { get; init; }
    public Guid CharterId { get; init; }
    /// <summary>When it signed last; in the infinite past if only an end has arrived.</summary>
    public DateTimeOffset SignedAt { get; init; }
    /// <summary>When the signature that ended last had been made; in the infinite past if none has.</summary>
    public DateTimeOffset EndedSignedAt { get; init; }
}
