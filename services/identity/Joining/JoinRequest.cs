namespace Charter.Identity.Joining;

internal static class JoinStates
{
    public const string Open = "open";
    public const string Approved = "approved";
    public const string Declined = "declined";
    public const string Withdrawn = "withdrawn";
}

/// <summary>Somebody with an address of the organisation's domain asks to act for it. A signatory decides.</summary>
internal sealed class JoinRequest
{
    public Guid Id { get; init; }
    public Guid OrganisationId { get; init; }
    public Guid Subject { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public string State { get; private set; } = JoinStates.Open;
    /// <summary>What the signatory gave; none unless approved.</summary>
    public string[] Roles { get; private set; } = [];
    public Guid? SettledBy { get; private set; }
    public DateTimeOffset? SettledAt { get; private set; }

    public void Approve(IEnumerable<string> roles, Guid by, DateTimeOffset now)
    {
        Settle(JoinStates.Approved, by, now);
        Roles = [.. roles];
    }

    public void Decline(Guid by, DateTimeOffset now) => Settle(JoinStates.Declined, by, now);

    public void Withdraw(DateTimeOffset now) => Settle(JoinStates.Withdrawn, Subject, now);

    private void Settle(string state, Guid by, DateTimeOffset now)
    {
        if (State != JoinStates.Open)
            throw IdentityErrors.JoinRequestSettled();
        (State, SettledBy, SettledAt) = (state, by, now);
    }
}
