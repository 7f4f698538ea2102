using System.Globalization;
using System.Text;

namespace Charter.ServiceDefaults;

/// <summary>Lines of a CSV (RFC 4180) that is safe to open in a spreadsheet.</summary>
public static class Csv
{
    /// <summary>Appends one line; the cells are quoted where they have to be.</summary>
    public static void Line(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        for (var i = 0; i < cells.Length; i++)
            text.Append(i == 0 ? "" : ",").Append(Cell(cells[i]));
        text.Append("\r\n");
    }

    // A spreadsheet takes what begins so for a formula, but for a number below 0; the apostrophe makes it text.
    private static string Cell(string value)
    {
        if (value.Length > 0 && (value[0] is '=' or '+' or '@' or '\t' or '\r' or '\n'
            || (value[0] == '-' && !decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))))
            value = "'" + value;
        return value.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
    }
}
