namespace Charter.Pledges.Value;

/// <summary>
/// Over what sums are kept: all records, those of the organisations of a sector, and those of one organisation. Each with the place as it is and with
/// <see cref="Anywhere"/>, so that a total without a place reads no row for each place.
/// </summary>
internal static class SumScopes
{
    public const string Everybody = "all";
    public const string Sector = "sector";
    public const string Organisation = "organisation";

    /// <summary>In the place of a place: wherever it came about.</summary>
    public const string Anywhere = "";
    /// <summary>In the place of a place: the figure names none.</summary>
    public const string Nowhere = "-";
}

/// <summary>What counts now of one kind: so many records, in which a shared one counts once, with what they come to.</summary>
internal sealed class ValueSum
{
    /// <summary>One of <see cref="SumScopes"/>.</summary>
    public required string Scope { get; init; }
    /// <summary>Word of the sector, id of the organisation that holds it now, or empty.</summary>
    public required string Name { get; init; }
    public required string Place { get; init; }
    public required string Pillar { get; init; }
    public required string Outcome { get; init; }
    public required string Unit { get; init; }
    public required string Stage { get; init; }
    public required string Confidence { get; init; }
    public decimal Amount { get; init; }
    public decimal Disputed { get; init; }
    public int Records { get; init; }
    public DateOnly? PeriodFrom { get; init; }
    public DateOnly? PeriodUntil { get; init; }
}

/// <summary>A change of a sum that has not been added to it yet. It holds no period when it takes something out.</summary>
internal sealed class ValueSumChange
{
    public long Id { get; init; }
    public required string Scope { get; init; }
    public required string Name { get; init; }
    public required string Place { get; init; }
    public required string Pillar { get; init; }
    public required string Outcome { get; init; }
    public required string Unit { get; init; }
    public required string Stage { get; init; }
    public required string Confidence { get; init; }
    public decimal Amount { get; init; }
    public decimal Disputed { get; init; }
    public int Records { get; init; }
    public DateOnly? PeriodFrom { get; init; }
    public DateOnly? PeriodUntil { get; init; }
}

/// <summary>Sums with the changes that wait: right at every moment.</summary>
internal sealed class SummedValue
{
    public required string Scope { get; init; }
    public required string Name { get; init; }
    public required string Place { get; init; }
    public required string Pillar { get; init; }
    public required string Outcome { get; init; }
    public required string Unit { get; init; }
    public required string Stage { get; init; }
    public required string Confidence { get; init; }
    public decimal Amount { get; init; }
    public decimal Disputed { get; init; }
    public int Records { get; init; }
    public DateOnly? PeriodFrom { get; init; }
    public DateOnly? PeriodUntil { get; init; }
}

/// <summary>Under whom and in which sector what counts for an organisation is added up. It follows successions and sectors within seconds, one organisation after the other.</summary>
internal sealed class ValueHolder
{
    public Guid OrganisationId { get; init; }
    public Guid HolderId { get; init; }
    /// <summary>Of the holder; empty when nothing is known of it.</summary>
    public required string Sector { get; init; }
}

/// <summary>The holder or the sector of an organisation may be another now.</summary>
internal sealed class ValueHolderMark
{
    public long Id { get; init; }
    public Guid OrganisationId { get; init; }
}
