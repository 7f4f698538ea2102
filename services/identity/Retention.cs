using Charter.Identity.Accounts;
using Charter.Identity.Sessions;

namespace Charter.Identity;

/// <summary>How long this service keeps what names people: the periods of docs/data-retention.md, which a test compares with these.</summary>
public static class Retention
{
    /// <summary>Entries of the audit trail, in years. The trigger on the table knows the same period, and refuses to delete what is younger.</summary>
    public const int AuditYears = 6;

    /// <summary>Requests for an account whose address was never confirmed.</summary>
    public static readonly TimeSpan SignUps = SignUp.Kept;

    /// <summary>Mails that a local installation keeps to show them; elsewhere they go when they are sent.</summary>
    public static readonly TimeSpan Mails = TimeSpan.FromDays(7);

    /// <summary>Sessions, however much they are used.</summary>
    public static readonly TimeSpan Sessions = Session.Longest;

    /// <summary>Sessions that are not used.</summary>
    public static readonly TimeSpan IdleSessions = Session.LongestIdle;

    /// <summary>Invitations and requests to join that were answered, withdrawn or ran out.</summary>
    public static readonly TimeSpan SettledInvitations = TimeSpan.FromDays(90);

    /// <summary>Attempts to sign in under a hashed key, where none succeeded.</summary>
    public static readonly TimeSpan FailedAttempts = TimeSpan.FromDays(1);

    /// <summary>The same where one succeeded, so that its owner is not slowed down by others.</summary>
    public static readonly TimeSpan KnownPlaces = TimeSpan.FromDays(30);
}
