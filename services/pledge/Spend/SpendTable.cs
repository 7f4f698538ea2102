using System.Text;
using Charter.Pledges.Imports;
using Charter.ServiceDefaults;
using CsvHelper;

namespace Charter.Pledges.Spend;

/// <summary>The table cannot be read.</summary>
internal sealed class BrokenTable(string problem) : Exception(problem);

/// <summary>How a table is laid out.</summary>
/// <param name="Encoding">utf-8, utf-16, utf-16BE or windows-1252, of which Latin-1 is a part.</param>
/// <param name="HeaderLine">Line of the names of the columns, wherever it stands; null where there is none.</param>
/// <param name="Columns">Each by its name; empty for one that is empty in every row.</param>
/// <param name="Rows">Of data: without the names and empty rows.</param>
/// <param name="Sample">The first rows of data, cell by cell.</param>
internal sealed record SpendLayout(string Encoding, char Separator, long? HeaderLine, string[] Columns, long Rows, string[][] Sample, SpendMapping Guess)
{
    private const int MostColumns = 100;
    private const int RowsLookedAt = 200;
    private const int SampleRows = 5;
    private const int LongestCell = 80;

    /// <summary>Looks through the whole table: its names can stand in the last row, and a column can be empty until there.</summary>
    /// <exception cref="BrokenTable">It is no table.</exception>
    public static SpendLayout Of(Func<Stream> open)
    {
        var encoding = SpendTable.EncodingOf(open);
        var separator = SpendTable.SeparatorOf(open, encoding);
        var (best, score, rows, width, early) = (default((long Line, string[] Cells)), 1, 0L, 0, new List<(long Line, string[] Cells)>());
        var filled = new bool[MostColumns];
        foreach (var (line, cells) in SpendTable.Rows(open, encoding, separator))
        {
            rows++;
            width = Math.Max(width, cells.Length);
            if (width > MostColumns)
                throw new BrokenTable($"The table has more than {MostColumns} columns.");
            for (var i = 0; i < cells.Length; i++)
                filled[i] |= cells[i].Length > 0;
            if (early.Count < RowsLookedAt)
                early.Add((line, cells));
            var names = cells.Select(SpendMapping.FieldOf).Where(f => f is not null).Distinct().Count();
            if (names > score && !cells.Any(c => c.Length > 0 && (SpendCells.Amount(c) is not null || SpendCells.Date(c) is not null)))
                (best, score) = ((line, cells), names);
        }
        if (rows == 0)
            throw new BrokenTable("There is nothing in the table.");
        if (best.Cells is null && IsHeading(early))
            best = early[0];
        var data = early.Where(r => r.Line != best.Line).Select(r => r.Cells).ToArray();
        var columns = Names(best.Cells, width, filled, data);
        return new(encoding.WebName, separator, best.Cells is null ? null : best.Line, columns, rows - (best.Cells is null ? 0 : 1),
            [.. data.Take(SampleRows).Select(r => r.Select(c => c.Length > LongestCell ? PlainText.Cut(c, LongestCell) + "…" : c).ToArray())], SpendMapping.Guess(columns, data));
    }

    /// <summary>Names that nobody knows are names all the same when the row above amounts has none.</summary>
    private static bool IsHeading(List<(long Line, string[] Cells)> rows)
    {
        static bool HasFigure(string[] cells) => cells.Any(c => c.Length > 0 && (SpendCells.Amount(c) is not null || SpendCells.Date(c) is not null));
        return rows.Count > 1 && !HasFigure(rows[0].Cells) && rows[0].Cells.Count(c => c.Length > 0) > 1 && rows.Skip(1).Take(10).Any(r => HasFigure(r.Cells));
    }

    private static string[] Names(string[]? header, int width, bool[] filled, string[][] data)
    {
        var names = new string[width];
        for (var i = 0; i < width; i++)
        {
            var name = header is not null && i < header.Length ? string.Join(' ', header[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd(':', ' ') : "";
            if (name.Length is 0 or > 200)
                name = filled[i] && (header is null || data.Any(r => i < r.Length && r[i].Length > 0)) ? $"Column {i + 1}" : "";
            names[i] = name.Length > 0 && names.Take(i).Contains(name) ? $"{name} ({i + 1})" : name;
        }
        return names;
    }
}

/// <summary>Reads a table row by row, whatever program wrote it.</summary>
internal static class SpendTable
{
    private const int LargestRow = 100_000;

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static Encoding Named(string name) => name == Windows1252.WebName ? Windows1252 : Encoding.GetEncoding(name);

    /// <summary>By its mark; without one UTF-8 when all of it is, else Windows-1252, in which every file makes some sense.</summary>
    public static Encoding EncodingOf(Func<Stream> open)
    {
        using var content = open();
        var buffer = new byte[64 * 1024];
        var check = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var chars = new char[buffer.Length];
        var isUtf8 = true;
        for (var first = true; content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) is > 0 and var read; first = false)
        {
            if (first && buffer.AsSpan(0, read) is [0xFF, 0xFE, ..])
                return Encoding.Unicode;
            if (first && buffer.AsSpan(0, read) is [0xFE, 0xFF, ..])
                return Encoding.BigEndianUnicode;
            if (buffer.AsSpan(0, read).Contains((byte)0) || (first && buffer.AsSpan(0, read).StartsWith("PK\u0003\u0004"u8)))
                throw new BrokenTable("This is not a text file. Save the table as CSV and send that.");
            try
            {
                if (isUtf8)
                    check.GetChars(buffer.AsSpan(0, read), chars, flush: read < buffer.Length);
            }
            catch (DecoderFallbackException)
            {
                isUtf8 = false;
            }
        }
        return isUtf8 ? Encoding.UTF8 : Windows1252;
    }

    /// <summary>Comma, semicolon, tab or bar, whichever the first rows have most of.</summary>
    public static char SeparatorOf(Func<Stream> open, Encoding encoding)
    {
        using var text = new StreamReader(open(), encoding);
        var start = new char[8 * 1024];
        var read = text.ReadBlock(start);
        return new[] { ',', ';', '\t', '|' }.MaxBy(s => start.AsSpan(0, read).Count(s));
    }

    /// <summary>Each row that has anything in it, with the number of its line.</summary>
    public static IEnumerable<(long Line, string[] Cells)> Rows(Func<Stream> open, Encoding encoding, char separator)
    {
        using var text = new StreamReader(open(), encoding);
        using var reader = CsvReader.Create(text, new CsvReaderOptions { Separator = separator, HasHeader = false, TrimWhitespace = true, TrackLineNumbers = true, MaxRecordSize = LargestRow, MalformedData = CsvMalformedDataHandling.Recover });
        long line = 0;
        while (true)
        {
            string[] cells;
            try
            {
                if (!reader.Read())
                    yield break;
                line = reader.LineNumber;
                cells = [.. Enumerable.Range(0, reader.FieldCount).Select(i => Tidy(reader.GetString(i)))];
            }
            catch (Exception e) when (e is CsvFormatException or InvalidOperationException or ArgumentException)
            {
                throw new BrokenTable($"The row after line {line} cannot be read. Perhaps a quotation mark is not closed.");
            }
            if (cells.Any(c => c.Length > 0))
                yield return (line, cells);
        }
    }

    public static IEnumerable<(long Line, string[] Cells)> Rows(Func<Stream> open, SpendLayout layout) => Rows(open, Named(layout.Encoding), layout.Separator);

    private static string Tidy(string cell) => cell.AsSpan().IndexOfAnyInRange('\0', '\u001F') < 0 ? cell.Trim() : string.Concat(cell.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
