using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Contracts;

/// <summary>Checks the fields of a release that are read, and keeps them alone.</summary>
internal static partial class OcdsCheck
{
    private const decimal LargestAmount = 1_000_000_000_000_000;
    private const int MostItems = 5_000;

    /// <summary>The fields that are read, in the order of <see cref="OcdsFields.Release"/>, so that two releases that say the same read the same.</summary>
    /// <param name="problems">Every broken rule, as path and sentence. The release counts only when there is none.</param>
    public static JsonObject Read(JsonElement release, List<string> problems)
    {
        if (release.ValueKind != JsonValueKind.Object)
        {
            problems.Add("It is no object.");
            return [];
        }
        var kept = Object(release, OcdsFields.Release, "", problems);
        // "A release identifier must … not contain the # character" (release schema, id)
        if (problems.Count == 0 && kept["id"]!.GetValue<string>().Contains('#', StringComparison.Ordinal))
            problems.Add("id: This may not contain #.");
        return kept;
    }

    private static JsonObject Object(JsonElement element, Field[] fields, string path, List<string> problems)
    {
        var kept = new JsonObject();
        foreach (var field in fields)
        {
            var at = path + field.Name;
            if (!element.TryGetProperty(field.Name, out var value))
            {
                if (field.IsRequired)
                    problems.Add($"{at}: This is required.");
            }
            else if (value.ValueKind == JsonValueKind.Null)
            {
                if (field.IsNullable)
                    kept[field.Name] = null;   // which takes away what an earlier release said
                else
                    problems.Add($"{at}: This may not be null.");
            }
            else if (Value(value, field, at, problems) is { } read)
                kept[field.Name] = read;
        }
        return kept;
    }

    private static JsonNode? Value(JsonElement value, Field field, string at, List<string> problems)
    {
        JsonNode? Bad(string rule)
        {
            problems.Add($"{at}: {rule}");
            return null;
        }
        switch (field.Type)
        {
            case FieldType.Object:
                return value.ValueKind == JsonValueKind.Object ? Object(value, field.Fields!, at + ".", problems) : Bad("This must be an object.");
            case FieldType.List:
                return value.ValueKind == JsonValueKind.Array ? List(value, field.Fields!, at, problems) : Bad("This must be a list.");
            case FieldType.Words:
                return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(w => w.ValueKind == JsonValueKind.String)
                    ? value.GetArrayLength() < field.Least ? Bad("This must have an entry.")
                        : value.EnumerateArray().Select(w => Text(w)).FirstOrDefault(w => w is null || field.OneOf?.Contains(w) == false) is { } wrong ? Bad($"“{Short(wrong)}” is not in the codelist.")
                        : value.EnumerateArray().Any(w => Text(w) is null) ? Bad(BrokenText)
                        : new JsonArray([.. value.EnumerateArray().Select(w => (JsonNode)Text(w)!)])
                    : Bad("This must be a list of text.");
            case FieldType.Truth:
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Bad("This must be true or false.");
            case FieldType.Number:
                return value.ValueKind == JsonValueKind.Number ? value.TryGetDecimal(out var number) && Math.Abs(number) < LargestAmount ? number.Plain() : Bad("This number is too large.") : Bad("This must be a number.");
            case FieldType.Id when value.ValueKind == JsonValueKind.Number:
                return value.TryGetInt64(out var id) ? id.ToString(CultureInfo.InvariantCulture) : Bad("This must be text or a whole number.");
        }
        if (value.ValueKind != JsonValueKind.String)
            return Bad(field.Type switch { FieldType.Moment => MomentRule, FieldType.Id => "This must be text or a whole number.", _ => "This must be text." });
        if (Text(value) is not { } text)
            return Bad(BrokenText);
        if (text.Length < field.Least || (field.IsRequired && string.IsNullOrWhiteSpace(text)))
            return Bad("This may not be empty.");
        if (text.Length > field.Most)
            return Bad($"This may be at most {field.Most} characters long.");
        if (field.OneOf?.Contains(text) == false)
            return Bad($"“{Short(text)}” is not in the codelist.");
        if (field.Type != FieldType.Moment)
            return text;
        return Moment(text) is { } moment ? moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture) : Bad(MomentRule);
    }

    private static JsonArray List(JsonElement list, Field[] fields, string path, List<string> problems)
    {
        var kept = new JsonArray();
        if (list.GetArrayLength() > MostItems)
        {
            problems.Add($"{path}: This may have at most {MostItems} entries.");
            return kept;
        }
        var (whole, ids) = (new HashSet<string>(), new HashSet<string>());
        var identity = fields.FirstOrDefault(f => f.IsIdentity)?.Name;
        var i = 0;
        foreach (var item in list.EnumerateArray())
        {
            var at = $"{path}[{i++}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"{at}: This must be an object.");
                continue;
            }
            var read = Object(item, fields, at + ".", problems);
            if (!whole.Add(Encoding.Latin1.GetString(JsonMarshal.GetRawUtf8Value(item))))   // byte by byte: not all of it need be UTF-8
                problems.Add($"{at}: The same entry stands here twice.");
            else if (identity is not null && read[identity] is { } id && !ids.Add(id.GetValue<string>()))
                problems.Add($"{at}.{identity}: Another entry of the list has the same.");
            kept.Add(read);
        }
        return kept;
    }

    private const string BrokenText = "This is broken text.";
    private const string MomentRule = "This must be a date and time such as 2026-11-21T09:30:00Z.";

    /// <summary>As RFC 3339 writes it, which is what the standard wants; null when it is not.</summary>
    public static DateTimeOffset? Moment(string text) =>
        Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment.ToUniversalTime() : null;

    /// <summary>As the database keeps it: what is finer than a microsecond it would round, and the last moment of the year 9999 with it into one that nothing reads.</summary>
    public static DateTimeOffset? StoredMoment(string text) => Moment(text) is { } moment ? moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond)) : null;

    /// <summary>Null for what is no Unicode, or cannot be stored.</summary>
    private static string? Text(JsonElement text)
    {
        try
        {
            return text.GetString() is { } read && !read.Contains('\0') ? read : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Short(string text) => text.Length > 60 ? PlainText.Cut(text, 60) + "…" : text;

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$")] private static partial Regex Rfc3339();
}
