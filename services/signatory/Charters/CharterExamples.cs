using System.Text.RegularExpressions;

namespace Charter.Signatories.Charters;

/// <summary>How each part of a charter is written, for whoever imports one and got it wrong.</summary>
internal static partial class CharterExamples
{
    private static readonly (string Field, string Json, string Markdown)[] All =
    [
        ("title", "\"title\": \"Title of the charter\"", "# Title of the charter"),
        ("partnership", "\"partnership\": \"Name of the partnership\"", "Partnership: Name of the partnership"),
        ("vision", "\"vision\": \"What the partnership wants\"", "## Vision, and on the lines after it what the partnership wants"),
        ("valueWords", "\"valueWords\": [\"Wellbeing\", \"Inclusion\"]", "## Value words, and after it one line for each, such as: - Wellbeing"),
        ("principles", "\"principles\": [\"Think long term.\"]", "## Principles, and after it one line for each, such as: 1. Think long term."),
        ("commitments", "\"commitments\": [{ \"code\": \"embed\", \"title\": \"…\", \"text\": \"…\" }, and the same for deliver and demonstrate]", "## Commitments, and under it ### embed: Title, ### deliver: Title and ### demonstrate: Title, each with its text on the lines after it"),
        ("commissionerDuties", "\"commissionerDuties\": [{ \"code\": \"C1\", \"commitment\": \"embed\", \"text\": \"…\" }]", "## Duties of commissioners, and under it ### C1 (embed) with the duty on the lines after it"),
        ("providerDuties", "\"providerDuties\": [{ \"code\": \"P1\", \"commitment\": \"deliver\", \"text\": \"…\" }]", "## Duties of providers, and under it ### P1 (deliver) with the duty on the lines after it"),
        ("evaluationMeasures", "\"evaluationMeasures\": [{ \"code\": \"E1\", \"text\": \"…\" }]", "## Measures, and under it ### E1 with the measure on the lines after it"),
        ("outcomeMenu", "\"outcomeMenu\": [{ \"theme\": \"Work\", \"outcomes\": [\"More good jobs\"] }]", "## Outcome menu, and under it ### Work with one line for each outcome, such as: - More good jobs"),
        ("indicatorFramework", "\"indicatorFramework\": [{ \"pillar\": \"social\", \"outcome\": \"…\", \"indicators\": [\"…\"] }]", "## Indicators, and under it ### social: Outcome with one line for each indicator, such as: - People in work"),
        ("signing", "\"signing\": { \"signatories\": [\"Chief executive\"], \"countersigned\": false, \"noticeDays\": 28, \"resigningDays\": 90, \"reminderDays\": [60, 30, 7] }", "## Signing, and under it lines such as: - Notice: 28 days"),
    ];

    private static readonly Dictionary<string, string> Parts = new()
    {
        ["code"] = "a short code of its own, such as C1; for a commitment embed, deliver or demonstrate",
        ["commitment"] = "embed, deliver or demonstrate",
        ["pillar"] = string.Join(", ", Contracts.Pillars.All),
        ["countersigned"] = "true or false; in Markdown yes or no",
        ["noticeDays"] = "a whole number from 0 to 365",
        ["resigningDays"] = "a whole number from 0 to 730",
        ["reminderDays"] = "whole numbers from 0 to 730, such as 60, 30, 7",
    };

    public static string Json(string path) => Of(path, e => e.Json);

    public static string Markdown(string path) => Of(path, e => e.Markdown);

    private static string Of(string path, Func<(string Field, string Json, string Markdown), string> form)
    {
        var steps = Indexes().Replace(path, "").Split('.');
        return steps.Length > 1 && Parts.TryGetValue(steps[^1], out var part) ? part
            : All.FirstOrDefault(e => e.Field.Equals(steps[0], StringComparison.OrdinalIgnoreCase)) is { Field: not null } example ? form(example)
            : "a charter as it is exported";
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Indexes();
}
