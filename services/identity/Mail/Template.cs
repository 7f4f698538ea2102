using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Charter.Identity.Mail;

/// <summary>A mail as it is read.</summary>
internal sealed record Rendered(string Subject, string Text, string Html);

/// <summary>
/// The words of a mail: a file in Templates whose first line is the subject and whose paragraphs are the text, with <c>{{value}}</c> where something
/// is put in. The HTML is made of the same paragraphs, so both say the same; a paragraph that is an address becomes a link.
/// </summary>
internal sealed partial class Template
{
    private const string Layout = "layout";
    private static readonly FrozenDictionary<string, string> Files = typeof(Template).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("Mail/", StringComparison.Ordinal)).ToFrozenDictionary(name => name["Mail/".Length..], Read);
    private static readonly FrozenDictionary<string, Template> All = Files.Where(f => f.Key.EndsWith(".txt", StringComparison.Ordinal) && f.Key != $"{Layout}.txt")
        .ToFrozenDictionary(f => f.Key[..^".txt".Length], f => new Template(f.Key, f.Value));

    private readonly string _file;
    private readonly string _subject;
    private readonly string[] _paragraphs;
    private readonly FrozenSet<string> _names;

    private Template(string file, string content)
    {
        _file = file;
        var parts = content.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        (_subject, _paragraphs) = (parts[0], parts[1..]);
        _names = Place().Matches(content).Select(m => m.Groups[1].Value).Where(name => name != "site").ToFrozenSet();
    }

    public static Template Named(string name) => All.TryGetValue(name, out var template) ? template : throw new ArgumentException($"There is no mail template {name}.");

    /// <summary>Throws unless exactly what the template asks for is given: the slice that posts it is wrong, and its test finds out.</summary>
    public void Check(IEnumerable<string> given)
    {
        if (!_names.SetEquals(given))
            throw new ArgumentException($"{_file} takes {string.Join(", ", _names.Order())}.");
    }

    /// <param name="content">As kept in <see cref="Letter.Content"/>.</param>
    /// <param name="site">Address of the portal, without a slash at its end.</param>
    public Rendered Fill(string content, string site)
    {
        var given = JsonSerializer.Deserialize<Dictionary<string, string>>(content)!
            .ToDictionary(v => v.Key, v => v.Value.StartsWith('/') ? site + v.Value : Line(v.Value));
        given["site"] = site;
        var subject = Put(_subject, given);
        var paragraphs = _paragraphs.Select(p => Put(p, given)).ToArray();
        return new(subject,
            Put(Files[$"{Layout}.txt"], new() { ["body"] = string.Join("\n\n", paragraphs), ["site"] = site }),
            Put(Files[$"{Layout}.html"], new() { ["subject"] = Encoded(subject), ["body"] = string.Join('\n', paragraphs.Select(AsHtml)), ["site"] = Encoded(site) }));
    }

    private static string AsHtml(string paragraph) => Uri.TryCreate(paragraph, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? $"<p><a href=\"{Encoded(paragraph)}\">{Encoded(paragraph)}</a></p>"
        : $"<p>{Encoded(paragraph).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</p>";

    private static string Put(string text, Dictionary<string, string> values) => Place().Replace(text, place => values.GetValueOrDefault(place.Groups[1].Value, ""));

    // What people typed stays on its line, in a subject as in a paragraph.
    private static string Line(string value) => string.Join(' ', value.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(Template).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")] private static partial Regex Place();
}
