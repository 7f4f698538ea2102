using System.Text.RegularExpressions;

namespace Charter.Pledges.Contracts;

/// <summary>Finds the postcode in an address as people and programs write it.</summary>
internal static partial class Postcodes
{
    /// <summary>
    /// In capitals without a space, as the directory has its keys; null when there is none. The last one, since an address ends with it. In capitals it is found
    /// also where a line break has become the letters "rn" or "n" before or after it.
    /// </summary>
    public static string? In(string? address) => address is null ? null : Last(Capitals(), address) ?? Last(AnyCase(), address);

    private static string? Last(Regex form, string address) =>
        form.Matches(address) is { Count: > 0 } found ? string.Concat(found[^1].Groups[1].ValueSpan.ToString().Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant() : null;

    // The letters that the Royal Mail uses in each position (Programmers' Guide to PAF).
    private const string Form = "(GIR ?0AA|(?:[A-PR-UWYZ](?:[0-9][0-9A-HJKPSTUW]?|[A-HK-Y][0-9][0-9ABEHMNPRVWXY]?))[ \\u00A0]{0,3}[0-9][ABD-HJLNP-UW-Z]{2})";

    [GeneratedRegex("(?<![A-Z0-9])" + Form + "(?![A-Z0-9])", RegexOptions.CultureInvariant)] private static partial Regex Capitals();

    [GeneratedRegex(@"\b" + Form + @"\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)] private static partial Regex AnyCase();
}
