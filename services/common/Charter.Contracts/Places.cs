using System.Collections.Frozen;

namespace Charter.Contracts;

/// <summary>A place with its name.</summary>
/// <param name="Code">ONS GSS code.</param>
/// <param name="Name">As people write it; the code itself where the place is not known.</param>
public sealed record Place(string Code, string Name);

/// <summary>Sorts of places, the wider first.</summary>
public static class PlaceTypes
{
    /// <summary>A county; holds districts.</summary>
    public const string County = "county";
    /// <summary>A district or unitary authority; holds wards.</summary>
    public const string District = "district";
    /// <summary>An electoral ward.</summary>
    public const string Ward = "ward";
    /// <summary>Anything else that a partnership counts as a place: a neighbourhood, a primary care network.</summary>
    public const string Area = "area";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [County, District, Ward, Area];
}

/// <summary>The counties and local authorities of the North West of England. Further places are loaded by a partnership and known to signatory alone.</summary>
public static class Places
{
    /// <summary>
    /// The five ceremonial counties with their districts. Two of them are the areas of metropolitan counties and have those codes of ONS; the other
    /// three have no GSS code as they are today, and so one of our own, which begins with <c>X-</c>.
    /// </summary>
    private static readonly FrozenDictionary<string, (string Name, string[] Districts)> CountyDistricts = new Dictionary<string, (string, string[])>
    {
        ["X-CHESHIRE"] = ("Cheshire", ["E06000006", "E06000007", "E06000049", "E06000050"]),
        ["X-CUMBRIA"] = ("Cumbria", ["E06000063", "E06000064"]),
        ["E11000001"] = ("Greater Manchester", ["E08000001", "E08000002", "E08000003", "E08000004", "E08000005", "E08000006", "E08000007", "E08000008", "E08000009", "E08000010"]),
        ["X-LANCASHIRE"] = ("Lancashire", ["E06000008", "E06000009", "E07000117", "E07000118", "E07000119", "E07000120", "E07000121", "E07000122", "E07000123", "E07000124", "E07000125", "E07000126", "E07000127", "E07000128"]),
        ["E11000002"] = ("Merseyside", ["E08000011", "E08000012", "E08000013", "E08000014", "E08000015"]),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> CountyOf =
        CountyDistricts.SelectMany(c => c.Value.Districts.Select(d => (District: d, County: c.Key))).ToFrozenDictionary(d => d.District, d => d.County);

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["E06000006"] = "Halton",
        ["E06000007"] = "Warrington",
        ["E06000008"] = "Blackburn with Darwen",
        ["E06000009"] = "Blackpool",
        ["E06000049"] = "Cheshire East",
        ["E06000050"] = "Cheshire West and Chester",
        ["E06000063"] = "Cumberland",
        ["E06000064"] = "Westmorland and Furness",
        ["E08000001"] = "Bolton",
        ["E08000002"] = "Bury",
        ["E08000003"] = "Manchester",
        ["E08000004"] = "Oldham",
        ["E08000005"] = "Rochdale",
        ["E08000006"] = "Salford",
        ["E08000007"] = "Stockport",
        ["E08000008"] = "Tameside",
        ["E08000009"] = "Trafford",
        ["E08000010"] = "Wigan",
        ["E08000011"] = "Knowsley",
        ["E08000012"] = "Liverpool",
        ["E08000013"] = "St. Helens",
        ["E08000014"] = "Sefton",
        ["E08000015"] = "Wirral",
        ["E07000117"] = "Burnley",
        ["E07000118"] = "Chorley",
        ["E07000119"] = "Fylde",
        ["E07000120"] = "Hyndburn",
        ["E07000121"] = "Lancaster",
        ["E07000122"] = "Pendle",
        ["E07000123"] = "Preston",
        ["E07000124"] = "Ribble Valley",
        ["E07000125"] = "Rossendale",
        ["E07000126"] = "South Ribble",
        ["E07000127"] = "West Lancashire",
        ["E07000128"] = "Wyre",
    }.ToFrozenDictionary();

    /// <summary>Every district, by name.</summary>
    public static IReadOnlyList<Place> All { get; } = [.. Names.Select(n => new Place(n.Key, n.Value)).OrderBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>Every county, by name.</summary>
    public static IReadOnlyList<Place> Counties { get; } = [.. CountyDistricts.Select(c => new Place(c.Key, c.Value.Name)).OrderBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>Whether it is the code of a district or county.</summary>
    public static bool IsKnown(string code) => Names.ContainsKey(code) || CountyDistricts.ContainsKey(code);

    /// <summary>The county of a district; null for anything else.</summary>
    public static string? ParentOf(string code) => CountyOf.GetValueOrDefault(code);

    /// <summary>The place with this code.</summary>
    public static Place Of(string code) => new(code, Names.TryGetValue(code, out var name) ? name : CountyDistricts.TryGetValue(code, out var county) ? county.Name : code);
}
