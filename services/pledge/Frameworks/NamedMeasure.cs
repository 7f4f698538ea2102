using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Frameworks;

/// <summary>A measure of a framework, as pledges name it.</summary>
internal sealed record NamedMeasure(Guid FrameworkId, int Version, [AtMost(40)] string Code)
{
    /// <summary>How it is written where one text has to hold it.</summary>
    public override string ToString() => $"{FrameworkId}/{Version}/{Code}";
}

/// <summary>A measure with what it says.</summary>
/// <param name="FrameworkTitle">Of the version that is named.</param>
/// <param name="IsPrivate">Its words are the partnership's, and not for the public.</param>
internal sealed record MeasureOfFramework(
    Guid FrameworkId, int Version, string Code, string Name, string? Unit, string? Direction, PackProxy? Proxy, string FrameworkTitle, bool IsPrivate, bool IsLatest);

internal static class NamedMeasures
{
    /// <summary>The measure, if it stands in a framework of these charters or one that comes with Charter.</summary>
    public static Task<MeasureOfFramework?> MeasureOf(this PledgeDb db, NamedMeasure named, Guid[]? charters, CancellationToken cancel) =>
        Of(db, db.Frameworks.In(charters).Where(f => f.Id == named.FrameworkId), p => p.Where(x => x.Version == named.Version && x.Code == named.Code)).SingleOrDefaultAsync(cancel);

    /// <summary>Those of the measures that the caller may read.</summary>
    public static async Task<Dictionary<NamedMeasure, MeasureOfFramework>> MeasuresOf(this PledgeDb db, IReadOnlyList<NamedMeasure> named, Caller? caller, CancellationToken cancel)
    {
        if (named.Count == 0)
            return [];
        var charters = await db.ReadableBy(caller, cancel);
        Guid[] frameworks = [.. named.Select(n => n.FrameworkId).Distinct()];
        string[] codes = [.. named.Select(n => n.Code).Distinct()];
        var found = await Of(db, db.Frameworks.In(charters).Where(f => frameworks.Contains(f.Id)), p => p.Where(x => codes.Contains(x.Code))).ToListAsync(cancel);
        return found.ToDictionary(m => new NamedMeasure(m.FrameworkId, m.Version, m.Code)).Where(m => named.Contains(m.Key)).ToDictionary();
    }

    /// <summary>Measures of the latest versions, in their order.</summary>
    public static IQueryable<MeasureOfFramework> LatestMeasures(this PledgeDb db, Guid[] charters) =>
        Of(db, db.Frameworks.In(charters), p => p.Where(x => db.Frameworks.Any(f => f.Id == x.FrameworkId && f.LatestVersion == x.Version)));

    private static IQueryable<MeasureOfFramework> Of(PledgeDb db, IQueryable<Framework> frameworks, Func<IQueryable<FrameworkPart>, IQueryable<FrameworkPart>> which) =>
        which(db.FrameworkParts.Where(p => p.IsMeasure))
            .Join(frameworks, p => p.FrameworkId, f => f.Id, (p, f) => new { p, f })
            .Join(db.FrameworkVersions, x => new { x.p.FrameworkId, x.p.Version }, v => new { v.FrameworkId, v.Version }, (x, v) => new { x.p, x.f, v })
            .OrderBy(x => x.f.Title).ThenBy(x => x.f.Id).ThenBy(x => x.p.Position)
            .Select(x => new MeasureOfFramework(x.p.FrameworkId, x.p.Version, x.p.Code, x.p.Name, x.p.Unit, x.p.Direction,
                x.p.ProxyValue == null ? null : new PackProxy(x.p.ProxyValue.Value, x.p.ProxySource!, x.p.ProxyPriceYear!.Value), x.v.Title, x.f.Scope != Framework.Everybody, x.p.Version == x.f.LatestVersion));
}

/// <summary>The measures that a pledge of an organisation can name: of the latest version of each framework that it may read.</summary>
internal static class ListMeasures
{
    private const int Most = 2_000;

    /// <param name="IsCut">There are more than are listed.</param>
    internal sealed record Answer(IReadOnlyList<MeasureOfFramework> Items, bool IsCut);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/{organisationId}/framework-measures", Handle)
        .Allow(Roles.Editor, Roles.Signatory, Roles.Champion).WithTags("Frameworks").WithSummary("List the measures that an organisation's pledges can name");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, Caller caller, PledgeDb db, CancellationToken cancel)
    {
        if (!caller.BelongsTo(organisationId))
            throw Refusal.Forbidden("Only the organisation's own people choose measures for it.");
        var found = await db.LatestMeasures(await db.ChartersOf([organisationId], cancel)).Take(Most + 1).ToListAsync(cancel);
        return TypedResults.Ok(new Answer([.. found.Take(Most)], found.Count > Most));
    }
}
