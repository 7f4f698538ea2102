using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Charter.Signatories.Charters.CharterMarkdown;

namespace Charter.Signatories.Charters;

/// <summary>
/// Reads the form of <see cref="CharterMarkdown"/>: the content as JSON, for the rules to judge, on which line each part stands, and every line that
/// does not belong. It goes on after a bad line, so that all of them are said at once, and stops after a hundred: then it is no charter.
/// </summary>
internal sealed partial class CharterMarkdownReader
{
    /// <summary>Bad lines after which it stops.</summary>
    public const int MostBad = 100;

    private readonly List<BadLine> _bad = [];
    private readonly Dictionary<string, int> _lines = new() { [""] = 1 };
    private readonly JsonObject _content = [];
    private readonly HashSet<string> _seen = [];
    private Part? _part;
    private JsonArray? _list;
    private JsonObject? _entry;
    private string _path = "";
    private (string Path, JsonObject Of, string Field, List<string> Lines)? _text;
    private bool _skips;

    private CharterMarkdownReader() { }

    public static (JsonObject Content, IReadOnlyDictionary<string, int> LineOf, IReadOnlyList<BadLine> Bad) Read(string text)
    {
        var reader = new CharterMarkdownReader();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            reader.Take(++number, line.TrimEnd('\r').TrimEnd(' ', '\t'));
            if (reader._bad.Count > MostBad)
                break;
        }
        reader.EndText();
        return (reader._content, reader._lines, reader._bad);
    }

    private void Take(int number, string line)
    {
        if (line.StartsWith('#'))
            TakeHeading(number, line);
        else if (_skips)
            return;
        else if (_text is { } text)
            text.Lines.Add(line);
        else if (line.Length == 0)
            return;
        else if (_part is null)
            TakePartnership(number, line);
        else if (_list is not null)
            TakeItem(number, line);
        else
            Bad(number, _part.Field, "This line stands under no heading.", CharterExamples.Markdown(_part.Field));
    }

    private void TakeHeading(int number, string line)
    {
        var level = line.TakeWhile(c => c == '#').Count();
        var heading = line[level..].Trim(' ', '\t');
        if (level > 3)
            Bad(number, _part?.Field ?? "$", "Headings have one, two or three #.", $"{new string('#', _part is null ? 2 : 3)} {heading}");
        else if (line.Length > level && line[level] is not (' ' or '\t'))
            Bad(number, _part?.Field ?? "$", "A space is missing after the #.", $"{line[..level]} {heading}, or &#35;{line[1..]} where the # belongs to the text");
        else if (level == 1)
            TakeTitle(number, heading);
        else if (level == 2)
            StartSection(number, heading);
        else
            StartEntry(number, heading);
    }

    private void TakeTitle(int number, string heading)
    {
        if (_content.ContainsKey("title"))
            Bad(number, "title", "A charter has one title, and it has been given.", $"## {heading} for a section, or remove this line");
        else
            Set("title", CharterMarkdown.Read(heading), number);
    }

    private void TakePartnership(int number, string line)
    {
        const string Mark = "Partnership:";
        if (!line.StartsWith(Mark, StringComparison.OrdinalIgnoreCase))
            Bad(number, "$", "Before the first section stand only the title and the partnership.", "Partnership: Name of the partnership, or move the line under ## Vision");
        else if (_content.ContainsKey("partnership"))
            Bad(number, "partnership", "The partnership has been named already.", "Remove this line");
        else
            Set("partnership", CharterMarkdown.Read(line[Mark.Length..].Trim(' ', '\t')), number);
    }

    private void StartSection(int number, string heading)
    {
        EndText();
        (_part, _list, _entry, _skips) = (Parts.FirstOrDefault(p => p.Heading.Equals(heading, StringComparison.OrdinalIgnoreCase)), null, null, false);
        if (_part is null)
        {
            var (nearest, distance) = Parts.Select(p => (Part: p, Distance: Distance(p.Heading, heading))).MinBy(p => p.Distance);
            var isNear = distance <= 3 && !_seen.Contains(nearest.Field);
            Bad(number, "$", "There is no such section.", isNear ? $"## {nearest.Heading}" : string.Join(", ", Parts.Select(p => $"## {p.Heading}")));
            // read on as what was meant, so that what is missing is not said as well
            _part = isNear ? nearest : new(heading, "$", Shape.Text);
            _skips = !isNear;
            if (_skips)
                return;
        }
        _path = _part.Field;
        if (!_seen.Add(_part.Field))
        {
            Bad(number, _part.Field, "This section stands here twice.", "Move what it says to the first one");
            _skips = true;
            return;
        }
        _lines[_path] = number;
        if (_part == Signing)
        {
            _content["signing"] = _entry = [];
            _list = [];
        }
        else if (_part.Shape == Shape.Text)
            StartText(_content, _part.Field, _part.Field, number);
        else
            _content[_part.Field] = _list = [];
        if (_part.Shape == Shape.Entries)
            _list = null;
    }

    private void StartEntry(int number, string heading)
    {
        if (_skips)
            return;
        if (_part is not { Shape: Shape.Entries })
        {
            Bad(number, _part?.Field ?? "$", "Nothing has a heading of this kind here.", _part is null ? $"## {heading}" : _part.Shape == Shape.List ? $"- {heading}" : $"The text without ###, or &#35;## {heading}");
            return;
        }
        EndText();
        var entries = _content[_part.Field]!.AsArray();
        _path = string.Create(CultureInfo.InvariantCulture, $"{_part.Field}[{entries.Count}]");
        _lines[_path] = number;
        entries.Add(_entry = []);
        _list = null;
        var (first, second) = Split(_part, heading);
        SetIn(_part.First, first);
        if (second is not null)
            SetIn(_part.Second, second);
        else if (_part.Second.Length > 0)
            Bad(number, $"{_path}.{_part.Second}", $"The heading does not say the {_part.Second}.", _part.Second == "commitment" ? $"### {heading} (embed)" : $"### {heading}: {char.ToUpperInvariant(_part.Second[0])}{_part.Second[1..]}");
        if (_part.HasList)
            _entry[_part.Body] = _list = [];
        else
            StartText(_entry, $"{_path}.{_part.Body}", _part.Body, number);

        void SetIn(string field, string value)
        {
            _entry[field] = CharterMarkdown.Read(value);
            _lines[$"{_path}.{field}"] = number;
        }
    }

    private static (string First, string? Second) Split(Part part, string heading)
    {
        if (part.Second.Length == 0)
            return (heading, null);
        if (part.Second == "commitment")
            return heading.EndsWith(')') && heading.LastIndexOf('(') is > 0 and var open ? (heading[..open].TrimEnd(' ', '\t'), heading[(open + 1)..^1].Trim()) : (heading, null);
        return heading.IndexOf(':') is > 0 and var colon ? (heading[..colon].TrimEnd(), heading[(colon + 1)..].TrimStart(' ', '\t')) : (heading, null);
    }

    private void TakeItem(int number, string line)
    {
        var item = Item().Match(line);
        if (item.Success && _part == Signing)
            TakeRule(number, item.Groups[1].Value);
        else if (item.Success)
        {
            var path = _part!.Shape == Shape.Entries ? $"{_path}.{_part.Body}" : _path;
            _lines.TryAdd(path, number);
            _lines[string.Create(CultureInfo.InvariantCulture, $"{path}[{_list!.Count}]")] = number;
            _list.Add(CharterMarkdown.Read(item.Groups[1].Value));
        }
        else if (line[0] is ' ' or '\t' && _list!.Count > 0)
            _list[^1] = $"{_list[^1]!.GetValue<string>()} {CharterMarkdown.Read(line.TrimStart(' ', '\t'))}";   // an entry that somebody wrapped
        else
            Bad(number, _path, "This line is no entry of the list.", $"- {line.Trim(' ', '\t')}");
    }

    private void TakeRule(int number, string rule)
    {
        var (name, value) = rule.Split(':', 2) is [var n, var v] ? (n.Trim().ToLowerInvariant(), v.Trim(' ', '\t')) : (rule.Trim().ToLowerInvariant(), "");
        var wrong = name switch
        {
            "signatory" when value.Length > 0 => Role(),
            "countersigned" when value.ToLowerInvariant() is "yes" or "no" => Give("countersigned", value.Equals("yes", StringComparison.OrdinalIgnoreCase)),
            "notice" when Days().Match(value) is { Success: true } days => Give("noticeDays", Number(days.Groups[1].Value)),
            "re-signing" when Days().Match(value) is { Success: true } days => Give("resigningDays", Number(days.Groups[1].Value)),
            "reminders" when value.Equals("none", StringComparison.OrdinalIgnoreCase) => Give("reminderDays", new JsonArray()),
            "reminders" when Reminders().Match(value) is { Success: true } days =>
                Give("reminderDays", new JsonArray([.. days.Groups[1].Value.Split(',').Select(d => (JsonNode)Number(d.Trim()))])),
            _ => name switch
            {
                "signatory" => "- Signatory: Chief executive",
                "countersigned" => "- Countersigned: yes, or - Countersigned: no",
                "notice" => "- Notice: 28 days",
                "re-signing" => "- Re-signing: 90 days",
                "reminders" => "- Reminders: 60, 30, 7 days before, or - Reminders: none",
                _ => "A line that begins with - Signatory:, - Countersigned:, - Notice:, - Re-signing: or - Reminders:",
            },
        };
        if (wrong is not null)
            Bad(number, "signing", "This is no rule of signing, or not in its form.", wrong);

        string? Role()
        {
            var roles = _entry!["signatories"] as JsonArray ?? [];
            _lines.TryAdd("signing.signatories", number);
            _lines[string.Create(CultureInfo.InvariantCulture, $"signing.signatories[{roles.Count}]")] = number;
            roles.Add(CharterMarkdown.Read(value));
            _entry["signatories"] ??= roles;
            return null;
        }

        string? Give(string field, JsonNode given)
        {
            if (_entry!.ContainsKey(field))
                return "Remove this line: it has been said already";
            _lines[$"signing.{field}"] = number;
            _entry[field] = given;
            return null;
        }
    }

    private static JsonNode Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private void StartText(JsonObject of, string path, string field, int number)
    {
        _lines[path] = number;
        _text = (path, of, field, []);
    }

    private void EndText()
    {
        if (_text is { } text)
        {
            var lines = text.Lines.SkipWhile(l => l.Length == 0).Reverse().SkipWhile(l => l.Length == 0).Reverse();
            text.Of[text.Field] = string.Join('\n', lines.Select(CharterMarkdown.Read));
        }
        _text = null;
    }

    // how many letters differ (Levenshtein); a heading that is much longer is nobody's typing error
    private static int Distance(string wanted, string written)
    {
        if (written.Length > 2 * wanted.Length)
            return int.MaxValue;
        var row = Enumerable.Range(0, written.Length + 1).ToArray();
        for (var i = 1; i <= wanted.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= written.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (char.ToLowerInvariant(wanted[i - 1]) == char.ToLowerInvariant(written[j - 1]) ? 0 : 1)));
        }
        return row[^1];
    }

    private void Set(string field, string value, int number) => (_content[field], _lines[field]) = (value, number);

    private void Bad(int line, string field, string problem, string instead) => _bad.Add(new(line, field, problem, instead));

    [GeneratedRegex(@"^ {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"^(\d{1,6})(?: days?)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Days();

    [GeneratedRegex(@"^(\d{1,6}(?: *, *\d{1,6})*)(?: days?)?(?: before)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Reminders();
}
