using Charter.ServiceDefaults;

namespace Charter.Identity;

/// <summary>Every refusal of this service.</summary>
internal static class IdentityErrors
{
    public static Refusal SignInFailed() =>
        new(401, "sign-in-failed", "The e-mail address or the password is not right. Check both and try again.");
    public static Refusal TooManyAttempts(TimeSpan wait) =>
        new(429, "too-many-attempts", $"There were too many attempts. Try again in {Math.Ceiling(wait.TotalSeconds)} seconds.") { RetryAfter = wait };
    public static Refusal NoSession() => Refusal.NotFound("session");

    public static Refusal NoAccount() =>
        new(404, "account-not-found", "There is no account with this e-mail address. Ask the person to register first.");
    public static Refusal HoldsOffice() => new(409, "holds-partnership-office",
        "This person holds an office in the partnership and could no longer judge your organisation. Ask the registrar.");
    public static Refusal AlreadyMember(string role) => new(409, "already-a-member", $"This person is already {role} of the organisation.");

    public static Refusal PasswordNeeded() =>
        new(403, "password-needed", "Enter your password, or sign in again and come back within ten minutes.");
    public static Refusal LastSignatory(IReadOnlyList<Guid> organisations) => new(409, "last-signatory",
        "You are the last signatory of an organisation. Give another person this role first, so that somebody can act for it.", new Dictionary<string, object> { ["organisations"] = organisations });
    public static Refusal LastRegistrar() => new(409, "last-registrar",
        "You are the last registrar of the partnership. Give another person this office first.");
}
