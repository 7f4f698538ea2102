using System.Text;
using System.Text.Json;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Charter.Signatories.Charters;

/// <summary>A line of an imported charter that is not right.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Field">JSON path of the part that the line belongs to; <c>$</c> where it belongs to none.</param>
/// <param name="Instead">What to write there.</param>
internal sealed record BadLine(int Line, string Field, string Problem, string Instead);

/// <summary>
/// A charter as somebody sends it, as JSON or in the form of <see cref="CharterMarkdown"/>. Both are judged by the rules of <see cref="CharterContent"/>,
/// and all that is wrong is said at once: under <c>errors</c> by field, under <c>lines</c> by line, with what to write instead.
/// </summary>
internal static class CharterUpload
{
    public const string Json = "application/json";
    public const string Markdown = "text/markdown";
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>States in the API document what <see cref="Read"/> takes.</summary>
    public static RouteHandlerBuilder TakesCharter(this RouteHandlerBuilder endpoint) =>
        endpoint.Accepts<CharterContent>(Json, Markdown).Refuses(413, "too-large").Refuses(415, "unsupported-media-type");

    public static async Task<CharterContent> Read(HttpRequest request, CancellationToken cancel)
    {
        var json = request.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        request.Body.Position = 0;   // an Idempotency-Key may have been compared with it
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, cancel);
        string text;
        try
        {
            text = Utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException broken)
        {
            var line = 1 + bytes.GetBuffer().AsSpan(0, Math.Max(0, broken.Index)).Count((byte)'\n');
            throw Refuse([new(line, "$", "This is not UTF-8 text.", "Save the file with the encoding UTF-8.")]);
        }
        return request.HasJsonContentType() ? FromJson(text, json) : FromMarkdown(text, json);
    }

    private static CharterContent FromJson(string text, JsonSerializerOptions json)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonRules.Read<CharterContent>(document.RootElement, json, out var errors) is { } content ? content
                : throw Refuse(Lines(errors, JsonLines.Of(text), CharterExamples.Json));
        }
        catch (JsonException malformed)
        {
            throw Refuse([new((int)(malformed.LineNumber ?? 0) + 1, "$", $"The body is not valid JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}).",
                "Look just before this place for a comma, a quotation mark or a bracket that is missing or too many.")]);
        }
    }

    private static CharterContent FromMarkdown(string text, JsonSerializerOptions json)
    {
        var read = CharterMarkdownReader.Read(text);
        if (read.Bad.Count > CharterMarkdownReader.MostBad)
            throw Refuse(read.Bad);   // what is missing in what was not read need not be
        var content = JsonRules.Read<CharterContent>(JsonSerializer.SerializeToElement(read.Content), json, out var errors);
        // what is wrong with the form of a part is said once, and not again as the rule that it breaks because of that
        var rules = Lines(errors, read.LineOf, CharterExamples.Markdown).Where(rule => read.Bad.All(bad => bad.Field != rule.Field));
        var lines = read.Bad.Concat(rules).OrderBy(l => l.Line).ToList();
        return lines.Count == 0 ? content! : throw Refuse(lines);
    }

    private static List<BadLine> Lines(IDictionary<string, string[]> errors, IReadOnlyDictionary<string, int> lineOf, Func<string, string> instead) =>
        [.. errors.SelectMany(field => field.Value.Select(problem => new BadLine(LineOf(field.Key, lineOf), field.Key, problem, instead(field.Key)))).OrderBy(l => l.Line)];

    // what is not there is said at what it is missing in
    private static int LineOf(string path, IReadOnlyDictionary<string, int> lineOf)
    {
        for (var at = path; ; at = at[..Math.Max(0, at.LastIndexOfAny(['.', '[']))])
            if (lineOf.TryGetValue(at, out var line))
                return line;
            else if (at.Length == 0)
                return 1;
    }

    // Many are as good as all: the answer is not to be larger than what was sent.
    private static InvalidRequest Refuse(IReadOnlyList<BadLine> lines)
    {
        if (lines.Count > CharterMarkdownReader.MostBad)
            lines = [.. lines.Take(CharterMarkdownReader.MostBad), new(lines[CharterMarkdownReader.MostBad].Line, "$",
                $"More than {CharterMarkdownReader.MostBad} lines are not right; from here on they are not listed.", "Put the lines above right first. If nearly all are wrong, compare the form with an exported charter.")];
        return new(
            new SortedDictionary<string, string[]>(lines.GroupBy(l => l.Field).ToDictionary(g => g.Key, g => g.Select(l => l.Problem).ToArray()), StringComparer.Ordinal),
            new Dictionary<string, object> { ["lines"] = lines });
    }
}
