using Microsoft.AspNetCore.Identity;

namespace Charter.Identity.Accounts;

/// <summary>A person who can sign in. The user name is the e-mail address.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>For the framework.</summary>
    public Account() { }

    internal Account(string email, string name)
    {
        Id = Guid.CreateVersion7();
        Email = UserName = email;
        Name = name;
        SecurityStamp = Guid.NewGuid().ToString("N");
    }

    /// <summary>Name as shown to colleagues.</summary>
    public string Name { get; private set; } = "";
}
