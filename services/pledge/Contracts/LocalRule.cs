using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Contracts;

internal static class Locality
{
    public const string Local = "local";
    public const string Elsewhere = "elsewhere";
    /// <summary>Nobody knows where the supplier is. It is not counted as being elsewhere.</summary>
    public const string Unknown = "unknown";
}

/// <summary>A figure by where the money goes. The three parts make up the whole.</summary>
/// <param name="UnknownShare">Share of the whole, from 0 to 1, whose place is not known; null when there is nothing.</param>
/// <param name="LocalShare">Share that is local for certain.</param>
internal sealed record ByLocality(decimal Total, decimal Local, decimal Elsewhere, decimal Unknown, decimal? LocalShare, decimal? UnknownShare)
{
    public static ByLocality Of(IEnumerable<(string Locality, decimal Value)> parts)
    {
        var sums = parts.GroupBy(p => p.Locality).ToDictionary(g => g.Key, g => g.Sum(p => p.Value));
        var (total, local, unknown) = (sums.Values.Sum(), sums.GetValueOrDefault(Locality.Local), sums.GetValueOrDefault(Locality.Unknown));
        return new(Pence(total), Pence(local), Pence(sums.GetValueOrDefault(Locality.Elsewhere)), Pence(unknown), Share(local, total), Share(unknown, total));
    }

    private static decimal Pence(decimal value) => Math.Round(value, 2);

    private static decimal? Share(decimal part, decimal total) => total > 0 ? Math.Round(part / total, 4) : null;
}

/// <summary>
/// What counts as local: suppliers in these places by the supplier book, where a postcode directory says where a postcode is, or else a person has said where the
/// supplier is.
/// </summary>
/// <param name="Codes">The places, and those that lie in them.</param>
/// <param name="Places">By name, as they were asked for.</param>
/// <param name="Rule">In sentences, to stand beside every figure.</param>
internal sealed record LocalRule(string[] Codes, IReadOnlyList<Place> Places, string Rule)
{
    /// <param name="place">One place, or null for those that the organisation says it serves.</param>
    public static async Task<LocalRule> For(PledgeDb db, Guid organisation, string? place, CancellationToken cancel)
    {
        string[] places = string.IsNullOrEmpty(place) ? (await db.Organisations.AsNoTracking().Where(o => o.OrganisationId == organisation).Select(o => o.Places).SingleOrDefaultAsync(cancel) ?? []) : [place];
        if (!string.IsNullOrEmpty(place) && !Charter.Contracts.Places.IsKnown(place))
            throw InvalidRequest.For("place", "Choose a place that Charter knows, by its code.");
        var isDirectoryThere = await db.PostcodePlaces.AnyAsync(cancel);
        var named = places.Select(Charter.Contracts.Places.Of).ToArray();
        var codes = places.Concat(Charter.Contracts.Places.All.Where(p => Charter.Contracts.Places.ParentOf(p.Code) is { } county && places.Contains(county)).Select(p => p.Code)).Distinct().ToArray();
        return new(codes, named, named.Length == 0
            ? "Nothing is known of the places that the organisation serves, so nothing can be called local."
            : $"Local is what goes to suppliers in {string.Join(", ", named.Select(p => p.Name))}. Where a supplier is, "
                + (isDirectoryThere ? "its postcode says by the directory that the partnership loaded, or else somebody of the organisation." : "somebody of the organisation says: the partnership has loaded no postcode directory.")
                + " Where nobody knows, it is unknown and not taken to be elsewhere.");
    }
}

/// <summary>Where a supplier is and what that is called under a rule, for questions to the database. The directory comes before what a person said.</summary>
internal static class Whereabouts
{
    public const string Function = """
        create function locality_of(district text, ward text, set_place text, local text[]) returns text language sql immutable as $$
          select case when coalesce(district, set_place) is null then 'unknown'
                      when coalesce(district, set_place) = any(local) or (district is not null and ward = any(local)) then 'local' else 'elsewhere' end
        $$;
        """;
}
