using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Charter.Portal.Tests;

/// <summary>What the portal answered, read as far as tests look at it.</summary>
public sealed record Page(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Html)
{
    public string Title => All("<title[^>]*>(.*?)</title>").Single();

    public string? Location => Headers.Location?.OriginalString;

    /// <summary>The lines of the error summary: the field that each leads to, if any, and what it says.</summary>
    public IReadOnlyList<(string? Field, string Message)> Errors =>
    [
        .. Regex.Matches(Html.Split("govuk-error-summary__list").ElementAtOrDefault(1)?.Split("</ul>")[0] ?? "", "<li>(?:<a href=\"#(.*?)\">)?(.*?)(?:</a>)?</li>")
            .Select(line => (line.Groups[1].Success ? line.Groups[1].Value : null, WebUtility.HtmlDecode(line.Groups[2].Value))),
    ];

    /// <summary>What stands in a field, or is chosen there.</summary>
    public string? Value(string name)
    {
        name = Regex.Escape(name);
        return All($"<input[^>]* name=\"{name}\" type=\"(?:text|email|password|url|search)\"[^>]* value=\"(.*?)\"")
            .Concat(All($"<input[^>]* name=\"{name}\" type=\"(?:radio|checkbox)\" value=\"([^\"]*)\" checked"))
            .Concat(All($"<textarea[^>]* name=\"{name}\"[^>]*>\r?\n(.*?)</textarea>"))
            .Concat(All($"<select[^>]* name=\"{name}\"[^>]*>(?:(?!</select>).)*<option value=\"([^\"]*)\" selected")).SingleOrDefault();
    }

    /// <summary>What a form holds beside the fields that people see.</summary>
    public IReadOnlyList<(string Name, string Value)> Hidden =>
    [
        .. Regex.Matches(Html, "<input[^>]*type=\"hidden\"[^>]*>").Select(input => (Attribute(input.Value, "name"), Attribute(input.Value, "value"))),
    ];

    public bool HasElement(string id) => Html.Contains($" id=\"{id}\"", StringComparison.Ordinal);

    private static string Attribute(string element, string name) => WebUtility.HtmlDecode(Regex.Match(element, $" {name}=\"(.*?)\"").Groups[1].Value);

    private IEnumerable<string> All(string pattern) =>
        Regex.Matches(Html, pattern, RegexOptions.Singleline).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value));
}
