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
    /// <param name="Rule">The form in words.</param>
    internal sealed record Scheme(Regex Form, string Example, string Rule);

    private static readonly Dictionary<string, Scheme> Known = new(StringComparer.Ordinal)
    {
        ["GB-COH"] = new(CompanyNumber(), "09506232", "A company number has eight digits, or two letters and six digits"),
        ["GB-CHC"] = new(CharityNumber(), "1108464", "A charity number has six or seven digits"),
        ["GB-SC"] = new(ScottishCharityNumber(), "SC042386", "A Scottish charity number is SC and six digits"),
        ["GB-NIC"] = new(NorthernIrishCharityNumber(), "100019", "A Northern Irish charity number has six digits"),
        ["GB-LAE"] = new(LocalAuthority(), "SLF", "The code of an English local authority has three letters"),
        ["GB-NHS"] = new(NhsCode(), "RM3", "An NHS organisation code has three to six letters and digits"),
        ["GB-MPR"] = new(MutualNumber(), "29537R", "A mutual's number has two to six digits, often with letters before or after"),
        ["GB-ONS"] = new(GssCode(), "E08000006", "An ONS code is a letter and eight digits"),
    };

    public static IReadOnlyList<string> All { get; } = [.. Known.Keys];

    /// <summary>Whether the identifier, once tidied, has the form of its list.</summary>
    public static bool Fits(string scheme, string id) => Known.TryGetValue(scheme, out var known) && known.Form.IsMatch(id);

    /// <summary>Null when the identifier has the form of its list, else what is wrong.</summary>
    public static string? Problem(string scheme, string id) => Known.TryGetValue(scheme, out var known) && !known.Form.IsMatch(Tidy(id))
        ? $"This is not an identifier of {scheme}. {known.Rule}, like {known.Example}{(IdentifierRepair.Of(scheme, id) is { } meant ? $". Did you mean {meant.Id}{(meant.Scheme == scheme ? "" : $", which is of {meant.Scheme}")}?" : ".")}"
        : null;

    /// <summary>The one spelling under which identifiers are kept: no spaces, upper case.</summary>
    public static string Tidy(string id) => Blanks().Replace(id, "").ToUpperInvariant();

    [GeneratedRegex(@"\s")] private static partial Regex Blanks();
    // the last form is of Northern Irish companies before 1990s and of societies that Companies House lists
    [GeneratedRegex("^(?!0{8})([0-9]{8}|[A-Z]{2}[0-9]{6}|R[0-9]{7}|(IP|SP|NP)[0-9]{5}R)$")] private static partial Regex CompanyNumber();
    [GeneratedRegex("^[1-9][0-9]{5,6}(-[0-9]{1,3})?$")] private static partial Regex CharityNumber();
    [GeneratedRegex("^SC[0-9]{6}$")] private static partial Regex ScottishCharityNumber();
    [GeneratedRegex("^1[0-9]{5}$")] private static partial Regex NorthernIrishCharityNumber();
    [GeneratedRegex("^[A-Z]{3}$")] private static partial Regex LocalAuthority();
    [GeneratedRegex("^[A-Z0-9]{3,6}$")] private static partial Regex NhsCode();
    [GeneratedRegex("^(IP|SP|NP)?[0-9]{2,6}[A-Z]{0,2}$")] private static partial Regex MutualNumber();
    [GeneratedRegex("^[EWSNK][0-9]{8}$")] private static partial Regex GssCode();
}

/// <summary>An identifier as it is given on registration.</summary>
internal sealed record GivenIdentifier(
    [OneOf("a scheme", typeof(IdentifierSchemes))] string Scheme,
    [Required(ErrorMessage = "Enter the identifier."), AtMost(40)] string Id) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Scheme is not null && Id is not null && IdentifierSchemes.Problem(Scheme, Id) is { } problem)
            yield return IdentifierRepair.Of(Scheme, Id) is { } meant ? new Repairable(problem, "id", meant) : new ValidationResult(problem, ["id"]);
    }
}
