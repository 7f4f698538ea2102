using System.Buffers;
using System.Text;

namespace Charter.Pledges.Evidence;

/// <summary>A kind of file that evidence may be.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Extensions">Endings that its name may have; the first is the usual one.</param>
internal sealed record FileKind(string Name, string MediaType, params string[] Extensions)
{
    public static readonly FileKind Pdf = new("a PDF", "application/pdf", ".pdf");
    public static readonly FileKind Png = new("a PNG picture", "image/png", ".png");
    public static readonly FileKind Jpeg = new("a JPEG picture", "image/jpeg", ".jpg", ".jpeg");
    public static readonly FileKind Docx = new("a Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx");
    public static readonly FileKind Xlsx = new("an Excel workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx");
    public static readonly FileKind Pptx = new("a PowerPoint presentation", "application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx");
    public static readonly FileKind Odt = new("an OpenDocument text", "application/vnd.oasis.opendocument.text", ".odt");
    public static readonly FileKind Ods = new("an OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet", ".ods");
    public static readonly FileKind Csv = new("CSV", "text/csv; charset=utf-8", ".csv");
    public static readonly FileKind Text = new("plain text", "text/plain; charset=utf-8", ".txt");

    public const string Accepted = "Attach a PDF, PNG, JPEG, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument (.odt, .ods), CSV or plain text (.txt) file in UTF-8.";

    private const int HeadSize = 1024;
    private static readonly SearchValues<char> NotText = SearchValues.Create([.. Enumerable.Range(0, ' ').Append('\x7f').Select(c => (char)c).Except(['\t', '\n', '\r', '\f'])]);
    private static readonly SearchValues<string> Markup = SearchValues.Create(["<!doctype", "<html", "<head", "<body", "<script", "<svg", "<iframe", "<?xml", "<?php"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the kind by the content, and checks that the name says the same. What is stated in the request counts for nothing.</summary>
    /// <returns>The kind, or the rule that the file breaks.</returns>
    public static (FileKind? Kind, string? Rule) Of(Stream content, string fileName)
    {
        if (content.Length == 0)
            return (null, "The file is empty.");
        var head = new byte[Math.Min(HeadSize, content.Length)];
        content.ReadExactly(head);
        var (kind, rule) = ByMagic(head) is { } magic
            ? OfficeFile.EndsAsArchive(content) ? (null, $"The file is {magic.Name} and an archive in one. {Accepted}") : (magic, null)
            : head.AsSpan().StartsWith("PK\x03\x04"u8) ? OfficeFile.KindOf(content)
            : OfText(content, fileName);
        if (kind is not null && !kind.Extensions.Contains(Path.GetExtension(fileName).ToLowerInvariant()))
            return (null, $"The content is {kind.Name}, so the name must end in {string.Join(" or ", kind.Extensions)}.");
        return (kind, rule);
    }

    private static FileKind? ByMagic(ReadOnlySpan<byte> head) =>
        head.StartsWith("%PDF-"u8) ? Pdf
        : head.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? Png
        : head.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? Jpeg
        : null;

    private static (FileKind?, string?) OfText(Stream content, string fileName)
    {
        content.Position = 0;
        using var reader = new StreamReader(content, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = ArrayPool<char>.Shared.Rent(32 * 1024);
        try
        {
            var isStart = true;
            for (int read; (read = reader.ReadBlock(buffer)) > 0; isStart = false)
            {
                var text = buffer.AsSpan(0, read);
                if (text.ContainsAny(NotText))
                    return (null, $"This kind of file is not accepted. {Accepted}");
                if (isStart && IsCode(text))
                    return (null, $"Web pages, drawings in SVG, programs and scripts are not accepted. {Accepted}");
            }
        }
        catch (DecoderFallbackException)
        {
            return (null, $"This kind of file is not accepted. {Accepted}");
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
        return (Path.GetExtension(fileName).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? Csv : Text, null);
    }

    private static bool IsCode(ReadOnlySpan<char> text)
    {
        var start = text.TrimStart('\uFEFF').TrimStart();
        return start.StartsWith("#!") || start.StartsWith("<") || start[..Math.Min(start.Length, HeadSize)].ContainsAny(Markup);
    }
}
