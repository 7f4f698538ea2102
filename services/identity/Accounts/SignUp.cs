namespace Charter.Identity.Accounts;

/// <summary>
/// Somebody asked for an account and has not shown yet that the e-mail address is theirs. Until then there is no account: each request stands for
/// itself, whoever made it, and goes when an account with the address comes into being or after <see cref="Kept"/>.
/// </summary>
internal sealed class SignUp
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public Guid Id { get; init; }
    public required string Email { get; init; }
    public required string NormalizedEmail { get; init; }
    public required string Name { get; init; }
    public required string PasswordHash { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}
