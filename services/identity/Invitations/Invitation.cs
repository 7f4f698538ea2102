using Charter.Identity.Accounts;
using Charter.Identity.Memberships;

namespace Charter.Identity.Invitations;

internal static class InvitationStates
{
    public const string Open = "open";
    public const string Accepted = "accepted";
    public const string Declined = "declined";
    public const string Withdrawn = "withdrawn";
    /// <summary>Nobody answered in time, and somebody invited the address anew.</summary>
    public const string Lapsed = "lapsed";
}

/// <summary>
/// The offer of roles in an organisation to whoever has an e-mail address. The link in the mail shows it to whoever opens the mailbox; it is accepted by
/// the account whose confirmed address it is, whether that account was there before or not. So nothing tells who has an account.
/// </summary>
internal sealed class Invitation
{
    public const string Purpose = "invitation";
    public static readonly TimeSpan Good = TimeSpan.FromDays(14);

    private Invitation() { }

    public Guid Id { get; private init; }
    public Guid OrganisationId { get; private init; }
    public string Email { get; private init; } = "";
    public string NormalizedEmail { get; private init; } = "";
    public string[] Roles { get; private init; } = [];
    /// <summary>The inviter leaves the organisation when it is accepted.</summary>
    public bool HandsOver { get; private init; }
    public Guid InvitedBy { get; private init; }
    public DateTimeOffset InvitedAt { get; private init; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public string State { get; private set; } = InvitationStates.Open;
    public DateTimeOffset? SettledAt { get; private set; }
    /// <summary>Account that accepted, declined or withdrew it; null when it was declined with the link alone, or nobody answered.</summary>
    public Guid? SettledBy { get; private set; }

    public static Invitation Of(Guid organisationId, string email, string normalizedEmail, IEnumerable<string> roles, bool handsOver, Guid by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        OrganisationId = organisationId,
        Email = email,
        NormalizedEmail = normalizedEmail,
        Roles = [.. GivenRolesAttribute.All.Where(roles.Contains)],
        HandsOver = handsOver,
        InvitedBy = by,
        InvitedAt = now,
        ExpiresAt = now + Good,
    };

    public bool IsOpen(DateTimeOffset now) => State == InvitationStates.Open && ExpiresAt > now;

    /// <summary>A link for the mail; what it opens is good from now for as long as the link.</summary>
    public (OneTimeLink Link, string Secret) Send(DateTimeOffset now)
    {
        if (State != InvitationStates.Open)
            throw IdentityErrors.InvitationSettled();
        ExpiresAt = now + Good;
        return OneTimeLink.Make(Purpose, Id, data: null, Good, now);
    }

    public void Accept(Guid by, DateTimeOffset now)
    {
        if (by == InvitedBy)
            throw IdentityErrors.AlreadyMember();
        Settle(InvitationStates.Accepted, by, now);
    }

    public void Decline(Guid? by, DateTimeOffset now) => Settle(InvitationStates.Declined, by, now);

    /// <summary>The organisation takes it back, also when it was not answered in time.</summary>
    public void Withdraw(Guid by, DateTimeOffset now)
    {
        if (State != InvitationStates.Open)
            throw IdentityErrors.InvitationSettled();
        (State, SettledBy, SettledAt) = (InvitationStates.Withdrawn, by, now);
    }

    /// <summary>Makes room for another to the same address.</summary>
    public void Lapse(DateTimeOffset now) => (State, SettledAt) = (InvitationStates.Lapsed, now);

    private void Settle(string state, Guid? by, DateTimeOffset now)
    {
        if (!IsOpen(now))
            throw IdentityErrors.InvitationSettled();
        (State, SettledBy, SettledAt) = (state, by, now);
    }
}
