using Charter.Identity.Accounts;
using Charter.ServiceDefaults;

namespace Charter.Identity.Offices;

internal static class OfficeStates
{
    public const string Held = "held";
    public const string Expired = "expired";
    public const string Ended = "ended";

    public static IReadOnlyList<string> All { get; } = [Held, Expired, Ended];
}

/// <summary>An office as registrars see it.</summary>
/// <param name="Until">Its last day; what was ended before stays here as it was given.</param>
/// <param name="State">Held, expired (its last day has passed) or ended (before its last day, or renewed).</param>
internal sealed record OfficeView(Guid Id, Guid Subject, string Name, string Email, string Role, DateOnly HeldFrom, DateOnly Until, DateOnly? EndedOn, string State)
{
    public static OfficeView Of(RoleAssignment office, string name, string email, DateOnly today) => new(office.Id, office.Subject, name, email, office.Role, office.HeldFrom.LocalDay(), office.Until,
        office.EndedAt?.LocalDay(), office.EndedAt is not null ? OfficeStates.Ended : office.IsHeld(today) ? OfficeStates.Held : OfficeStates.Expired);
}
