using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Contracts;

/// <summary>
/// The whole release schema of OCDS 1.1.5, from <c>ocds/schema-1.1.5/release-schema.json</c> in the data folder (setting <c>CHARTER_DATA</c>), where the installation was given
/// it. It knows the keywords of JSON Schema draft 4 that this schema uses, and takes no schema that has others: what it does not know it cannot check.
/// </summary>
internal sealed class OcdsSchema
{
    private const string Place = "ocds/schema-1.1.5/release-schema.json";
    private const int MostProblems = 10;

    private static readonly HashSet<string> Silent =
        ["id", "$schema", "title", "description", "default", "definitions", "omitWhenMerged", "wholeListMerge", "mergeStrategy", "mergeOptions", "versionId", "codelist", "openCodelist", "deprecated"];

    private readonly Rule? _root;

    public OcdsSchema(IConfiguration configuration, ILogger<OcdsSchema> log)
    {
        var path = configuration["CHARTER_DATA"] is { Length: > 0 } folder ? Path.Combine(folder, Place) : null;
        if (path is null || !File.Exists(path))
        {
            log.LogInformation("Releases are checked in the fields that are read alone: the installation has no {Schema} in its data folder (CHARTER_DATA)", Place);
            return;
        }
        try
        {
            using var schema = JsonDocument.Parse(File.ReadAllBytes(path));
            _root = new Reader(schema.RootElement).Read(schema.RootElement);
        }
        catch (Exception e) when (e is JsonException or IOException or InvalidOperationException or KeyNotFoundException or RegexParseException)
        {
            log.LogError("Releases are checked in the fields that are read alone: the schema in {Path} cannot be used ({Reason})", path, e.Message);
        }
    }

    public bool IsThere => _root is not null;

    /// <param name="problems">What of the release breaks the schema, as path and sentence; none when there is no schema.</param>
    /// <returns>Addresses of the web that are none. Draft 4 leaves it to the reader what to make of a format, and no figure comes from them.</returns>
    public IReadOnlyList<string> Check(JsonElement release, List<string> problems)
    {
        if (_root is null)
            return [];
        var found = new Findings(problems, []);
        Check(release, _root, "", found);
        return found.Notes;
    }

    private sealed record Findings(List<string> Problems, List<string> Notes);

    private sealed class Rule
    {
        public HashSet<JsonValueKind>? Types;
        public bool WholeNumbersOnly;
        public Dictionary<string, Rule> Properties = [];
        public List<(Regex Name, Rule Rule)> Patterns = [];
        public string[] Required = [];
        public Rule? Items;
        public HashSet<string>? OneOf;
        public bool OneOfHasNull;
        public Regex? Pattern;
        public int MinLength, MinItems, MinProperties;
        public bool IsUnique, IsMoment, IsAddress;
    }

    private sealed class Reader(JsonElement root)
    {
        private readonly Dictionary<string, Rule> _known = [];

        public Rule Read(JsonElement schema)
        {
            if (schema.TryGetProperty("$ref", out var reference))
                return Named(reference.GetString()!);
            var rule = new Rule();
            Fill(rule, schema);
            return rule;
        }

        private Rule Named(string reference)
        {
            if (_known.TryGetValue(reference, out var known))
                return known;
            var target = reference.StartsWith("#/", StringComparison.Ordinal) ? reference[2..].Split('/').Aggregate(root, (at, part) => at.GetProperty(part)) : throw new InvalidOperationException($"it refers to {reference}");
            var rule = _known[reference] = new Rule();   // before it is filled, because definitions contain each other
            Fill(rule, target);
            return rule;
        }

        private void Fill(Rule rule, JsonElement schema)
        {
            foreach (var word in schema.EnumerateObject())
            {
                switch (word.Name)
                {
                    case "type":
                        string[] types = word.Value.ValueKind == JsonValueKind.Array ? [.. word.Value.EnumerateArray().Select(t => t.GetString()!)] : [word.Value.GetString()!];
                        rule.Types = [.. types.SelectMany(Kinds)];
                        rule.WholeNumbersOnly = types.Contains("integer") && !types.Contains("number");
                        break;
                    case "properties":
                        rule.Properties = word.Value.EnumerateObject().ToDictionary(p => p.Name, p => Read(p.Value));
                        break;
                    case "patternProperties":
                        rule.Patterns = [.. word.Value.EnumerateObject().Select(p => (new Regex(p.Name, RegexOptions.CultureInvariant | RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)), Read(p.Value)))];
                        break;
                    case "required":
                        rule.Required = [.. word.Value.EnumerateArray().Select(r => r.GetString()!)];
                        break;
                    case "items":
                        rule.Items = Read(word.Value);
                        break;
                    case "enum":
                        rule.OneOf = [.. word.Value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)];
                        rule.OneOfHasNull = word.Value.EnumerateArray().Any(v => v.ValueKind == JsonValueKind.Null);
                        break;
                    case "pattern":
                        rule.Pattern = new Regex(word.Value.GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
                        break;
                    case "minLength":
                        rule.MinLength = word.Value.GetInt32();
                        break;
                    case "minItems":
                        rule.MinItems = word.Value.GetInt32();
                        break;
                    case "minProperties":
                        rule.MinProperties = word.Value.GetInt32();
                        break;
                    case "uniqueItems":
                        rule.IsUnique = word.Value.GetBoolean();
                        break;
                    case "format":
                        (rule.IsMoment, rule.IsAddress) = (word.Value.GetString() == "date-time", word.Value.GetString() == "uri");
                        break;
                    default:
                        if (!Silent.Contains(word.Name))
                            throw new InvalidOperationException($"it has the keyword {word.Name}");
                        break;
                }
            }
        }

