using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Charters;

/// <summary>How a charter is signed, and what happens when its next version comes into force.</summary>
/// <param name="Signatories">The roles that must each sign, such as “Chief executive” and “Chair”: at most five, each once. Without any, one authorised person signs.</param>
/// <param name="Countersigned">A signature takes effect only when a registrar has countersigned it.</param>
/// <param name="NoticeDays">
/// Days between the publication of the next version and the day on which it comes into force, 0–365. The rule of the newest published version counts;
/// the first version of a charter needs no notice.
/// </param>
/// <param name="ResigningDays">How many days from the one on which the next version comes into force its predecessor's signatories may take to re-sign, 0–730.</param>
/// <param name="ReminderDays">How many days before the end of that window signatories are reminded, at most ten such days; none stated means 60, 30 and 7, an empty list no reminder.</param>
public sealed record SigningRules(
    [Entries(0, 5)] IReadOnlyList<string>? Signatories = null,
    bool Countersigned = false,
    [Range(0, 365, ErrorMessage = "The notice may be 0 to 365 days.")] int NoticeDays = 0,
    [Range(0, 730, ErrorMessage = "Re-signing may take 0 to 730 days.")] int ResigningDays = 90,
    [Entries(0, 10)][property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<int>? ReminderDays = null) : IValidatableObject
{
    private const int LongestRole = 100;
    private const int LongestWindow = 730;
    private static readonly int[] UsualReminders = [60, 30, 7];

    /// <summary>Null rather than empty, so that both have one canonical form.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Signatories { get; init; } = Signatories is { Count: > 0 } ? Signatories : null;

    /// <summary>What holds where a charter states no rules: one person signs, nobody countersigns, no notice, 90 days to re-sign, reminders 60, 30 and 7 days before their end.</summary>
    public static SigningRules Usual { get; } = new();

    /// <summary>The roles that must each sign; empty when one authorised person signs.</summary>
    public IReadOnlyList<string> RequiredRoles() => Signatories ?? [];

    /// <summary>Days before the end of the window on which a reminder is due, the earliest reminder first; never before the window has begun.</summary>
    public IReadOnlyList<int> Reminders() => [.. (ReminderDays ?? UsualReminders).Where(d => d < ResigningDays).Distinct().OrderDescending()];

    /// <summary>Rules for the entries of the lists.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Signatories?.Any(role => role.Trim().Length > LongestRole || role.AsSpan().IndexOfAny('\r', '\n') >= 0) == true)
            yield return new($"Name each role in one line of at most {LongestRole} characters.", ["signatories"]);
        if (Signatories?.GroupBy(role => role.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return new($"The role “{twice.Key}” stands here twice.", ["signatories"]);
        if (ReminderDays?.Any(days => days is < 0 or > LongestWindow) == true)
            yield return new($"Each reminder is 0 to {LongestWindow} days before the end.", ["reminderDays"]);
    }
}
