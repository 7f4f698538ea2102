using System.Collections.Concurrent;
using Charter.Identity.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Charter.Identity.Tests;

/// <summary>The real hasher, which remembers how often it worked on each password. That work is what an answer takes its time for, and it cannot be seen from outside on a busy machine.</summary>
internal sealed class CountedHasher(IOptions<PasswordHasherOptions> options) : IPasswordHasher<Account>
{
    private readonly PasswordHasher<Account> _hasher = new(options);
    private readonly ConcurrentDictionary<string, int> _work = new();

    public int WorkOn(string password) => _work.GetValueOrDefault(password);

    public string HashPassword(Account user, string password)
    {
        _work.AddOrUpdate(password, 1, (_, times) => times + 1);
        return _hasher.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        _work.AddOrUpdate(providedPassword, 1, (_, times) => times + 1);
        return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
