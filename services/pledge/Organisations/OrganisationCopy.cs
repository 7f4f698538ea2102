namespace Charter.Pledges.Organisations;

/// <summary>An organisation as the signatory service last stated it.</summary>
internal sealed class OrganisationCopy
{
    public Guid OrganisationId { get; init; }
    /// <summary>Of the organisation; an older one changes nothing. 0 for a copy from before organisations could change.</summary>
    public int Version { get; init; }
    public required string Name { get; init; }
    public required string Sector { get; init; }
    public required string Kind { get; init; }
    public required string SizeBand { get; init; }
    public required string[] Places { get; init; }
    /// <summary>When this was so; an older statement changes nothing.</summary>
    public DateTimeOffset AsAt { get; init; }
}
