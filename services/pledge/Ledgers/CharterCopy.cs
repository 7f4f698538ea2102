using Charter.Contracts;

namespace Charter.Pledges.Ledgers;

/// <summary>A published version of a charter: the duties that ledgers are made of and the menu that pledges choose from.</summary>
internal sealed class CharterCopy
{
    public Guid CharterId { get; init; }
    public int Version { get; init; }
    public required string Title { get; init; }
    public required IReadOnlyList<CharterDuty> Duties { get; init; }
    public required string[] Outcomes { get; init; }
}