        private static JsonValueKind[] Kinds(string type) => type switch
        {
            "object" => [JsonValueKind.Object],
            "array" => [JsonValueKind.Array],
            "string" => [JsonValueKind.String],
            "number" or "integer" => [JsonValueKind.Number],
            "boolean" => [JsonValueKind.True, JsonValueKind.False],
            "null" => [JsonValueKind.Null],
            _ => throw new InvalidOperationException($"it has the type {type}"),
        };
    }

    private static void Check(JsonElement value, Rule rule, string path, Findings found)
    {
        if (found.Problems.Count >= MostProblems)
            return;
        void Bad(string sentence) => found.Problems.Add($"{(path.Length == 0 ? "release" : path)}: {sentence}");
        if (rule.Types is { } types && (!types.Contains(value.ValueKind) || (rule.WholeNumbersOnly && value.ValueKind == JsonValueKind.Number && !IsWhole(value))))
        {
            Bad($"This may not be {Say(value.ValueKind)}.");
            return;
        }
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(value, rule, path, found, Bad);
                break;
            case JsonValueKind.Array:
                if (value.GetArrayLength() < rule.MinItems)
                    Bad($"This must have at least {rule.MinItems} entries.");
                if (rule.IsUnique && IsRepeated(value))
                    Bad("The same entry stands here twice.");
                var i = 0;
                if (rule.Items is { } items)
                    foreach (var item in value.EnumerateArray())
                        Check(item, items, $"{path}[{i++}]", found);
                break;
            case JsonValueKind.String:
                CheckText(value, rule, Bad, note => found.Notes.Add($"{path}: {note}"));
                break;
            case JsonValueKind.Null when rule.OneOf is not null && !rule.OneOfHasNull:
                Bad("This may not be null.");
                break;
        }
    }

    private static void CheckObject(JsonElement value, Rule rule, string path, Findings found, Action<string> bad)
    {
        foreach (var name in rule.Required)
            if (!value.TryGetProperty(name, out _))
                bad($"{name} is required.");
        if (rule.MinProperties > 0 && value.GetPropertyCount() < rule.MinProperties)
            bad($"This must have at least {rule.MinProperties} fields.");
        foreach (var field in value.EnumerateObject())
        {
            var at = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (rule.Properties.TryGetValue(field.Name, out var of))
                Check(field.Value, of, at, found);
            if (rule.Patterns.Count > 0 && field.Name.Contains('_', StringComparison.Ordinal))   // every pattern of the schema is a name with a language after it
                foreach (var (_, pattern) in rule.Patterns.Where(p => p.Name.IsMatch(field.Name)))
                    Check(field.Value, pattern, at, found);
        }
    }

    private static void CheckText(JsonElement value, Rule rule, Action<string> bad, Action<string> note)
    {
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            bad("This is broken text.");
            return;
        }
        if (rule.OneOf?.Contains(text) == false)
            bad($"“{(text.Length > 60 ? PlainText.Cut(text, 60) + "…" : text)}” is not in the codelist.");
        if (new StringInfo(text).LengthInTextElements < rule.MinLength)
            bad("This may not be empty.");
        if (rule.IsMoment && OcdsCheck.Moment(text) is null)
            bad("This must be a date and time such as 2026-11-21T09:30:00Z.");
        if (rule.IsAddress && !Uri.TryCreate(text, UriKind.Absolute, out _))
            note("This is no web address.");
        if (rule.Pattern?.IsMatch(text) == false)
            bad("This has the wrong form.");
    }

    private static bool IsRepeated(JsonElement list)
    {
        var items = list.EnumerateArray().ToArray();
        if (items.Length > 100)
            return items.Select(i => i.GetRawText()).Distinct().Count() < items.Length;
        for (var i = 0; i < items.Length; i++)
            for (var j = 0; j < i; j++)
                if (JsonElement.DeepEquals(items[i], items[j]))
                    return true;
        return false;
    }

    private static bool IsWhole(JsonElement number) => number.TryGetDecimal(out var d) && d == decimal.Truncate(d);

    private static string Say(JsonValueKind kind) => kind switch { JsonValueKind.Null => "null", JsonValueKind.Object => "an object", JsonValueKind.Array => "a list", JsonValueKind.Number => "a number like this", JsonValueKind.String => "text", _ => "true or false" };
}
