using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Frameworks;

/// <summary>A version of a framework as data; the schema of packs says what each part may be.</summary>
internal sealed record Pack(
    string Id, int Version, string Title, PackLicence Licence, string Source, string? SourceAddress, string? VerifiedAgainst, IReadOnlyList<string>? Notes, IReadOnlyList<PackGap>? LeftOut,
    IReadOnlyList<PackTheme> Themes, IReadOnlyList<PackOutcome> Outcomes, IReadOnlyList<PackMeasure> Measures, IReadOnlyList<PackRelation>? Crosswalk)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// The canonical form: members in the order of the schema, nothing that is left out or an empty list of what may be left out, no spaces between, UTF-8. Its SHA-256 is the
    /// checksum, and it is what is downloaded, so anybody can compare the two.
    /// </summary>
    public string Canonical() => JsonSerializer.Serialize(this with { Notes = Filled(Notes), LeftOut = Filled(LeftOut), Crosswalk = Filled(Crosswalk), Outcomes = [.. Outcomes.Select(o => o with { Criteria = Filled(o.Criteria) })] }, Form);

    public static string ChecksumOf(string canonical) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    public static Pack Read(string canonical) => JsonSerializer.Deserialize<Pack>(canonical, Form)!;

    /// <summary>Of values that keep the schema.</summary>
    public static Pack Of(LinedNode node)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
            node.Write(json);
        var pack = JsonSerializer.Deserialize<Pack>(text.ToArray(), Form)!;
        // a price is the same price with and without zeros behind the point
        return pack with { Measures = [.. pack.Measures.Select(m => m.Proxy is { } proxy ? m with { Proxy = proxy with { Value = proxy.Value.Plain() } } : m)] };
    }

    private static IReadOnlyList<T>? Filled<T>(IReadOnlyList<T>? list) => list is { Count: > 0 } ? list : null;
}

internal sealed record PackLicence(string Name, string? Address = null, string? Text = null);

/// <summary>Parts of the framework that are not in the pack.</summary>
internal sealed record PackGap(string What, int Count, string Why);

/// <param name="Verified">Somebody compared its words with what the pack names; null where nothing is said about it.</param>
internal sealed record PackTheme(string Code, string Name, bool? Verified = null);

internal sealed record PackOutcome(string Code, string Theme, string Name, IReadOnlyList<PackCriterion>? Criteria = null, bool? Verified = null);

internal sealed record PackCriterion(string Code, string Name, bool? Verified = null);

/// <param name="Direction">increase or reduce: which way is better.</param>
internal sealed record PackMeasure(string Code, string Outcome, string Name, string? Unit = null, string? Direction = null, PackProxy? Proxy = null, string? Target = null, string? Guidance = null, bool? Verified = null);

/// <summary>What one unit is worth, in pounds of a year, and who says so.</summary>
internal sealed record PackProxy(decimal Value, string Source, int PriceYear);

/// <param name="From">Code of an outcome or measure of the pack.</param>
/// <param name="Kind">What the other is to it: same, broader, narrower or related.</param>
internal sealed record PackRelation(string From, string Kind, string Framework, int Version, string To, string Source);
