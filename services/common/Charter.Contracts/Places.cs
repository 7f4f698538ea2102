using System.Collections.Frozen;

namespace Charter.Contracts;

/// <summary>A place with its name.</summary>
/// <param name="Code">ONS GSS code.</param>
/// <param name="Name">As people write it; the code itself where the place is not known.</param>
public sealed record Place(string Code, string Name);

/// <summary>The local authorities of the North West of England by ONS GSS code.</summary>
public static class Places
{
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

    /// <summary>Every place, by name.</summary>
    public static IReadOnlyList<Place> All { get; } = [.. Names.Select(n => new Place(n.Key, n.Value)).OrderBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>Whether it is the code of one of them.</summary>
    public static bool IsKnown(string code) => Names.ContainsKey(code);

    /// <summary>The place with this code.</summary>
    public static Place Of(string code) => new(code, Names.GetValueOrDefault(code, code));
}
