using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Charter.Pledges.Evidence;

/// <summary>
/// Tells office files from other archives by what they declare inside. Only the directory and that one declaration are read, both
/// within bounds, so that an archive made to burst cannot.
/// </summary>
internal static class OfficeFile
{
    private const int MostEntries = 5_000;
    private const int LargestDirectory = 2 * 1024 * 1024;
    private const int LargestDeclaration = 1024 * 1024;
    private const long LargestUnpacked = 250L * 1024 * 1024;
    private const int EndSize = 22;
    private const int LongestComment = 65_535;

    private const string Unreadable = "The file is a damaged or unusual archive. " + FileKind.Accepted;

    public static (FileKind? Kind, string? Rule) KindOf(Stream content)
    {
        if (FindEnd(content) is not { } end || end.Entries is 0 or > MostEntries || end.Size > LargestDirectory || end.Offset + end.Size != end.Position)
            return (null, Unreadable);
        try
        {
            content.Position = 0;
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Sum(e => e.Length) > LargestUnpacked)
                return (null, "The file would unpack to more than 250 MB. Save it with smaller pictures, or attach a PDF.");
            var (kind, hasMacros) = archive.GetEntry("mimetype") is { } mimetype ? (ByMimetype(mimetype), false)
                : archive.GetEntry("[Content_Types].xml") is { } types ? ByContentTypes(types) : default;
            if (hasMacros || archive.Entries.Any(e => e.Name.Equals("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
                return (null, "The file holds macros. Save it without them.");
            return kind is null ? (null, $"The file is an archive of another kind. {FileKind.Accepted}") : (kind, null);
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException or NotSupportedException or OverflowException or ArgumentException)
        {
            return (null, Unreadable);
        }
    }

    /// <summary>Whether programs that read archives from their end would take this for one, whatever it begins with.</summary>
    public static bool EndsAsArchive(Stream content) => FindEnd(content) is not null;

    private static FileKind? ByMimetype(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(new MemoryStream(Read(entry)), Encoding.ASCII);
        var declared = reader.ReadToEnd().Trim();
        return new[] { FileKind.Odt, FileKind.Ods }.FirstOrDefault(k => k.MediaType == declared);
    }

    private static (FileKind? Kind, bool HasMacros) ByContentTypes(ZipArchiveEntry entry)
    {
        using var reader = XmlReader.Create(new MemoryStream(Read(entry)), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var declared = new List<string>();
        while (reader.Read())
            if (reader.NodeType == XmlNodeType.Element && reader.GetAttribute("ContentType") is { } type)
                declared.Add(type);
        return (new[] { FileKind.Docx, FileKind.Xlsx, FileKind.Pptx }.FirstOrDefault(k => declared.Contains($"{k.MediaType}.main+xml")),
            declared.Any(t => t.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase)));
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var unpacked = entry.Open();
        var bytes = new byte[LargestDeclaration + 1];
        var length = unpacked.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= LargestDeclaration ? bytes[..length] : throw new InvalidDataException("The declaration is too long.");
    }

    private sealed record End(long Position, int Entries, long Size, long Offset);

    /// <summary>The end of central directory record (APPNOTE.TXT 4.3.16), which closes the file but for a comment of stated length.</summary>
    private static End? FindEnd(Stream content)
    {
        var tail = new byte[Math.Min(content.Length, EndSize + LongestComment)];
        content.Position = content.Length - tail.Length;
        content.ReadExactly(tail);
        for (var i = tail.Length - EndSize; i >= 0; i--)
        {
            var record = tail.AsSpan(i);
            if (record.StartsWith("PK\x05\x06"u8) && BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) == record.Length - EndSize)
                return new(content.Length - record.Length, BinaryPrimitives.ReadUInt16LittleEndian(record[10..]),
                    BinaryPrimitives.ReadUInt32LittleEndian(record[12..]), BinaryPrimitives.ReadUInt32LittleEndian(record[16..]));
        }
        return null;
    }
}
