namespace Charter.Identity.Accounts;

/// <summary>A role that the partnership gave to a person; it holds everywhere.</summary>
internal sealed class RoleAssignment
{
    public Guid Subject { get; init; }
    public required string Role { get; init; }
    public DateTimeOffset HeldFrom { get; init; }
}
