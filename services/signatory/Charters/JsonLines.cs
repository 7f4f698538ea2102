using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Charter.Signatories.Charters;

/// <summary>On which line of a JSON text each value begins.</summary>
internal static class JsonLines
{
    /// <summary>Path such as <c>commitments[0].code</c>, in any case → line from 1; the empty path is the whole.</summary>
    public static IReadOnlyDictionary<string, int> Of(string text)
    {
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        var open = new Stack<(string Path, int? Index)>();
        var (line, counted, name) = (1, 0, "");
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            line += bytes.AsSpan(counted, start - counted).Count((byte)'\n');
            counted = start;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = NameOf(ref reader);
                lines[Join(open.Peek().Path, name)] = line;
                continue;
            }
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }
            var path = "";
            if (open.TryPop(out var parent))
            {
                path = parent.Index is { } index ? string.Create(CultureInfo.InvariantCulture, $"{parent.Path}[{index}]") : Join(parent.Path, name);
                open.Push(parent with { Index = parent.Index + 1 });
            }
            if (parent.Index is not null || path.Length == 0)
                lines[path] = line;   // a field's line is that of its name
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                open.Push((path, reader.TokenType == JsonTokenType.StartArray ? 0 : null));
        }
        return lines;
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";   // broken Unicode; no field of ours has such a name
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
