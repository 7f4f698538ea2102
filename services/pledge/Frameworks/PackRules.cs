namespace Charter.Pledges.Frameworks;

/// <summary>The rules between the parts of a pack, which no schema can say.</summary>
internal static class PackRules
{
    /// <summary>Reads the pack, or says everything that is wrong with it.</summary>
    public static Pack? Read(LinedNode root, List<PackProblem> problems)
    {
        PackSchema.Check(root, problems);
        if (problems.Count == 0)
            Check(root, problems);
        return problems.Count == 0 ? Pack.Of(root) : null;
    }

    private static void Check(LinedNode root, List<PackProblem> problems)
    {
        var seen = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        void Once(LinedNode part, string path)
        {
            var code = part["code"]!;
            if (!seen.TryAdd(code.Text.Trim(), code.Line))
                problems.Add(new(code.Line, code.Label ?? $"{path}.code", $"The code {code.Text.Trim()} stands in line {seen[code.Text.Trim()]} already. Every part has a code of its own."));
        }
        void Stands(LinedNode? code, HashSet<string> in_, string path, string what)
        {
            if (code is not null && !in_.Contains(code.Text.Trim()))
                problems.Add(new(code.Line, code.Label ?? path, $"The pack has no {what} with the code {code.Text.Trim()}."));
        }
        var (themes, outcomes, measures) = (root["themes"]!.Items, root["outcomes"]!.Items, root["measures"]!.Items);
        foreach (var (list, parts) in new[] { ("themes", themes), ("outcomes", outcomes), ("measures", measures) })
            foreach (var (part, i) in parts.Select((part, i) => (part, i)))
            {
                Once(part, $"{list}[{i}]");
                foreach (var (criterion, j) in (part["criteria"]?.Items ?? []).Select((criterion, j) => (criterion, j)))
                    Once(criterion, $"{list}[{i}].criteria[{j}]");
            }
        HashSet<string> Codes(List<LinedNode> parts) => [.. parts.Select(p => p["code"]!.Text.Trim())];
        var (themeCodes, outcomeCodes, measureCodes) = (Codes(themes), Codes(outcomes), Codes(measures));
        foreach (var (outcome, i) in outcomes.Select((outcome, i) => (outcome, i)))
            Stands(outcome["theme"], themeCodes, $"outcomes[{i}].theme", "theme");
        foreach (var (measure, i) in measures.Select((measure, i) => (measure, i)))
        {
            Stands(measure["outcome"], outcomeCodes, $"measures[{i}].outcome", "outcome");
            if (measure["unit"] is { } unit && !unit.Text.Any(c => char.IsLetter(c) || c is '%' or '£' or '€' or '‰'))
                problems.Add(new(unit.Line, unit.Label ?? $"measures[{i}].unit", "Give what is counted, such as people, hours or %."));
        }
        HashSet<string> ends = [.. outcomeCodes, .. measureCodes];
        var relations = new HashSet<string>();
        foreach (var (row, i) in (root["crosswalk"]?.Items ?? []).Select((row, i) => (row, i)))
        {
            Stands(row["from"], ends, $"crosswalk[{i}].from", "outcome or measure");
            if (row["framework"]!.Text.Trim() == root["id"]!.Text.Trim() && row["version"]!.Text == root["version"]!.Text)
                problems.Add(new(row.Line, $"crosswalk[{i}].framework", "This is the pack itself. Name another framework, or another version."));
            if (!relations.Add(string.Join('\n', new[] { "from", "framework", "version", "to" }.Select(m => row[m]!.Text.Trim()))))
                problems.Add(new(row.Line, $"crosswalk[{i}]", "These two stand here already."));
        }
    }
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
