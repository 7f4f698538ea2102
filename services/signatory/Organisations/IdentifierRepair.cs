using System.Text.RegularExpressions;
using Charter.Contracts;

namespace Charter.Signatories.Organisations;

/// <summary>
/// What somebody meant who wrote an identifier in a form that its list does not have: zeros lost to a spreadsheet, the letter O for a zero, the
/// name of the list written in front. Only offered, never put in place of what was given.
/// </summary>
internal static partial class IdentifierRepair
{
    /// <summary>Fewer digits than this are as likely a slip as a number that lost its zeros.</summary>
    private const int FewestDigits = 4;

    /// <summary>Letters before the six digits of a company number, by the kind of company and its country.</summary>
    private static readonly string[] CompanyPrefixes =
        ["SC", "NI", "OC", "SO", "NC", "RC", "SR", "NR", "FC", "SF", "NF", "LP", "SL", "NL", "IP", "SP", "NP", "CE", "CS", "AC", "SA", "NA", "BR", "GE", "GN", "GS", "IC", "SI", "NV", "SZ", "ZC", "OE", "PC", "RS", "SE", "UC"];

    /// <summary>Null when there is no reading, or more than one. What is returned has the form of its list, which may be another.</summary>
    public static OrganisationIdentifier? Of(string scheme, string given)
    {
        var written = WithoutTheList(scheme, given.ToUpperInvariant());
        if (written.Length is 0 or > 20)
            return null;
        return Read(scheme, written) is { } id && IdentifierSchemes.Fits(scheme, id) && id != IdentifierSchemes.Tidy(given) ? new(scheme, id) : OfAnotherList(scheme, written);
    }

    private static string? Read(string scheme, string written) => scheme switch
    {
        "GB-COH" => Company(written),
        "GB-CHC" => Digits(written.Replace('/', '-')) is { } number ? number.TrimStart('0') : null,
        "GB-SC" => Padded(written.StartsWith("SC", StringComparison.Ordinal) ? written[2..] : written, 6) is { } digits ? "SC" + digits : null,
        "GB-NIC" => Digits(written.StartsWith("NIC", StringComparison.Ordinal) ? written[3..] : written)?.TrimStart('0'),
        "GB-ONS" => Gss(written),
        _ => written,
    };

    private static string? Company(string written) =>
        Padded(written, 8) is { } number ? number
        : CompanyPrefixes.FirstOrDefault(p => written.StartsWith(p, StringComparison.Ordinal)) is { } prefix && Padded(written[2..], 6, fewest: 3) is { } rest ? prefix + rest
        : written.StartsWith("0C", StringComparison.Ordinal) && Padded(written[2..], 6, fewest: 3) is { } partnership ? "OC" + partnership
        : null;

    /// <summary>Of the nine characters of a code of a district the second is a zero, which is often lost; which code is meant is certain only when there is such a place.</summary>
    private static string? Gss(string written) => written.Length > 1 && written[0] is 'E' or 'W' or 'S' or 'N' or 'K' && Digits(written[1..]) is { } digits
        ? digits.Length == 8 ? written[0] + digits : Places.IsKnown($"{written[0]}0{digits}") ? $"{written[0]}0{digits}" : null
        : null;

    private static string? Padded(string written, int length, int fewest = FewestDigits) =>
        Digits(written) is { } digits && digits.Length >= fewest && digits.Length <= length && !digits.Contains('-') ? digits.PadLeft(length, '0') : null;

    /// <summary>The digits, where letters that look like one stand for it; null when there is anything else.</summary>
    private static string? Digits(string written)
    {
        var read = written.Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return DigitsOnly().IsMatch(read) && read.Any(char.IsAsciiDigit) && written.Count(char.IsAsciiDigit) * 2 >= written.Length ? read : null;
    }

    /// <summary>An identifier of this list that is written so that it can only be of that one.</summary>
    private static OrganisationIdentifier? OfAnotherList(string scheme, string written) =>
        scheme != "GB-ONS" && IdentifierSchemes.Fits("GB-ONS", written) ? new("GB-ONS", written)
        : scheme is "GB-CHC" or "GB-NIC" && IdentifierSchemes.Fits("GB-SC", written) ? new("GB-SC", written)
        : scheme == "GB-CHC" && written.StartsWith("NIC", StringComparison.Ordinal) && IdentifierSchemes.Fits("GB-NIC", written[3..]) ? new("GB-NIC", written[3..])
        : null;

    /// <summary>"GB-COH-09506232", "Company No. 9506232", "registered charity number: 1108464": what is left is the identifier.</summary>
    private static string WithoutTheList(string scheme, string written)
    {
        written = written.Trim();
        if (written.StartsWith(scheme, StringComparison.Ordinal))
            written = written[scheme.Length..];
        return Separators().Replace(Preamble().Replace(written, ""), "").Trim('-', '/');
    }

    [GeneratedRegex(@"^[\s\-:]*((REGISTERED|REGISTRATION|REGISTER|COMPANY|COMPANIES|HOUSE|CHARITY|CHARITIES|COMMISSION|SCOTTISH|NHS|ODS|ORGANISATION|MUTUAL|SOCIETY|ENGLAND|CRN|CH|REG|CO|NUMBER|NUM|NO|NR|CODE|ID|IN|AND|WALES)\b[\s.:#/\-]*)*")]
    private static partial Regex Preamble();
    [GeneratedRegex(@"[\s.,:#'""()_]|(?<=^[A-Z]{1,3})-|\u00A0|(?<!\d)-|-(?!\d)")] private static partial Regex Separators();
    [GeneratedRegex("^[0-9]+(-[0-9]{1,3})?$")] private static partial Regex DigitsOnly();
}
