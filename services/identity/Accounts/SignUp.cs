using Charter.Identity.Mail;

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

    /// <summary>Has the mail sent with which the address is confirmed. Its name does not stand in it: whoever typed it may be anybody.</summary>
    public void PostConfirmation(IdentityDb db, DateTimeOffset now)
    {
        var (link, secret) = OneTimeLink.Make(LinkPurposes.ConfirmAccount, Id, null, CreatedAt + Kept - now, now);
        db.Add(link);
        db.Post(Letter.To(Email, "confirm-account", now, ("link", $"/account/confirm?code={secret}")));
    }
}
