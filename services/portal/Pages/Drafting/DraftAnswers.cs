using System.Globalization;
using System.Text.RegularExpressions;
using Charter.Portal.Apis;

namespace Charter.Portal.Pages.Drafting;

/// <summary>What stands in the form of a section, and how it becomes part of the charter's content and back.</summary>
public sealed partial class DraftAnswers
{
    public string? Title { get; set; }
    public string? Partnership { get; set; }
    public string? Vision { get; set; }
    public string? ValueWords { get; set; }
    public List<DraftRow> Rows { get; set; } = [];
    public string? Signatories { get; set; }
    public string? Countersigned { get; set; }
    public string? NoticeDays { get; set; }
    public string? ResigningDays { get; set; }
    public string? ReminderDays { get; set; }

    public static DraftAnswers Of(DraftSection section, CharterContent charter)
    {
        var rules = charter.Signing ?? new();
        return new()
        {
            Title = charter.Title,
            Partnership = charter.Partnership,
            Vision = charter.Vision,
            ValueWords = Together(charter.ValueWords),
            Signatories = Together(rules.Signatories ?? []),
            Countersigned = rules.Countersigned ? "yes" : null,
            NoticeDays = rules.NoticeDays.ToString(CultureInfo.InvariantCulture),
            ResigningDays = rules.ResigningDays.ToString(CultureInfo.InvariantCulture),
            ReminderDays = rules.ReminderDays is { } days ? string.Join(", ", days) : UsualReminders,
            Rows = section.Slug switch
            {
                "values" => [.. charter.Principles.Select(text => new DraftRow { Text = text })],
                "commitments" => [.. charter.Commitments.Select(c => new DraftRow { Code = c.Code, Title = c.Title, Text = c.Text })],
                "commissioners" => OfDuties(charter.CommissionerDuties),
                "providers" => OfDuties(charter.ProviderDuties),
                "measures" => [.. charter.EvaluationMeasures.Select(m => new DraftRow { Code = m.Code, Text = m.Text })],
                "outcomes" => [.. charter.OutcomeMenu.Select(t => new DraftRow { Title = t.Theme, Lines = Together(t.Outcomes) })],
                "indicators" => [.. charter.IndicatorFramework.Select(s => new DraftRow { Choice = s.Pillar, Title = s.Outcome, Lines = Together(s.Indicators) })],
                _ => [],
            },
        };
    }

    /// <summary>The charter with this section as it was typed.</summary>
    /// <param name="wrong">Is told of what cannot be read: the field, and why.</param>
    public CharterContent In(DraftSection section, CharterContent charter, Action<string, string> wrong) => section.Slug switch
    {
        "title" => charter with { Title = Typed(Title), Partnership = Typed(Partnership), Vision = Typed(Vision) },
        "values" => charter with { ValueWords = Apart(ValueWords), Principles = [.. Rows.Select(r => Typed(r.Text))] },
        "commitments" => charter with { Commitments = [.. Rows.Select(r => new Commitment(Typed(r.Code), Typed(r.Title), Typed(r.Text)))] },
        "commissioners" => charter with { CommissionerDuties = Duties() },
        "providers" => charter with { ProviderDuties = Duties() },
        "measures" => charter with { EvaluationMeasures = [.. Rows.Select(r => new Measure(Typed(r.Code), Typed(r.Text)))] },
        "outcomes" => charter with { OutcomeMenu = [.. Rows.Select(r => new OutcomeTheme(Typed(r.Title), Apart(r.Lines)))] },
        "indicators" => charter with { IndicatorFramework = [.. Rows.Select(r => new IndicatorRow(r.Choice ?? "", Typed(r.Title), Apart(r.Lines)))] },
        _ => charter with { Signing = Rules(charter.Signing, wrong) },
    };

    /// <summary>The field of the form that an error of the API belongs to.</summary>
    public string FieldOf(DraftSection section, string path)
    {
        if (section.List is { } list && (path == list || path.StartsWith(list + "[", StringComparison.Ordinal)))
        {
            var row = Index().Match(path[list.Length..]) is { Success: true } index && int.Parse(index.Groups[1].Value, CultureInfo.InvariantCulture) is var i && i < Rows.Count ? i : 0;
            var part = path.Split('.') is [_, var of, ..] ? of : "";
            var column = part.Split('[')[0] switch
            {
                "code" => nameof(DraftRow.Code),
                "commitment" or "pillar" => nameof(DraftRow.Choice),
                "title" or "theme" or "outcome" => nameof(DraftRow.Title),
                "outcomes" or "indicators" => nameof(DraftRow.Lines),
                "" when section.Row!.Code is not null => nameof(DraftRow.Code),
                "" when section.Row!.Text is null => nameof(DraftRow.Title),
                _ => nameof(DraftRow.Text),
            };
            return $"Answers.Rows[{row}].{column}";
        }
        var field = path.Replace("signing.", "", StringComparison.Ordinal).Split('[', '.')[0];
        return section.Fields.Contains(path.Split('[', '.')[0]) && field.Length > 0 ? $"Answers.{char.ToUpperInvariant(field[0])}{field[1..]}" : "";
    }

    private const string UsualReminders = "60, 30, 7";

    private static List<DraftRow> OfDuties(IReadOnlyList<Duty> duties) => [.. duties.Select(d => new DraftRow { Code = d.Code, Choice = d.Commitment, Text = d.Text })];

    private Duty[] Duties() => [.. Rows.Select(r => new Duty(Typed(r.Code), r.Choice ?? "", Typed(r.Text)))];

    private SigningRules? Rules(SigningRules? before, Action<string, string> wrong)
    {
        var days = (ReminderDays ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int[] reminders = [.. days.Select(day => Number(day, "Answers.ReminderDays", "Reminders must be whole numbers of days, like 60, 30, 7"))];
        var rules = new SigningRules(
            Apart(Signatories) is { Length: > 0 } roles ? roles : null, Countersigned is not null,
            Number(NoticeDays, "Answers.NoticeDays", "The notice must be a whole number of days, like 28"),
            Number(ResigningDays, "Answers.ResigningDays", "The time to re-sign must be a whole number of days, like 90"),
            before?.ReminderDays is null && string.Join(", ", reminders) == UsualReminders ? null : reminders);
        // rules that say what holds without any are left out, so that the text keeps its fingerprint
        return before is null && rules == new SigningRules() ? null : rules;

        int Number(string? typed, string field, string message)
        {
            if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
            wrong(field, message);
            return 0;
        }
    }

    private static string Together(IReadOnlyList<string> entries) => string.Join('\n', entries);

    private static string[] Apart(string? lines) => [.. (lines ?? "").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    // a browser sends CR LF, whatever stood in the field
    private static string Typed(string? text) => (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"^\[([0-9]{1,4})\]")]
    private static partial Regex Index();
}
