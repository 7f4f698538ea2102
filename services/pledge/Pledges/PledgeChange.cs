namespace Charter.Pledges.Pledges;

/// <summary>What became of a pledge.</summary>
internal static class ChangeKinds
{
    public const string Amended = "amended";
    public const string Reopened = "reopened";
}

/// <summary>One field that an amendment changed.</summary>
/// <param name="Field">Its name in the API.</param>
/// <param name="Before">As text; null when nothing stood there.</param>
internal sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>An entry of a pledge's history: an amendment, its end or that it was reopened. It is never changed.</summary>
internal sealed class PledgeChange
{
    public Guid Id { get; init; }
    public Guid PledgeId { get; init; }
    /// <summary>Version that the pledge had from then on.</summary>
    public int PledgeVersion { get; init; }
    /// <summary>amended, completed, missed, withdrawn or reopened.</summary>
    public required string Kind { get; init; }
    /// <summary>The editor's words, or those of the rule; null only for a completion.</summary>
    public string? Reason { get; init; }
    public required IReadOnlyList<FieldChange> Fields { get; init; }
    /// <summary>Account of the editor; empty when it was a rule.</summary>
    public Guid By { get; init; }
    public bool ByRule { get; init; }
    public DateTimeOffset At { get; init; }
}
