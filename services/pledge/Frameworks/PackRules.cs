using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Frameworks;

/// <summary>The rules between the parts of a pack, which no schema can say.</summary>
internal static class PackRules
{
    private const int LongestQuoted = 100;

    /// <summary>In a crosswalk the charter's own menu, and what stands in addresses beside frameworks.</summary>
    private static readonly string[] Reserved = [EnterCrosswalk.Menu, "schema", "uploads", "crosswalks"];

    /// <summary>Reads the pack, or says everything that is wrong with it.</summary>
    public static Pack? Read(LinedNode root, List<PackProblem> problems)
    {
        PackSchema.Check(root, problems);
        Check(root, problems);
        return problems.Count == 0 ? Pack.Of(root) : null;
    }

    /// <summary>Looks at what is there: what is missing or of another kind the schema has said.</summary>
    private static void Check(LinedNode root, List<PackProblem> problems)
    {
        var (themes, outcomes, measures, relations) = (Parts(root, "themes"), Parts(root, "outcomes"), Parts(root, "measures"), Parts(root, "crosswalk"));
        if (Text(root, "id") is { } name && Reserved.Contains(name.Text.Trim()))
            Say(name, "id", $"The word {name.Text.Trim()} stands for something else where frameworks are named. Choose another id, such as our-{name.Text.Trim()}.");
        var seen = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var (part, path) in themes.Concat(outcomes).Concat(measures).SelectMany(p => Parts(p.Node, "criteria").Select(c => (c.Node, Path: $"{p.Path}.{c.Path}")).Prepend(p)))
            if (Text(part, "code") is { } code && !seen.TryAdd(code.Text.Trim(), code.Line))
                Say(code, $"{path}.code", $"The code {code.Text.Trim()} stands in line {seen[code.Text.Trim()]} already. Every part has a code of its own.");
        var (themeCodes, outcomeCodes, measureCodes) = (Codes(themes), Codes(outcomes), Codes(measures));
        foreach (var (outcome, path) in outcomes)
            Stands(Text(outcome, "theme"), themeCodes, $"{path}.theme", "theme");
        foreach (var (measure, path) in measures)
        {
            Stands(Text(measure, "outcome"), outcomeCodes, $"{path}.outcome", "outcome");
            if (Text(measure, "unit") is { } unit && !unit.Text.Any(c => char.IsLetter(c) || c is '%' or '£' or '€' or '‰'))
                Say(unit, $"{path}.unit", "Give what is counted, such as people, hours or %.");
        }
        HashSet<string> ends = [.. outcomeCodes, .. measureCodes];
        var rows = new HashSet<string>();
        foreach (var (row, path) in relations)
        {
            Stands(Text(row, "from"), ends, $"{path}.from", "outcome or measure");
            if (Text(row, "framework") is { } framework && framework.Text.Trim() == Text(root, "id")?.Text.Trim() && row["version"]?.Text == root["version"]?.Text)
                Say(framework, $"{path}.framework", "This is the pack itself. Name another framework, or another version.");
            if (!rows.Add(string.Join('\n', new[] { "from", "framework", "version", "to" }.Select(m => row[m]?.Text.Trim()))))
                Say(row, path, "These two stand here already.");
        }

        void Say(LinedNode at, string path, string rule)
        {
            if (problems.Count < PackSchema.MostProblems)
                problems.Add(new(at.Line, at.Label ?? path, rule));
        }

        void Stands(LinedNode? code, HashSet<string> there, string path, string what)
        {
            if (code is not null && !there.Contains(code.Text.Trim()))
                Say(code, path, $"The pack has no {what} with the code {code.Text.Trim()}.");
        }
    }

    private static List<(LinedNode Node, string Path)> Parts(LinedNode of, string list) => [.. (of[list]?.Items ?? []).Select((part, i) => (part, $"{list}[{i}]"))];

    /// <summary>A text of which a message can speak; the schema has said what is wrong with any other.</summary>
    private static LinedNode? Text(LinedNode part, string member) =>
        part[member] is { Kind: JsonValueKind.String } text && text.Text.Trim().Length is > 0 and <= LongestQuoted && PlainText.IsPlainLine(text.Text.Trim()) ? text : null;

    private static HashSet<string> Codes(List<(LinedNode Node, string Path)> parts) => [.. parts.Select(p => Text(p.Node, "code")?.Text.Trim()).OfType<string>()];
}

/// <summary>How two parts of frameworks are related.</summary>
internal static class Relations
{
    public const string Same = "same";
    public const string Broader = "broader";
    public const string Narrower = "narrower";
    public const string Related = "related";

    public static IReadOnlyList<string> All { get; } = [Same, Broader, Narrower, Related];

    /// <summary>What the one is to the other, read the other way round.</summary>
    public static string Reversed(string kind) => kind switch { Broader => Narrower, Narrower => Broader, _ => kind };
}
