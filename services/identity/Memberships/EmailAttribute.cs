using System.ComponentModel.DataAnnotations;

namespace Charter.Identity.Memberships;

/// <summary>The text has the form of an e-mail address of at most 254 characters (RFC 5321, section 4.5.3.1).</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class EmailAttribute : ValidationAttribute
{
    private const int Longest = 254;

    public override bool IsValid(object? value) => value is not string text || HasForm(text.Trim());

    public override string FormatErrorMessage(string name) => "Enter an e-mail address such as name@example.org.";

    private static bool HasForm(string text) =>
        text.Length <= Longest && text.Split('@') is [{ Length: > 0 and <= 64 }, { Length: >= 3 } domain]
        && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or ';' or '<' or '>')
        && domain.Contains('.') && domain.Split('.').All(part => part.Length > 0);
}
