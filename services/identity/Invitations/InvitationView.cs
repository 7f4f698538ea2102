using Charter.ServiceDefaults;

namespace Charter.Identity.Invitations;

/// <summary>An invitation as the organisation that gave it sees it.</summary>
/// <param name="IsExpired">It was not answered in time; it can be sent again.</param>
internal sealed record InvitationView(
    Guid Id, string Email, IReadOnlyList<string> Roles, bool HandsOver, Guid InvitedBy, string InvitedByName, DateOnly InvitedOn, DateOnly GoodUntil, bool IsExpired)
{
    public static InvitationView Of(Invitation i, string invitedBy, DateTimeOffset now) =>
        new(i.Id, i.Email, i.Roles, i.HandsOver, i.InvitedBy, invitedBy, i.InvitedAt.LocalDay(), i.ExpiresAt.LocalDay(), !i.IsOpen(now));
}
