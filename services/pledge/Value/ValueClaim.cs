namespace Charter.Pledges.Value;

/// <summary>How a claim came to be.</summary>
internal static class ClaimCauses
{
    public const string Recorded = "recorded";
    public const string Claimed = "claimed";
    /// <summary>Another record of the same outcome was joined to this one.</summary>
    public const string Joined = "joined";
    public const string Settled = "settled";
}

/// <summary>The share of one organisation in a record, from then on. Never changed; a later one of the organisation takes its place.</summary>
internal sealed class ValueClaim
{
    public Guid ValueId { get; init; }
    /// <summary>From 1, in the order in which the claims of the record were made.</summary>
    public int Number { get; init; }
    public Guid OrganisationId { get; init; }
    public decimal Share { get; init; }
    public required string Cause { get; init; }
    /// <summary>For the parties and the registrars.</summary>
    public string? Reason { get; init; }
    public DateOnly MadeOn { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public Guid MadeBy { get; init; }
}

/// <summary>More than the whole is claimed. It ends when the parties have lowered their claims far enough, or a registrar has decided.</summary>
internal sealed class ValueDispute
{
    public const string Agreed = "agreed";
    public const string Decided = "decided";
    /// <summary>It goes on in the record to which this one was joined, if that makes too much there.</summary>
    public const string Joined = "joined";

    public Guid ValueId { get; init; }
    /// <summary>From 1.</summary>
    public int Number { get; init; }
    public DateOnly OpenedOn { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateOnly? SettledOn { get; private set; }
    public DateTimeOffset? SettledAt { get; private set; }
    /// <summary>agreed, decided or joined; null while it is open.</summary>
    public string? Outcome { get; private set; }
    /// <summary>Why the registrar decided so.</summary>
    public string? Reason { get; private set; }
    public Guid? SettledBy { get; private set; }

    internal void End(string outcome, string? reason, Guid by, DateOnly on, DateTimeOffset at) => (Outcome, Reason, SettledBy, SettledOn, SettledAt) = (outcome, reason, by, on, at);
}
