namespace Charter.Identity.Organisations;

/// <summary>What is known here of a confirmed organisation: a copy of the name, for pages and mails.</summary>
internal sealed class Organisation
{
    public Guid OrganisationId { get; init; }
    public required string Name { get; init; }
    /// <summary>Of the organisation; 0 once the copy is to be made anew.</summary>
    public int Version { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    /// <summary>When registrars were told that it has no signatory; null while it has one.</summary>
    public DateTimeOffset? RegistrarsToldAt { get; init; }
}
