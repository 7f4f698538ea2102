using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Frameworks;

/// <summary>
/// The schema of packs, <c>pack.schema.json</c>: JSON Schema, draft 2020-12. It knows the keywords that this schema uses and takes none that has others, because what it does
/// not know it cannot check. Beyond a true or false, it says on which line each value stands that breaks a rule, and what to write instead.
/// </summary>
internal static class PackSchema
{
    /// <summary>Enough to put a file right by; a file with more is another file.</summary>
    public const int MostProblems = 5_000;

    private static readonly HashSet<string> Silent = ["$schema", "$id", "$defs", "title", "description"];

    private static readonly HashSet<string> Known =
    [
        "$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "pattern", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum",
    ];

    public static readonly byte[] Text = Resource("pack.schema.json");

    private static readonly JsonElement Root = JsonDocument.Parse(Text).RootElement;
    private static readonly Dictionary<string, Regex> Patterns = Check(Root, []);

    public static byte[] Resource(string name)
    {
        using var stream = typeof(PackSchema).Assembly.GetManifestResourceStream($"Frameworks/{name}") ?? throw new InvalidOperationException($"{name} is not in the build.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Every rule that the pack breaks.</summary>
    public static void Check(LinedNode pack, List<PackProblem> problems) => Check(pack, Root, "", problems);

    private static void Check(LinedNode node, JsonElement schema, string path, List<PackProblem> problems)
    {
        if (problems.Count >= MostProblems)
            return;
        void Say(string rule, LinedNode? at = null, string? field = null) => problems.Add(new((at ?? node).Line, field ?? node.Label ?? path, rule));
        if (schema.TryGetProperty("$ref", out var reference))
            Check(node, Root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]), path, problems);
        if (schema.TryGetProperty("type", out var type) && !Fits(node, type.GetString()!))
        {
            Say(TypeRule(type.GetString()!));
            return;
        }
        if (node.Kind == JsonValueKind.String && !PlainText.IsPlain(node.Text))
            Say("This may hold only text: it has control characters or broken Unicode.");
        foreach (var word in schema.EnumerateObject())
        {
            switch (word.Name)
            {
                case "enum":
                    if (node.Kind != JsonValueKind.String || !word.Value.EnumerateArray().Any(v => v.GetString() == node.Text.Trim()))
                        Say($"Write one of these: {string.Join(", ", word.Value.EnumerateArray().Select(v => v.GetString()))}.");
                    break;
                case "pattern" when node.Kind == JsonValueKind.String && node.Text.Trim().Length > 0 && !Patterns[word.Value.GetString()!].IsMatch(node.Text.Trim()):
                    Say(PatternRule(word.Value.GetString()!));
                    break;
                case "pattern" or "minLength" when node.Kind == JsonValueKind.String && node.Text.Trim().Length == 0:
                    Say("This may not be empty.");
                    break;
                case "maxLength" when node.Kind == JsonValueKind.String && node.Text.Trim().Length > word.Value.GetInt32():
                    Say($"This may be at most {word.Value.GetInt32():N0} characters long.");
                    break;
                case "minimum" when Number(node) is { } low && low < word.Value.GetDecimal():
                    Say($"This must be {word.Value.GetDecimal().ToString(CultureInfo.InvariantCulture)} or more.");
                    break;
                case "maximum" when Number(node) is { } high && high > word.Value.GetDecimal():
                    Say($"This must be {word.Value.GetDecimal().ToString(CultureInfo.InvariantCulture)} or less.");
                    break;
                case "minItems" when node.Items.Count < word.Value.GetInt32():
                    Say($"Give at least {word.Value.GetInt32()}.");
                    break;
                case "maxItems" when node.Items.Count > word.Value.GetInt32():
                    Say($"This may have at most {word.Value.GetInt32():N0} entries.");
                    break;
                case "required":
                    foreach (var name in word.Value.EnumerateArray().Select(n => n.GetString()!).Where(n => node[n] is null))
                        Say("This is required.", node, Join(path, name));
                    break;
                case "additionalProperties":
                    foreach (var (name, value) in node.Members.Where(m => !schema.GetProperty("properties").TryGetProperty(m.Name, out _)))
                        Say("A pack has no such member here. Leave it out.", value, Join(path, PlainText.Quotable(name)));
                    break;
                case "properties":
                    foreach (var (name, value) in node.Members)
                        if (word.Value.TryGetProperty(name, out var of))
                            Check(value, of, Join(path, name), problems);
                    break;
                case "items" when !schema.TryGetProperty("maxItems", out var most) || node.Items.Count <= most.GetInt32():
                    foreach (var (item, i) in node.Items.Select((item, i) => (item, i)))
                        Check(item, word.Value, $"{path}[{i}]", problems);
                    break;
                default:
                    break;
            }
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static decimal? Number(LinedNode node) =>
        node.Kind == JsonValueKind.Number && decimal.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool Fits(LinedNode node, string type) => type switch
    {
        "object" => node.Kind == JsonValueKind.Object,
        "array" => node.Kind == JsonValueKind.Array,
        "string" => node.Kind == JsonValueKind.String,
        "boolean" => node.Kind is JsonValueKind.True or JsonValueKind.False,
        "integer" => Number(node) is { } number && number == decimal.Truncate(number) && !node.Text.AsSpan().ContainsAny('.', 'e', 'E'),
        _ => Number(node) is not null,
    };

    private static string TypeRule(string type) => type switch
    {
        "object" => "This must be an object.",
        "array" => "This must be a list.",
        "string" => "This must be text.",
        "boolean" => "This must be true or false.",
        "integer" => "This must be a whole number.",
        _ => "This must be a number.",
    };

    private static string PatternRule(string pattern) => pattern[..2] switch
    {
        "^h" => "This must be an address that begins with https:// or http://.",
        "^[" when pattern.Contains("a-z0-9]+", StringComparison.Ordinal) => "Write small letters and digits, with hyphens between words, such as our-framework.",
        _ => "Write a code of letters, digits and . _ / - ( ), such as J1.",
    };

    private static Dictionary<string, Regex> Check(JsonElement schema, Dictionary<string, Regex> patterns)
    {
        foreach (var word in schema.EnumerateObject())
        {
            if (!Silent.Contains(word.Name) && !Known.Contains(word.Name))
                throw new InvalidOperationException($"The schema of packs has the keyword {word.Name}.");
            if (word.Name is "properties" or "$defs")
                foreach (var part in word.Value.EnumerateObject())
                    Check(part.Value, patterns);
            else if (word.Name == "items")
                Check(word.Value, patterns);
            else if (word.Name == "pattern")
                patterns.TryAdd(word.Value.GetString()!, new Regex(word.Value.GetString()!, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)));
        }
        return patterns;
    }
}
