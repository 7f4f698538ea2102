using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Imports;
using Charter.Signatories.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Gazetteer;

/// <summary>A line of a file of places with what would become of it.</summary>
/// <param name="Line">Number of the line; of the feature in a GeoJSON file.</param>
/// <param name="Verdict">new, changed, same or bad.</param>
/// <param name="Reason">Why it is bad, in a sentence.</param>
internal sealed record PlaceLine(int Line, string Code, string Name, string Type, string? Parent, string Verdict = "new", string? Reason = null);

/// <summary>Places as a partnership gives them: a table with the columns code, name, type and parent, or boundaries as GeoJSON, of which only code and name are taken.</summary>
internal static class PlacesFile
{
    public const int MostLines = 10_000;

    /// <summary>What the file says, each line judged against the others and against the places that the register knows.</summary>
    public static async Task<List<PlaceLine>> Read(SentFile file, SignatoryDb db, CancellationToken cancel) =>
        await Judge(file.Text.TrimStart().StartsWith('{') ? GeoJson(file.Text) : Table(file.Text), db, cancel);

    private static List<PlaceLine> Table(string text)
    {
        var rows = SentFile.Table(text, MostLines);
        var header = rows.Count == 0 ? [] : rows[0].Cells.Select(c => c.ToLowerInvariant()).ToArray();
        var at = new[] { "code", "name", "type", "parent" }.Select(c => Array.IndexOf(header, c)).ToArray();
        if (at[0] < 0 || at[1] < 0)
            throw InvalidRequest.For("file", "The first line must name the columns: code, name, type, parent.");
        return [.. rows.Skip(1).Select(r => new PlaceLine(r.Line, Cell(r.Cells, at[0]).ToUpperInvariant(), Cell(r.Cells, at[1]), Cell(r.Cells, at[2]).ToLowerInvariant() is { Length: > 0 } type ? type : PlaceTypes.Ward,
            Cell(r.Cells, at[3]).ToUpperInvariant() is { Length: > 0 } parent ? parent : null))];
    }

    private static string Cell(string[] cells, int at) => at >= 0 && at < cells.Length ? cells[at].Trim() : "";

    /// <summary>Files of ONS name their properties after place and year (WD24CD, WD24NM, LAD24CD), others plainly.</summary>
    private static List<PlaceLine> GeoJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            var meta = root.TryGetProperty("meta", out var m) && m.ValueKind == JsonValueKind.Object ? m : default;
            var district = meta.ValueKind == JsonValueKind.Object ? Text(meta, "ons_code") : "";
            if (!root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
                throw InvalidRequest.For("file", "This is JSON, but not GeoJSON: it has no list of features.");
            if (features.GetArrayLength() > MostLines)
                throw InvalidRequest.For("file", $"The file has more than {MostLines:N0} features. Divide it.");
            return [.. features.EnumerateArray().Select((feature, i) =>
            {
                if (feature.ValueKind != JsonValueKind.Object || !feature.TryGetProperty("properties", out var p) || p.ValueKind != JsonValueKind.Object)
                    return new PlaceLine(i + 1, "", "", PlaceTypes.Ward, null);
                var code = First(p, n => n is "ons_code" or "code" or "gss" or "gss_code" || (n.StartsWith("wd", StringComparison.Ordinal) && n.EndsWith("cd", StringComparison.Ordinal)));
                var name = First(p, n => n is "name" || (n.StartsWith("wd", StringComparison.Ordinal) && n.EndsWith("nm", StringComparison.Ordinal)));
                var parent = First(p, n => n is "parent" || (n.StartsWith("lad", StringComparison.Ordinal) && n.EndsWith("cd", StringComparison.Ordinal)));
                return new PlaceLine(i + 1, code.ToUpperInvariant(), name, First(p, n => n is "type").ToLowerInvariant() is { Length: > 0 } type ? type : PlaceTypes.Ward,
                    (parent.Length > 0 ? parent : district).ToUpperInvariant() is { Length: > 0 } within ? within : null);
            })];
        }
        catch (JsonException e)
        {
            throw InvalidRequest.For("file", $"This is not JSON: look at line {e.LineNumber + 1}.");
        }
        catch (InvalidOperationException)   // half a surrogate pair
        {
            throw InvalidRequest.For("file", "A text of this file has broken Unicode.");
        }
    }

    private static string First(JsonElement properties, Func<string, bool> isMeant) =>
        properties.EnumerateObject().Where(p => isMeant(p.Name.ToLowerInvariant()) && p.Value.ValueKind == JsonValueKind.String).Select(p => p.Value.GetString()!.Trim()).FirstOrDefault() ?? "";

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";

    private static async Task<List<PlaceLine>> Judge(List<PlaceLine> lines, SignatoryDb db, CancellationToken cancel)
    {
        var codes = lines.SelectMany(l => new[] { l.Code, l.Parent ?? "" }).Distinct().ToArray();
        var known = await db.Places.AsNoTracking().Where(p => codes.Contains(p.Code)).ToDictionaryAsync(p => p.Code, cancel);
        var given = lines.GroupBy(l => l.Code).ToDictionary(g => g.Key, g => g.First());
        var parents = await db.Places.AsNoTracking().Where(p => p.Parent != null).Select(p => new { p.Code, p.Parent }).ToDictionaryAsync(p => p.Code, p => p.Parent!, cancel);
        foreach (var line in given.Values.Where(l => l.Parent is not null))
            parents[line.Code] = line.Parent!;
        return [.. lines.Select(line => ProblemOf(line, given, known, parents) is { } reason ? line with { Verdict = "bad", Reason = reason }
            : !known.TryGetValue(line.Code, out var before) ? line
            : line with { Verdict = (before.Name, before.Type, before.Parent) == (line.Name, line.Type, line.Parent) ? "same" : "changed" })];
    }

    private static string? ProblemOf(PlaceLine line, Dictionary<string, PlaceLine> given, Dictionary<string, KnownPlace> known, Dictionary<string, string> parents) =>
        line.Code.Length == 0 ? "It has no code."
        : !PlaceCodesAttribute.HasForm(line.Code) ? "The code may have up to 30 letters, digits and hyphens and begins with a letter, like E05014929."
        : line.Name.Length == 0 ? "It has no name."
        : line.Name.Length > 200 || !PlainText.IsPlainLine(line.Name) ? "The name may be at most 200 characters long and has one line, without characters that turn the direction of text."
        : !PlaceTypes.All.Contains(line.Type) ? $"The type is one of {string.Join(", ", PlaceTypes.All)}."
        : given[line.Code] != line ? $"The code stands in line {given[line.Code].Line} already."
        : Places.IsKnown(line.Code) && (line.Name != known[line.Code].Name || line.Type != known[line.Code].Type) ? $"{line.Code} comes with Charter as {known[line.Code].Name}, a {known[line.Code].Type}. Only where it lies can be changed."
        : line.Parent is { } parent && !known.ContainsKey(parent) && !given.ContainsKey(parent) ? $"It is to lie in {parent}, which is neither in the file nor known."
        : LiesTooDeep(line.Code, parents) ? "It lies in itself, or in more than four others."
        : null;

    private static bool LiesTooDeep(string code, Dictionary<string, string> parents)
    {
        for (var depth = 0; parents.TryGetValue(code, out var parent); depth++, code = parent)
            if (depth >= KnownPlace.Deepest - 1)
                return true;
        return false;
    }
}
