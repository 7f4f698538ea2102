using System.Globalization;
using Charter.Contracts;
using Charter.Identity.Mail;
using Charter.Identity.Sessions;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Identity;

namespace Charter.Identity.Accounts;

/// <summary>A person who can sign in, with an e-mail address that they have shown to be theirs. The user name is that address.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>For the framework.</summary>
    public Account() { }

    internal Account(string email, string name, string normalizedEmail, string? passwordHash)
    {
        Id = Guid.CreateVersion7();
        Email = UserName = email;
        NormalizedEmail = NormalizedUserName = normalizedEmail;
        EmailConfirmed = true;
        Name = name;
        PasswordHash = passwordHash;
        SecurityStamp = Guid.NewGuid().ToString("N");
    }

    /// <summary>Name as shown to colleagues.</summary>
    public string Name { get; private set; } = "";

    internal void Rename(string name) => Name = name;

    // Of two changes at the same moment the second is told to look again.
    private void IsNoLongerAsItWas() => ConcurrencyStamp = Guid.NewGuid().ToString("N");

    /// <summary>Another password: what the old one opened is shut (sessions but the one to keep, links to choose one), and the person is told.</summary>
    internal async Task ChangePassword(string hash, Guid? keep, IdentityDb db, DateTimeOffset now, CancellationToken cancel)
    {
        PasswordHash = hash;
        IsNoLongerAsItWas();
        await Session.EndAll(db, Id, keep, now, cancel);
        await OneTimeLink.UseAll(db, Id, [LinkPurposes.ResetPassword], now, cancel);
        db.Post(Letter.To(Email!, "password-changed", now, ("when", Day(now)), ("forgotten", "/account/forgotten")));
    }

    /// <summary>Another e-mail address, which the person has shown to be theirs; tokens state it.</summary>
    internal void ChangeAddress(string email, string normalizedEmail, IdentityDb db, DateTimeOffset now)
    {
        Email = UserName = email;
        NormalizedEmail = NormalizedUserName = normalizedEmail;
        IsNoLongerAsItWas();
        db.Publish(new MembershipsChanged(Id, now));
    }

    /// <summary>As mails say it: 21 November 2026.</summary>
    internal static string Day(DateTimeOffset instant) => instant.LocalDay().ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
