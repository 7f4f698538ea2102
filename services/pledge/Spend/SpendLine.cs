namespace Charter.Pledges.Spend;

/// <summary>A payment that an organisation published.</summary>
internal sealed class SpendLine
{
    public Guid Id { get; init; }
    public Guid OrganisationId { get; init; }
    public Guid SupplierId { get; init; }
    public DateOnly PaidOn { get; init; }
    /// <summary>In pounds; a credit is negative.</summary>
    public decimal Amount { get; init; }
    public string? Reference { get; init; }
    public string? Description { get; init; }
    public string? Department { get; init; }
    public string? Category { get; init; }
    /// <summary>Half of a SHA-256 of what the row says, and which of the rows of one file that say the same it is.</summary>
    public required byte[] Hash { get; init; }
    public int Occurrence { get; init; }
    /// <summary>The file that brought it in first, and its line there.</summary>
    public Guid ImportId { get; init; }
    public long Line { get; init; }
}

/// <summary>What was paid to a supplier in a month. Kept with the lines, so that a total costs as much as there are suppliers and months.</summary>
internal sealed class SpendMonth
{
    public Guid OrganisationId { get; init; }
    /// <summary>Its first day.</summary>
    public DateOnly Month { get; init; }
    public Guid SupplierId { get; init; }
    public decimal Amount { get; init; }
    public int Lines { get; init; }
}
