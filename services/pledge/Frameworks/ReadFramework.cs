using System.Globalization;
using System.Text;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

/// <summary>A version of a framework, with what of it is verified and what is left out; also as the pack whose checksum is stated, and its measures as a table.</summary>
internal static class ReadFramework
{
    internal sealed record Edition(int Version, string Title, string Checksum, DateTimeOffset ImportedAt);

    /// <param name="IsLatest">No newer version has superseded it.</param>
    /// <param name="CharterId">The charter of the partnership to which it is private; null for what everybody reads.</param>
    /// <param name="Checksum">SHA-256, lower-case hex, of the pack as it is downloaded.</param>
    /// <param name="NotVerified">How many parts say that nobody compared them with what they are said to be taken from.</param>
    internal sealed record Answer(
        Guid Id, string PackId, int Version, bool IsLatest, string Title, Guid? CharterId, string? CharterTitle, PackLicence Licence, string Source, string? SourceAddress, string? VerifiedAgainst,
        int NotVerified, IReadOnlyList<string> Notes, IReadOnlyList<PackGap> LeftOut, string Checksum, DateTimeOffset ImportedAt, IReadOnlyList<PackTheme> Themes, IReadOnlyList<PackOutcome> Outcomes,
        IReadOnlyList<PackMeasure> Measures, IReadOnlyList<Edition> Versions);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/frameworks/{frameworkId:guid}", Handle).AllowEveryone().Refuses(404, "not-found").WithTags("Frameworks").WithSummary("Read a framework").WithDescription("version: the latest without a word.");
        routes.MapGet("/frameworks/{frameworkId:guid}/pack", Pack).AllowEveryone().Refuses(404, "not-found").Produces<string>(200, "application/json").WithTags("Frameworks").WithSummary("Download a framework as the pack of its checksum");
        routes.MapGet("/frameworks/{frameworkId:guid}/measures.csv", Table).AllowEveryone().Refuses(404, "not-found").Produces<string>(200, "text/csv").WithTags("Frameworks").WithSummary("Download a framework's measures as a table");
    }

    private static async Task<Ok<Answer>> Handle(Guid frameworkId, int? version, Caller? caller, PledgeDb db, CancellationToken cancel)
    {
        var (framework, read) = await db.FrameworkFor(caller, frameworkId, version, cancel);
        var editions = await db.FrameworkVersions.Where(v => v.FrameworkId == frameworkId).OrderByDescending(v => v.Version).Select(v => new Edition(v.Version, v.Title, v.Checksum, v.ImportedAt)).ToListAsync(cancel);
        var charter = framework.IsPrivate ? await db.Charters.Where(c => c.CharterId == framework.Scope).OrderByDescending(c => c.Version).Select(c => c.Title).FirstOrDefaultAsync(cancel) : null;
        var pack = Frameworks.Pack.Read(read.Content);
        var marks = pack.Themes.Select(t => t.Verified).Concat(pack.Outcomes.Select(o => o.Verified)).Concat(pack.Outcomes.SelectMany(o => o.Criteria ?? []).Select(c => c.Verified)).Concat(pack.Measures.Select(m => m.Verified));
        return TypedResults.Ok(new Answer(
            framework.Id, framework.PackId, read.Version, read.Version == framework.LatestVersion, pack.Title, framework.IsPrivate ? framework.Scope : null, charter, pack.Licence, pack.Source, pack.SourceAddress,
            pack.VerifiedAgainst, marks.Count(m => m == false), pack.Notes ?? [], pack.LeftOut ?? [], read.Checksum, read.ImportedAt, pack.Themes, pack.Outcomes, pack.Measures, editions));
    }

    private static async Task<FileContentHttpResult> Pack(Guid frameworkId, int? version, Caller? caller, PledgeDb db, CancellationToken cancel)
    {
        var (framework, read) = await db.FrameworkFor(caller, frameworkId, version, cancel);
        return TypedResults.File(Encoding.UTF8.GetBytes(read.Content), "application/json", $"{framework.PackId}-{read.Version}.json");
    }

    private static async Task<FileContentHttpResult> Table(Guid frameworkId, int? version, Caller? caller, PledgeDb db, CancellationToken cancel)
    {
        var (framework, read) = await db.FrameworkFor(caller, frameworkId, version, cancel);
        var pack = Frameworks.Pack.Read(read.Content);
        var text = new StringBuilder();
        Csv.Line(text, "framework", "version", "theme", "outcome", "code", "measure", "unit", "direction", "proxy_value", "proxy_source", "price_year", "target", "guidance", "verified", "licence", "checksum");
        var themes = pack.Themes.ToDictionary(t => t.Code, t => t.Name);
        // an outcome without measures is a line too: the table holds the whole framework
        foreach (var (outcome, m) in pack.Outcomes.SelectMany(o => pack.Measures.Where(m => m.Outcome == o.Code).DefaultIfEmpty(), (o, m) => (o, m)))
            Csv.Line(text, framework.PackId, Text(read.Version), themes[outcome.Theme], outcome.Name, m?.Code ?? "", m?.Name ?? "", m?.Unit ?? "", m?.Direction ?? "", m?.Proxy is { } proxy ? Text(proxy.Value) : "",
                m?.Proxy?.Source ?? "", m?.Proxy is { } priced ? Text(priced.PriceYear) : "", m?.Target ?? "", m?.Guidance ?? "", ((m is null ? outcome.Verified : m.Verified) switch { true => "yes", false => "no", _ => "" }), pack.Licence.Name, read.Checksum);
        return TypedResults.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", $"{framework.PackId}-{read.Version}-measures.csv");
    }

    private static string Text<T>(T number) where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
