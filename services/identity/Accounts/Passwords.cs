using Microsoft.AspNetCore.Identity;

namespace Charter.Identity.Accounts;

/// <summary>Hashes of passwords. To check one costs the same whether or not there is an account with a hash to check it against.</summary>
internal sealed class Passwords(IPasswordHasher<Account> hasher)
{
    private static readonly Account Anybody = new();
    private readonly string _nobodys = hasher.HashPassword(Anybody, Guid.NewGuid().ToString());

    public string Hash(string password) => hasher.HashPassword(Anybody, PasswordRules.Normal(password));

    /// <param name="hash">Null where there is no account, or one without a password: never right, and as much work.</param>
    /// <param name="password">As it was typed.</param>
    public bool AreRight(string? hash, string password)
    {
        var normal = PasswordRules.Normal(password);
        var isRight = Fits(hash ?? _nobodys, normal);
        // A hash of before passwords were normalised is of what was typed.
        if (normal != password)
            isRight |= Fits(hash ?? _nobodys, password);
        return isRight && hash is not null;
    }

    private bool Fits(string hash, string password) => hasher.VerifyHashedPassword(Anybody, hash, password) != PasswordVerificationResult.Failed;
}
