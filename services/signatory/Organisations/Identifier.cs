using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Organisations;

/// <summary>An identifier of an organisation in a list of org-id.guide, or its ONS GSS code.</summary>
internal sealed class Identifier
{
    public required Guid OrganisationId { get; init; }
    public required string Scheme { get; init; }
    public required string Value { get; init; }
}

/// <summary>The lists that the register accepts and the form of identifiers in each.</summary>
internal static partial class IdentifierSchemes
{
    private sealed record Scheme(Regex Form, string Example);

    private static readonly Dictionary<string, Scheme> Known = new(StringComparer.Ordinal)
    {
        ["GB-COH"] = new(CompanyNumber(), "09506232"),
        ["GB-CHC"] = new(CharityNumber(), "1108464"),
        ["GB-LAE"] = new(LocalAuthority(), "SLF"),
        ["GB-NHS"] = new(NhsCode(), "RM3"),
        ["GB-MPR"] = new(MutualNumber(), "29537R"),
        ["GB-ONS"] = new(GssCode(), "E08000006"),
    };

    public static IReadOnlyList<string> All { get; } = [.. Known.Keys];

    /// <summary>Null when the identifier has the form of its list, else what is wrong.</summary>
    public static string? Problem(string scheme, string id) =>
        Known.TryGetValue(scheme, out var known) && !known.Form.IsMatch(Tidy(id)) ? $"This is not an identifier of {scheme}. One looks like {known.Example}." : null;

    /// <summary>The one spelling under which identifiers are kept: no spaces, upper case.</summary>
    public static string Tidy(string id) => Blanks().Replace(id, "").ToUpperInvariant();

    [GeneratedRegex(@"\s")] private static partial Regex Blanks();
    [GeneratedRegex("^([0-9]{8}|[A-Z]{2}[0-9]{6})$")] private static partial Regex CompanyNumber();
    [GeneratedRegex("^[0-9]{6,7}(-[0-9]{1,3})?$")] private static partial Regex CharityNumber();
    [GeneratedRegex("^[A-Z]{3}$")] private static partial Regex LocalAuthority();
    [GeneratedRegex("^[A-Z0-9]{3,6}$")] private static partial Regex NhsCode();
    [GeneratedRegex("^(IP)?[0-9]{3,6}R?$")] private static partial Regex MutualNumber();
    [GeneratedRegex("^[EWSN][0-9]{8}$")] private static partial Regex GssCode();
}

/// <summary>An identifier as it is given on registration.</summary>
internal sealed record GivenIdentifier(
    [OneOf("a scheme", typeof(IdentifierSchemes))] string Scheme,
    [Required(ErrorMessage = "Enter the identifier."), AtMost(30)] string Id) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Scheme is not null && Id is not null && IdentifierSchemes.Problem(Scheme, Id) is { } problem)
            yield return new(problem, ["id"]);
    }
}
