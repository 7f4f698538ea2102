using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;

namespace Charter.Signatories.Organisations;

/// <summary>A place with its name.</summary>
/// <param name="Code">ONS GSS code.</param>
internal sealed record Place(string Code, string Name);

/// <summary>The local authorities of the North West of England by ONS GSS code.</summary>
internal static class Places
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

    public static bool IsKnown(string code) => Names.ContainsKey(code);

    public static Place Of(string code) => new(code, Names.GetValueOrDefault(code, code));
}

/// <summary>Every entry is the code of a known place.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class KnownPlacesAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        value is IEnumerable<string> codes && codes.Where(c => !Places.IsKnown(c)).ToArray() is { Length: > 0 } unknown
            ? new($"These are not codes of places that the register knows: {string.Join(", ", unknown.Take(5))}. Use codes such as E08000006.")
            : ValidationResult.Success;
}
