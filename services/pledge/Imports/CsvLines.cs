using System.Text;

namespace Charter.Pledges.Imports;

/// <summary>Writes a table as RFC 4180 says. A cell that begins like a formula would be run by the spreadsheet that opens it, so an apostrophe goes before it.</summary>
internal sealed class CsvLines(Stream body) : IAsyncDisposable
{
    private readonly StreamWriter _text = new(body, new UTF8Encoding(false), leaveOpen: true);

    public Task Write(params string[] cells) => _text.WriteAsync(string.Join(',', cells.Select(Cell)) + "\r\n");

    private static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '@' or '\t' or '\r' || (text is ['-', var second, ..] && !char.IsAsciiDigit(second)))
            text = "'" + text;
        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    public ValueTask DisposeAsync() => _text.DisposeAsync();
}
