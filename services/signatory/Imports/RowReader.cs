using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Organisations;

namespace Charter.Signatories.Imports;

/// <summary>A row as it was understood.</summary>
/// <param name="Problem">What is wrong with it, in sentences; null when it can be registered.</param>
internal sealed record ReadRow(int Line, string Name, IReadOnlyList<GivenIdentifier> Identifiers, OrganisationFacts Facts, string? Problem);

/// <summary>Understands the rows of a file by a mapping of its columns.</summary>
internal sealed class RowReader(string[] columns, ColumnMapping mapping, IReadOnlyDictionary<string, string> placesByCode, ILookup<string, string> placesByName)
{
    private const int LongestName = 200;

    private readonly Dictionary<string, string?> _sectors = (mapping.Sectors ?? []).GroupBy(w => w.Word.Trim(), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.First().Sector, StringComparer.OrdinalIgnoreCase);

    public ReadRow Read(int line, string[] cells)
    {
        var problems = new List<string>();
        var name = Cell(cells, mapping.Name);
        if (name.Length is 0 or > LongestName || !PlainText.IsPlainLine(name))
            problems.Add(name.Length == 0 ? "It has no name." : "The name may be at most 200 characters long and has one line, without characters that turn the direction of text.");
        var facts = new OrganisationFacts(
            Sector(Cell(cells, mapping.Sector), problems), Kind(Cell(cells, mapping.Kind), problems), SizeBand(Cell(cells, mapping.SizeBand), problems), PlacesOf(Cell(cells, mapping.Places), problems),
            [.. Parts(Cell(cells, mapping.Aliases)).Where(a => a.Length <= LongestName && PlainText.IsPlainLine(a)).Take(Organisation.MostAliases)]);
        var identifiers = new List<GivenIdentifier>();
        foreach (var column in mapping.Identifiers ?? [])
            if (Cell(cells, column.Column) is { Length: > 0 } id)
            {
                if (IdentifierSchemes.Problem(column.Scheme, id) is { } problem)
                    problems.Add($"“{Short(id)}” is not right. {problem}");
                else if (!identifiers.Any(i => i.Scheme == column.Scheme && IdentifierSchemes.Tidy(i.Id) == IdentifierSchemes.Tidy(id)))
                    identifiers.Add(new(column.Scheme, id));
            }
        return new(line, Short(name), identifiers, facts, problems.Count == 0 ? null : string.Join(' ', problems));
    }

    private string Cell(string[] cells, string? column) =>
        !string.IsNullOrEmpty(column) && Array.IndexOf(columns, column) is var at and >= 0 && at < cells.Length ? cells[at].Trim() : "";

    private string Sector(string word, List<string> problems)
    {
        if (word.Length == 0 && mapping.AnySector is { } any)
            return any;
        if (word.Length > 0 && (_sectors.TryGetValue(word, out var meant) ? meant : ColumnMapping.SectorOf(word)) is { } sector)
            return sector;
        problems.Add(word.Length == 0 ? "It has no sector." : $"“{Short(word)}” stands for no sector. Choose one for it.");
        return "";
    }

    private string Kind(string word, List<string> problems)
    {
        if (word.Length == 0 && mapping.AnyKind is { } any)
            return any;
        if (OrganisationKinds.All.FirstOrDefault(k => k == word.ToLowerInvariant()) is { } kind)
            return kind;
        problems.Add(word.Length == 0 ? "It does not say whether it is a commissioner or a provider." : $"“{Short(word)}” is none of {string.Join(", ", OrganisationKinds.All)}.");
        return "";
    }

    /// <summary>The word, or the number of people.</summary>
    private string SizeBand(string word, List<string> problems)
    {
        if (word.Length == 0 && mapping.AnySizeBand is { } any)
            return any;
        if (SizeBands.All.FirstOrDefault(b => b == word.ToLowerInvariant()) is { } band)
            return band;
        if (int.TryParse(word.Replace(",", "", StringComparison.Ordinal), out var people) && people >= 0)
            return people < 10 ? "micro" : people < 50 ? "small" : people < 250 ? "medium" : "large";
        problems.Add(word.Length == 0 ? "It has no size." : $"“{Short(word)}” is none of {string.Join(", ", SizeBands.All)} and no number of people.");
        return "";
    }

    private IReadOnlyList<string> PlacesOf(string cell, List<string> problems)
    {
        var parts = Parts(cell);
        if (parts.Length == 0)
        {
            if (mapping.AnyPlaces is { Count: > 0 } any)
                return any;
            problems.Add("It has no place.");
            return [];
        }
        var codes = new List<string>();
        foreach (var part in parts.Take(50))
        {
            if (placesByCode.ContainsKey(part.ToUpperInvariant()))
                codes.Add(part.ToUpperInvariant());
            else if (placesByName[ColumnMapping.Plain(part)].ToArray() is { Length: > 0 } found)
            {
                if (found.Length == 1)
                    codes.Add(found[0]);
                else
                    problems.Add($"“{Short(part)}” is the name of several places. Give its code: {string.Join(", ", found.Take(4))}.");
            }
            else
                problems.Add($"“{Short(part)}” is no place that the register knows.");
        }
        return [.. codes.Distinct()];
    }

    private static string[] Parts(string cell) => cell.Split([';', '|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Short(string text) => PlainText.Quotable(text.Length > LongestName ? text[..LongestName] : text);
}
