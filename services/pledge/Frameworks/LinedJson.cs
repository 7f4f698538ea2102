using System.Text;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Frameworks;

/// <summary>Something about a file that is not right.</summary>
/// <param name="Line">Line of a JSON or CSV file, row of a sheet; 0 for the file as a whole.</param>
/// <param name="Field">Path in a pack, name of the column in a table.</param>
/// <param name="Rule">What is wrong and what to write instead.</param>
internal sealed record PackProblem(long Line, string Field, string Rule);

/// <summary>A value that remembers on which line it stands, whether it came from JSON or from a row of a table.</summary>
internal sealed class LinedNode(JsonValueKind kind, long line)
{
    public JsonValueKind Kind { get; } = kind;
    public long Line { get; } = line;
    /// <summary>Of text and numbers.</summary>
    public string Text { get; init; } = "";
    /// <summary>What its place is called for whoever has to put it right; null where the path says it.</summary>
    public string? Label { get; init; }
    public List<(string Name, LinedNode Node)> Members { get; } = [];
    public List<LinedNode> Items { get; } = [];

    public LinedNode? this[string name] => Members.Where(m => m.Name == name).Select(m => m.Node).FirstOrDefault();

    public void Write(Utf8JsonWriter json)
    {
        switch (Kind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var (name, node) in Members)
                {
                    json.WritePropertyName(name);
                    node.Write(json);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in Items)
                    item.Write(json);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Text.Trim());
                break;
            case JsonValueKind.Number:
                json.WriteRawValue(Text);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                json.WriteBooleanValue(Kind == JsonValueKind.True);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}

/// <summary>Reads JSON of a bounded size into values with their lines.</summary>
internal static class LinedJson
{
    private const int Deepest = 16;
    /// <summary>More than a pack of the largest size has, and few enough to hold.</summary>
    private const int MostValues = 200_000;

    /// <returns>Null when it is no JSON; the problem says where.</returns>
    public static LinedNode? Read(ReadOnlySpan<byte> content, List<PackProblem> problems)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[Encoding.UTF8.Preamble.Length..];
        var reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            var at = new Position();
            reader.Read();
            var root = Value(ref reader, content, at, problems);
            while (reader.Read())
            {
                // nothing may follow, which the reader itself sees to
            }
            return root;
        }
        catch (JsonException e)
        {
            problems.Add(new((e.LineNumber ?? 0) + 1, "", "This is not valid JSON from here on. Perhaps a comma, a bracket or a quotation mark is missing."));
        }
        catch (InvalidOperationException)
        {
            problems.Add(new(0, "", "The file holds text that is not UTF-8."));
        }
        catch (TooMany)
        {
            problems.Add(new(0, "", $"The file holds more than {MostValues:N0} values. A pack has at most 2,000 measures."));
        }
        return null;
    }

    private sealed class TooMany : Exception;

    private sealed class Position
    {
        public long Line = 1, Values;
        public int Counted;
    }

    private static LinedNode Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> content, Position at, List<PackProblem> problems)
    {
        if (++at.Values > MostValues)
            throw new TooMany();
        var line = LineOf(ref reader, content, at);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var whole = new LinedNode(JsonValueKind.Object, line);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var (name, on) = (reader.GetString()!, LineOf(ref reader, content, at));
                    reader.Read();
                    var value = Value(ref reader, content, at, problems);
                    if (whole[name] is not null)
                        problems.Add(new(on, PlainText.Quotable(name), "This stands here twice."));
                    else
                        whole.Members.Add((name, value));
                    if (whole.Members.Count > 100)
                        throw new TooMany();
                }
                return whole;
            case JsonTokenType.StartArray:
                var list = new LinedNode(JsonValueKind.Array, line);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Items.Add(Value(ref reader, content, at, problems));
                return list;
            case JsonTokenType.String:
                return new(JsonValueKind.String, line) { Text = reader.GetString()! };
            case JsonTokenType.Number:
                return new(JsonValueKind.Number, line) { Text = Encoding.UTF8.GetString(reader.ValueSpan) };
            case JsonTokenType.True:
                return new(JsonValueKind.True, line);
            case JsonTokenType.False:
                return new(JsonValueKind.False, line);
            default:
                return new(JsonValueKind.Null, line);
        }
    }

    private static long LineOf(ref Utf8JsonReader reader, ReadOnlySpan<byte> content, Position at)
    {
        var start = (int)reader.TokenStartIndex;
        at.Line += content[at.Counted..start].Count((byte)'\n');
        at.Counted = start;
        return at.Line;
    }
}
