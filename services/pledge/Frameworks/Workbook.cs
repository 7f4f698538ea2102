using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Charter.Pledges.Evidence;
using Charter.Pledges.Spend;

namespace Charter.Pledges.Frameworks;

/// <summary>
/// The cells of an Excel workbook (ECMA-376, parts 1 and 2): what is shown, never what is calculated. Only the parts that are needed are unpacked, each within bounds, however small
/// the archive; XML has no document types and fetches nothing.
/// </summary>
internal sealed class Workbook : IDisposable
{
    private const int LargestPart = 20 * 1024 * 1024;
    private const int MostSheets = 50;
    private const int MostTexts = 100_000;
    private const int MostRows = 10_000;
    private const int MostColumns = 100;
    private const int LongestCell = 20_000;

    private readonly ZipArchive _archive;
    private readonly List<string> _texts = [];

    /// <exception cref="BrokenTable">It is no workbook, or one that would burst.</exception>
    public Workbook(byte[] content)
    {
        var (kind, rule) = OfficeFile.KindOf(new MemoryStream(content));
        if (kind != FileKind.Xlsx)
            throw new BrokenTable(rule is { } why && why.Contains("macros", StringComparison.Ordinal) ? why : rule is { } large && large.Contains("unpack", StringComparison.Ordinal)
                ? "The workbook would unpack to more than 250 MB. Save the sheet alone." : "This is no Excel workbook (.xlsx), or it is damaged. Save the table as .xlsx or CSV and send that.");
        _archive = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
        Guarded(() =>
        {
            Sheets = ReadSheets();
            ReadTexts();
        });
    }

    /// <summary>Name of each sheet that is not hidden, with the part that holds it.</summary>
    public IReadOnlyList<(string Name, string Part)> Sheets { get; private set; } = [];

    /// <summary>Each row that has anything in it.</summary>
    public IReadOnlyList<TableRow> Rows(string part)
    {
        var rows = new List<TableRow>();
        Guarded(() => ReadRows(part, rows));
        return rows;
    }

    public void Dispose() => _archive.Dispose();

