using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Sessions;

/// <summary>What somebody showed to sign in.</summary>
internal static class SignedInWith
{
    public const string Password = "password";
    public const string PasswordAndTotp = "password+totp";
    public const string PasswordAndRecoveryCode = "password+recovery-code";
    public const string Passkey = "passkey";
}

/// <summary>A browser that is signed in. Only a hash of its secret is kept, so the table is of no use to a thief.</summary>
internal sealed class Session
{
    /// <summary>Whatever one does, after this one signs in again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);
    /// <summary>A session that is not used for this long is over.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromHours(2);
    /// <summary>Use is noted at most this often, so that reading pages does not mean writing rows.</summary>
    public static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    public Guid Id { get; init; }
    public required byte[] SecretHash { get; init; }
    public Guid Subject { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset LastUsedAt { get; init; }
    /// <summary>One of <see cref="Sessions.SignedInWith"/>.</summary>
    public string SignedInWith { get; init; } = Sessions.SignedInWith.Password;
    /// <summary>Whether the person showed two things; a passkey that asked for a finger or a PIN counts as two.</summary>
    public bool HasTwoFactors { get; init; }
    /// <summary>The organisation that the person chose to act for; null when they have not chosen.</summary>
    public Guid? ActingFor { get; set; }
    /// <summary>Such as "Firefox on Windows", for the person to know it by; empty when nothing is known.</summary>
    public string Device { get; init; } = "";

    /// <summary>A new session and the 256-bit secret for the cookie, which is not kept.</summary>
    public static (Session Session, string Secret) Start(Guid subject, string signedInWith, bool hasTwoFactors, string device, DateTimeOffset now)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new()
        {
            Id = Guid.CreateVersion7(),
            SecretHash = HashOf(secret),
            Subject = subject,
            CreatedAt = now,
            ExpiresAt = now + Longest,
            LastUsedAt = now,
            SignedInWith = signedInWith,
            HasTwoFactors = hasTwoFactors,
            Device = device,
        }, secret);
    }

    /// <summary>
    /// The session that takes this one's place once a second factor was shown. Whoever had learnt the old secret has nothing of it, and the
    /// time until one signs in again is not prolonged.
    /// </summary>
    public (Session Session, string Secret) Elevate(IdentityDb db, string signedInWith, DateTimeOffset now)
    {
        var (session, secret) = Start(Subject, signedInWith, hasTwoFactors: true, Device, now);
        session.ExpiresAt = ExpiresAt;
        session.ActingFor = ActingFor;
        End(db, now);
        db.Add(session);
        return (session, secret);
    }

    /// <summary>Ends the person's sessions, all but the one named, and has the gateway drop their tokens; after the next SaveChanges.</summary>
    public static async Task EndAll(IdentityDb db, Guid subject, Guid? except, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var session in await db.Sessions.Where(s => s.Subject == subject && s.Id != except).ToListAsync(cancel))
            session.End(db, now);
    }

    public void End(IdentityDb db, DateTimeOffset now)
    {
        db.Remove(this);
        db.Publish(new SessionEnded(Id, Subject, now));
    }

    /// <summary>The session that the request came with; null with a bearer token.</summary>
    public static Guid? IdIn(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue("sid"), out var id) ? id : null;

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
