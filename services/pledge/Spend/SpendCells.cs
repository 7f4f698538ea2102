using System.Globalization;
using System.Text.RegularExpressions;

namespace Charter.Pledges.Spend;

/// <summary>Amounts and dates as they are written in published tables.</summary>
internal static partial class SpendCells
{
    private const decimal Largest = 100_000_000_000;

    private static readonly string[] Dates =
    [
        "d/M/yyyy", "d/M/yy", "d-M-yyyy", "d-M-yy", "d.M.yyyy", "d.M.yy", "yyyy-M-d", "yyyy/M/d", "yyyyMMdd", "d-MMM-yy", "d-MMM-yyyy", "d MMM yyyy", "d MMM yy", "d MMMM yyyy", "d-MMMM-yyyy", "d/MMM/yyyy",
    ];

    /// <summary>In pounds; a credit, however it is marked, is negative. Null when it is no amount.</summary>
    public static decimal? Amount(string cell)
    {
        var text = cell.Trim().Replace('−', '-').Replace('–', '-').Replace("\u00A0", "", StringComparison.Ordinal);
        var isCredit = false;
        if (Credit().Match(text) is { Success: true } credit)
            (isCredit, text) = (true, text[..credit.Index]);
        else if (text.EndsWith("DR", StringComparison.OrdinalIgnoreCase))
            text = text[..^2];
        text = text.Trim();
        if (text is ['(', .., ')'])
            (isCredit, text) = (!isCredit, text[1..^1]);
        text = string.Concat(text.Where(c => c is not ('£' or ' ' or '\uFFFD')));
        if (text.StartsWith("GBP", StringComparison.OrdinalIgnoreCase))
            text = text[3..];
        if (text.EndsWith('-'))
            (isCredit, text) = (!isCredit, text[..^1]);
        else if (text.StartsWith('-'))
            (isCredit, text) = (!isCredit, text[1..].TrimStart('£'));
        return Figure().IsMatch(text) && decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount) && amount < Largest
            ? isCredit ? -amount : amount : null;
    }

    /// <summary>Day before month, as in Britain. Null when it is no date.</summary>
    public static DateOnly? Date(string cell)
    {
        var text = cell.Trim();
        if (text.Length > 10 && Clock().Match(text) is { Success: true } clock)
            text = text[..clock.Index];
        if (DateOnly.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var day) || DateOnly.TryParseExact(text.Replace("Sept", "Sep", StringComparison.OrdinalIgnoreCase), Dates, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out day))
            return day.Year is >= 1990 and <= 2100 ? day : null;
        // how a spreadsheet counts days, where somebody lost the format of the column
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 33_000 and < 73_000 ? new DateOnly(1899, 12, 30).AddDays(number) : null;
    }

    [GeneratedRegex(@"^(\d{1,3}(,\d{3})+|\d+)(\.\d{1,4})?$|^\.\d{1,4}$")] private static partial Regex Figure();

    [GeneratedRegex(@"\s*CR$", RegexOptions.IgnoreCase)] private static partial Regex Credit();

    [GeneratedRegex(@"[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([AP]M)?Z?$", RegexOptions.IgnoreCase)] private static partial Regex Clock();
}