    private static void Guarded(Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException or NotSupportedException or FormatException or OverflowException or ArgumentException)
        {
            throw new BrokenTable("The workbook is damaged or unusual. Save the table as CSV and send that.");
        }
    }

    private List<(string, string)> ReadSheets()
    {
        var targets = new Dictionary<string, string>();
        using (var links = Part("xl/_rels/workbook.xml.rels") ?? throw new InvalidDataException("no relations"))
            while (links.Read())
                if (links is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && links.GetAttribute("Id") is { } id && links.GetAttribute("Target") is { } target && links.GetAttribute("TargetMode") != "External")
                    targets[id] = target.StartsWith('/') ? target[1..] : $"xl/{target}";
        var sheets = new List<(string, string)>();
        using var book = Part("xl/workbook.xml") ?? throw new InvalidDataException("no workbook");
        while (book.Read())
        {
            if (book is not { NodeType: XmlNodeType.Element, LocalName: "sheet" } || book.GetAttribute("state") is "hidden" or "veryHidden")
                continue;
            string? link = null;
            while (book.MoveToNextAttribute())
                if (book.LocalName == "id" && book.Prefix.Length > 0)
                    link = book.Value;
            book.MoveToElement();
            if (link is not null && targets.TryGetValue(link, out var part) && sheets.Count < MostSheets)
                sheets.Add((book.GetAttribute("name") ?? "", part));
        }
        return sheets;
    }

    private void ReadTexts()
    {
        using var part = Part("xl/sharedStrings.xml");
        while (part?.Read() == true)
        {
            if (part is not { NodeType: XmlNodeType.Element, LocalName: "si" })
                continue;
            if (_texts.Count == MostTexts)
                throw new BrokenTable($"The workbook holds more than {MostTexts:N0} texts. Save the sheet alone.");
            _texts.Add(Tidy(TextOf(part)));
        }
    }

    private void ReadRows(string name, List<TableRow> rows)
    {
        using var part = Part(name) ?? throw new InvalidDataException("no sheet");
        long number = 0;
        while (part.Read())
        {
            if (part is not { NodeType: XmlNodeType.Element, LocalName: "row" })
                continue;
            number = long.TryParse(part.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var stated) ? stated : number + 1;
            var row = ReadRow(part, number);
            if (row.Cells.All(c => c.Length == 0) && row.Troubles.Count == 0)
                continue;
            if (rows.Count == MostRows)
                throw new BrokenTable($"The sheet has more than {MostRows:N0} rows.");
            rows.Add(row);
        }
    }

    private TableRow ReadRow(XmlReader part, long number)
    {
        var (cells, troubles) = (new List<string>(), new Dictionary<int, string>());
        if (part.IsEmptyElement)
            return new(number, [], troubles);
        using var row = part.ReadSubtree();
        row.Read();
        var next = 0;
        while (row.Read())
        {
            if (row is not { NodeType: XmlNodeType.Element, LocalName: "c" })
                continue;
            var (at, type) = (ColumnOf(row.GetAttribute("r")) ?? next, row.GetAttribute("t"));
            next = at + 1;
            var (text, trouble) = ReadCell(row, type);
            if (text.Length == 0 && trouble is null)
                continue;
            if (at >= MostColumns)
                throw new BrokenTable($"The sheet has more than {MostColumns} columns.");
            while (cells.Count <= at)
                cells.Add("");
            cells[at] = text;
            if (trouble is not null)
                troubles[at] = trouble;
        }
        return new(number, [.. cells], troubles);
    }

    private (string Text, string? Trouble) ReadCell(XmlReader row, string? type)
    {
        if (row.IsEmptyElement)
            return ("", null);
        var (value, inline, hasFormula) = ((string?)null, (string?)null, false);
        using (var cell = row.ReadSubtree())
        {
            cell.Read();
            while (!cell.EOF)
            {
                if (cell is { NodeType: XmlNodeType.Element, LocalName: "f" })
                {
                    hasFormula = true;
                    cell.Skip();
                }
                else if (cell is { NodeType: XmlNodeType.Element, LocalName: "v" })
                    value = cell.ReadElementContentAsString();
                else if (cell is { NodeType: XmlNodeType.Element, LocalName: "is" })
                    inline = TextOf(cell);
                else
                    cell.Read();
            }
        }
        return type switch
        {
            "e" => ("", $"The cell shows the error {value ?? "#N/A"}. Put the formula right, or write the value."),
            "s" => (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < _texts.Count ? _texts[at] : throw new InvalidDataException("no such text"), null),
            "inlineStr" => (Tidy(inline ?? ""), null),
            "b" => (value == "1" ? "true" : "false", null),
            _ when value is null && hasFormula => ("", "The cell has a formula without a value. Open the workbook in a spreadsheet and save it, or write the value."),
            "str" or "d" => (Tidy(value ?? ""), null),
            _ => (value is null ? "" : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && Math.Abs(number) < 1e15
                ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : Tidy(value), null),
        };
    }

    /// <summary>The text of a string, without its formats and without how it is pronounced.</summary>
    private static string TextOf(XmlReader reader)
    {
        if (reader.IsEmptyElement)
            return "";
        var text = new StringBuilder();
        using var item = reader.ReadSubtree();
        item.Read();
        while (!item.EOF)
        {
            if (item is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
                item.Skip();
            else if (item is { NodeType: XmlNodeType.Element, LocalName: "t" })
                text.Append(item.ReadElementContentAsString());
            else
                item.Read();
            if (text.Length > LongestCell)
                throw new BrokenTable($"A cell has more than {LongestCell:N0} characters.");
        }
        return text.ToString();
    }

    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in (reference ?? "").TakeWhile(char.IsAsciiLetterUpper).Take(4))
            column = (column * 26) + (letter - 'A' + 1);
        return column == 0 ? null : column - 1;
    }

    private static string Tidy(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private XmlReader? Part(string name)
    {
        if (_archive.GetEntry(name) is not { } entry)
            return null;
        if (entry.Length > LargestPart)
            throw new BrokenTable("A sheet of the workbook would unpack to more than 20 MB. Save the table alone, as .xlsx or CSV.");
        return XmlReader.Create(new Bounded(entry.Open()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true, MaxCharactersInDocument = LargestPart });
    }

    /// <summary>An archive says itself how large its parts are; this counts.</summary>
    private sealed class Bounded(Stream inner) : Stream
    {
        private long _left = LargestPart;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            _left -= read;
            return _left >= 0 ? read : throw new BrokenTable("A sheet of the workbook would unpack to more than 20 MB. Save the table alone, as .xlsx or CSV.");
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>A row of a table.</summary>
/// <param name="Line">Line of a CSV file, row of a sheet.</param>
/// <param name="Troubles">Column → why its cell has no value.</param>
internal sealed record TableRow(long Line, string[] Cells, IReadOnlyDictionary<int, string> Troubles);
