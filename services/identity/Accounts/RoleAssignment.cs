namespace Charter.Identity.Accounts;

/// <summary>An office: a role that the partnership gave to a person until a day; it holds everywhere. It has no effect after that day, or once it has ended.</summary>
internal sealed class RoleAssignment
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid Subject { get; init; }
    public required string Role { get; init; }
    public DateTimeOffset HeldFrom { get; init; }
    /// <summary>The last day on which it is held, of the partnership.</summary>
    public DateOnly Until { get; init; }
    /// <summary>Registrar who gave it; null when the installation's operator did.</summary>
    public Guid? GivenBy { get; init; }
    public DateTimeOffset? EndedAt { get; private set; }
    public Guid? EndedBy { get; private set; }
    /// <summary>When its holder was told that it is about to run out.</summary>
    public DateTimeOffset? RemindedAt { get; init; }
    /// <summary>When tokens that state it were dropped because its last day had passed.</summary>
    public DateTimeOffset? DroppedAt { get; init; }

    public bool IsHeld(DateOnly today) => EndedAt is null && Until >= today;

    public void End(Guid? by, DateTimeOffset now)
    {
        if (EndedAt is not null)
            throw IdentityErrors.OfficeEnded();
        (EndedAt, EndedBy) = (now, by);
    }
}
