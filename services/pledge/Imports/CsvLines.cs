using System.Text;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Imports;

/// <summary>Writes a table line by line while it is read, however long it is.</summary>
internal sealed class CsvLines(Stream body) : IAsyncDisposable
{
    private readonly StreamWriter _text = new(body, new UTF8Encoding(false), leaveOpen: true);
    private readonly StringBuilder _line = new();

    public Task Write(params string[] cells)
    {
        Csv.Line(_line.Clear(), cells);
        return _text.WriteAsync(_line);
    }

    public ValueTask DisposeAsync() => _text.DisposeAsync();
}
