using System.Text;
using Charter.ServiceDefaults;
using CsvHelper;

namespace Charter.Signatories.Imports;

/// <summary>A file that a registrar sent with a form, as text, whatever wrote it: with or without a mark of its encoding, UTF-8, UTF-16 or Windows-1252, of which Latin-1 is a part.</summary>
/// <param name="Name">As on the sender's machine, without folders.</param>
internal sealed record SentFile(string Name, string Text)
{
    public const int Largest = 5 * 1024 * 1024;
    /// <summary>Room for the rest of the form, so that a file which is a little too large is answered properly.</summary>
    public const long LargestForm = Largest + (1024 * 1024);

    private const int LargestRow = 100_000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The file of the form's field <c>file</c>, or what was typed into its field <c>text</c>; 400 when there is neither, or it is no text.</summary>
    public static async Task<SentFile> From(HttpRequest request, CancellationToken cancel)
    {
        var form = await request.ReadFormAsync(cancel);
        if (form.Files.GetFile("file") is not { } file)
            return form["text"].ToString() is { Length: > 0 } typed && !string.IsNullOrWhiteSpace(typed) ? new("", Checked(typed)) : throw InvalidRequest.For("file", "Choose a file.");
        if (file.Length == 0)
            throw InvalidRequest.For("file", "The file is empty.");
        if (file.Length > Largest)
            throw InvalidRequest.For("file", "The file is larger than 5 MB. Divide it.");
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, cancel);
        var name = PlainText.Quotable(Path.GetFileName(file.FileName.Replace('\\', '/')));
        return new(name.Length > 200 ? name[..200] : name, Checked(Decode(bytes.ToArray())));
    }

    private static string Decode(byte[] bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => Lenient(rest),
        [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
        [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
        _ => Lenient(bytes),
    };

    private static string Lenient(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Windows1252.GetString(bytes);
        }
    }

    /// <summary>A spreadsheet or a picture is not text, and PostgreSQL takes no NUL.</summary>
    private static string Checked(string text) => text.Any(c => c is '\0' or '\uFFFE' or '\uFFFF') || text.StartsWith("PK\u0003\u0004", StringComparison.Ordinal)
        ? throw InvalidRequest.For("file", "This is not a text file. Save the table as CSV and send that.")
        : text;

    /// <summary>The rows of a table of values separated by commas, semicolons, tabs or bars, whichever its first line has most of, each with its number of the line where it begins. Empty lines are left out.</summary>
    /// <exception cref="InvalidRequest">There are more than so many.</exception>
    public static List<(int Line, string[] Cells)> Table(string text, int most)
    {
        var first = text.AsSpan(0, text.IndexOfAny(['\r', '\n']) is var end and >= 0 ? end : text.Length).ToString();
        var separator = new[] { ',', ';', '\t', '|' }.MaxBy(s => first.Count(c => c == s));
        using var reader = CsvReader.FromText(text, new() { Separator = separator, HasHeader = false, TrimWhitespace = true, TrackLineNumbers = true, MaxRecordSize = LargestRow });
        var rows = new List<(int, string[])>();
        try
        {
            while (reader.Read())
            {
                string[] cells = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim())];
                if (cells.All(c => c.Length == 0))
                    continue;
                if (rows.Count > most)   // the header is one more
                    throw InvalidRequest.For("file", $"The file has more than {most:N0} rows. Divide it.");
                rows.Add(((int)reader.LineNumber, cells));
            }
        }
        catch (Exception e) when (e is CsvFormatException or InvalidOperationException or ArgumentException)
        {
            throw InvalidRequest.For("file", $"The row after line {(rows.Count == 0 ? 0 : rows[^1].Item1)} cannot be read. Perhaps a quotation mark is not closed.");
        }
        return rows;
    }
}
