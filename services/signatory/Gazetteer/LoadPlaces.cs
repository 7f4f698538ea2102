using Charter.ServiceDefaults;
using Charter.Signatories.Imports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Gazetteer;

/// <summary>A registrar loads places from a file, after seeing what would become of each line. A file with a bad line is not loaded at all.</summary>
internal static class LoadPlaces
{
    /// <summary>The form as the API document shows it.</summary>
    internal sealed record Form(IFormFile? File = null, string? Text = null);

    /// <param name="Table">The same places as a table with columns code, name, type and parent, to be corrected and sent as <c>text</c>.</param>
    internal sealed record Answer(int New, int Changed, int Same, int Bad, IReadOnlyList<PlaceLine> Lines, string Table);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/places/preview", Preview).Allow(Roles.Registrar).Accepts<Form>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(SentFile.LargestForm))
            .WithTags("Places").WithSummary("See what a file of places would change")
            .WithDescription("file: CSV with the columns code, name, type (county, district, ward or area) and parent, or GeoJSON with code and name of each feature. Or the table as text.");
        routes.MapPost("/places", Load).Allow(Roles.Registrar).Accepts<Form>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(SentFile.LargestForm))
            .WithTags("Places").WithSummary("Load places");
    }

    private static async Task<Ok<Answer>> Preview(HttpRequest request, SignatoryDb db, CancellationToken cancel) =>
        TypedResults.Ok(AnswerOf(await PlacesFile.Read(await SentFile.From(request, cancel), db, cancel)));

    private static async Task<Ok<Answer>> Load(HttpContext http, SignatoryDb db, TimeProvider time, CancellationToken cancel)
    {
        var lines = await PlacesFile.Read(await SentFile.From(http.Request, cancel), db, cancel);
        if (lines.Where(l => l.Verdict == "bad").ToArray() is { Length: > 0 } bad)
            throw new InvalidRequest(bad.Take(100).ToDictionary(l => $"lines[{l.Line}]", l => new[] { $"Line {l.Line}: {l.Reason}" }));
        var differ = lines.Where(l => l.Verdict is "new" or "changed").ToArray();
        if (differ.Length > 0)
        {
            await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
            var codes = differ.Select(l => l.Code).ToArray();
            var known = await db.Places.Where(p => codes.Contains(p.Code)).ToDictionaryAsync(p => p.Code, cancel);
            foreach (var line in differ)
            {
                if (!known.TryGetValue(line.Code, out var place))
                    db.Places.Add(place = new() { Code = line.Code, Name = line.Name, Type = line.Type });
                (place.Name, place.Type, place.Parent, place.LoadedAt) = (line.Name, line.Type, line.Parent, Contracts.Places.IsKnown(line.Code) ? null : time.GetUtcNow());
            }
            await db.SaveChangesAsync(cancel);
            await KnownPlace.Refind(db, codes, cancel);
            if (transaction is not null)
                await transaction.CommitAsync(cancel);
        }
        return TypedResults.Ok(AnswerOf(lines));
    }

    private static Answer AnswerOf(List<PlaceLine> lines) => new(
        lines.Count(l => l.Verdict == "new"), lines.Count(l => l.Verdict == "changed"), lines.Count(l => l.Verdict == "same"), lines.Count(l => l.Verdict == "bad"), lines,
        "code,name,type,parent\n" + string.Concat(lines.Select(l => $"{Quoted(l.Code)},{Quoted(l.Name)},{Quoted(l.Type)},{Quoted(l.Parent ?? "")}\n")));

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n;") >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
