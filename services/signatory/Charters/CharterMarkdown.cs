using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Charter.Signatories.Charters;

/// <summary>
/// A charter as Markdown, in a form of our own that loses nothing: what is written here and read again is the same content with the same hash.
/// <code>
/// # Title
///
/// Partnership: Name
///
/// ## Vision                    its text on the lines after it
/// ## Value words               - one for each line
/// ## Principles                1. one for each line
/// ## Commitments               ### embed: Title          and its text on the lines after it
/// ## Duties of commissioners   ### C1 (embed)            and its text
/// ## Duties of providers       ### P1 (deliver)          and its text
/// ## Measures                  ### E1                    and its text
/// ## Outcome menu              ### Theme                 - one outcome for each line
/// ## Indicators                ### social: Outcome       - one indicator for each line
/// ## Signing                   - Signatory: Chief executive   (one for each role; may be left out)
///                              - Countersigned: yes
///                              - Notice: 28 days
///                              - Re-signing: 90 days
///                              - Reminders: 60, 30, 7 days before   (or none)
/// </code>
/// The sections may come in any order; Signing may be left out. Text is plain: no other mark of Markdown means anything. What a line could not hold otherwise is written
/// as a numeric character reference, as Markdown knows them: <c>&amp;#35;</c> for a # at the start of a line of text, <c>&amp;#10;</c> for a line break in a
/// title or an entry, <c>&amp;#32;</c> for a space at the end of a line, <c>&amp;#38;</c> for an &amp; that stands before a #.
/// </summary>
internal static partial class CharterMarkdown
{
    internal enum Shape { Text, List, Entries }

    /// <summary>A section: its heading, the field that it fills, and how the headings of its entries are made and what stands under them.</summary>
    internal sealed record Part(string Heading, string Field, Shape Shape, string First = "", string Second = "", string Body = "text", bool HasList = false);

    internal static readonly Part Vision = new("Vision", "vision", Shape.Text);
    internal static readonly Part Signing = new("Signing", "signing", Shape.List);
    internal static readonly IReadOnlyList<Part> Parts =
    [
        Vision,
        new("Value words", "valueWords", Shape.List),
        new("Principles", "principles", Shape.List),
        new("Commitments", "commitments", Shape.Entries, "code", "title"),
        new("Duties of commissioners", "commissionerDuties", Shape.Entries, "code", "commitment"),
        new("Duties of providers", "providerDuties", Shape.Entries, "code", "commitment"),
        new("Measures", "evaluationMeasures", Shape.Entries, "code"),
        new("Outcome menu", "outcomeMenu", Shape.Entries, "theme", Body: "outcomes", HasList: true),
        new("Indicators", "indicatorFramework", Shape.Entries, "pillar", "outcome", "indicators", HasList: true),
        Signing,
    ];

    public static string Write(CharterContent charter)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Line(charter.Title)).Append("\n\nPartnership: ").Append(Line(charter.Partnership)).Append('\n');
        Section("vision").Append(Block(charter.Vision)).Append('\n');
        List(Section("valueWords"), charter.ValueWords, _ => "- ");
        List(Section("principles"), charter.Principles, i => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. "));
        Texts("commitments", charter.Commitments.Select(c => ($"{c.Code}: {Line(c.Title)}", c.Text)));
        Texts("commissionerDuties", charter.CommissionerDuties.Select(d => ($"{Line(d.Code)} ({d.Commitment})", d.Text)));
        Texts("providerDuties", charter.ProviderDuties.Select(d => ($"{Line(d.Code)} ({d.Commitment})", d.Text)));
        Texts("evaluationMeasures", charter.EvaluationMeasures.Select(m => (Line(m.Code), m.Text)));
        Lists("outcomeMenu", charter.OutcomeMenu.Select(t => (Line(t.Theme), t.Outcomes)));
        Lists("indicatorFramework", charter.IndicatorFramework.Select(s => ($"{s.Pillar}: {Line(s.Outcome)}", s.Indicators)));
        if (charter.Signing is { } rules)
            List(Section("signing"), [.. RulesOf(rules)], _ => "- ", line => line);
        return text.ToString();

        StringBuilder Section(string field) => text.Append("\n## ").Append(Parts.Single(p => p.Field == field).Heading).Append("\n\n");

        void Texts(string field, IEnumerable<(string Heading, string Text)> entries)
        {
            text.Append("\n## ").Append(Parts.Single(p => p.Field == field).Heading).Append('\n');
            foreach (var entry in entries)
                text.Append("\n### ").Append(entry.Heading).Append("\n\n").Append(Block(entry.Text)).Append('\n');
        }

        void Lists(string field, IEnumerable<(string Heading, IReadOnlyList<string> Entries)> entries)
        {
            text.Append("\n## ").Append(Parts.Single(p => p.Field == field).Heading).Append('\n');
            foreach (var entry in entries)
                List(text.Append("\n### ").Append(entry.Heading).Append("\n\n"), entry.Entries, _ => "- ");
        }
    }

    private static void List(StringBuilder text, IReadOnlyList<string> entries, Func<int, string> mark, Func<string, string>? write = null)
    {
        for (var i = 0; i < entries.Count; i++)
            text.Append(mark(i)).Append((write ?? Line)(entries[i])).Append('\n');
    }

    private static IEnumerable<string> RulesOf(SigningRules rules)
    {
        foreach (var role in rules.RequiredRoles())
            yield return $"Signatory: {Line(role)}";
        yield return $"Countersigned: {(rules.Countersigned ? "yes" : "no")}";
        yield return string.Create(CultureInfo.InvariantCulture, $"Notice: {rules.NoticeDays} days");
        yield return string.Create(CultureInfo.InvariantCulture, $"Re-signing: {rules.ResigningDays} days");
        if (rules.ReminderDays is { } days)
            yield return days.Count == 0 ? "Reminders: none" : $"Reminders: {string.Join(", ", days)} days before";
    }

    // a text of one line
    private static string Line(string text) => Ends(References().Replace(text, "&#38;#").Replace("\n", "&#10;", StringComparison.Ordinal).Replace("\r", "&#13;", StringComparison.Ordinal));

    // a text of several lines: those at its start and end that are empty would be taken for the space around it
    private static string Block(string text)
    {
        var inner = text.Trim('\n');
        var start = text.Length - text.TrimStart('\n').Length;
        var lines = References().Replace(inner, "&#38;#").Replace("\r", "&#13;", StringComparison.Ordinal).Split('\n').Select(line => Ends(line.StartsWith('#') ? "&#35;" + line[1..] : line));
        return string.Concat(Enumerable.Repeat("&#10;", start)) + string.Join('\n', lines) + string.Concat(Enumerable.Repeat("&#10;", text.Length - start - inner.Length));
    }

    private static string Ends(string line)
    {
        if (line.Length > 0 && line[^1] is ' ' or '\t')
            line = line[..^1] + Reference(line[^1]);
        return line.Length > 0 && line[0] is ' ' or '\t' ? Reference(line[0]) + line[1..] : line;
    }

    private static string Reference(char c) => string.Create(CultureInfo.InvariantCulture, $"&#{(int)c};");

    /// <summary>The text that stands on a line.</summary>
    internal static string Read(string line) => Numeric().Replace(line, reference =>
        int.TryParse(reference.Groups[1].Value, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code) ? new Rune(code).ToString() : reference.Value);

    [GeneratedRegex("&#")]
    private static partial Regex References();

    [GeneratedRegex("&#([0-9]{1,7});")]
    private static partial Regex Numeric();
}
