using System.Globalization;
using Charter.Portal.Apis;

namespace Charter.Portal.Components;

/// <summary>How entries of the audit trail read.</summary>
public static class AuditWords
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static string Action(AuditEntry entry) => entry.Action ?? (entry.Method, entry.Route) switch
    {
        ("POST", "/sign-in") => "Sign in",
        ("GET" or "HEAD", var route) => $"Read {route}",
        var (method, route) => $"Send {method} to {route}",
    };

    public static string Somebody(AuditEntry entry) => entry.ActorKind switch
    {
        "system" => "The system, by a rule",
        "client" => "A program",
        "person" => "Somebody from elsewhere",
        _ => "Somebody who was not signed in",
    };

    public static string At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).ToString("d MMMM yyyy, HH:mm:ss", CultureInfo.GetCultureInfo("en-GB"));
}
