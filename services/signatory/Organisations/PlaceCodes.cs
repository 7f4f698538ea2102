using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Charter.Signatories.Organisations;

/// <summary>Every entry has the form of a place's code. Whether there is such a place says the register's own list of them.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed partial class PlaceCodesAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        value is IEnumerable<string> codes && codes.Where(c => !HasForm(c)).ToArray() is { Length: > 0 } unknown ? new(Unknown(unknown)) : ValidationResult.Success;

    public static bool HasForm(string code) => Form().IsMatch(code);

    public static string Unknown(IEnumerable<string> codes) =>
        $"These are not codes of places that the register knows: {string.Join(", ", codes.Take(5).Select(c => c.Length > 40 ? c[..40] + "…" : c))}. Use codes such as E08000006.";

    [GeneratedRegex("^[A-Z][A-Z0-9-]{2,29}$")] private static partial Regex Form();
}
