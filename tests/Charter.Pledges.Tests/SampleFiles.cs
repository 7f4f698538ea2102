using System.IO.Compression;
using System.Text;

namespace Charter.Pledges.Tests;

/// <summary>Small files of every kind, made on the spot.</summary>
internal static class SampleFiles
{
    public static byte[] Pdf(string text = "x") => Encoding.ASCII.GetBytes($"%PDF-1.7\n% {text}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");

    public static byte[] Png { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static byte[] Jpeg { get; } = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xD9];

    /// <summary>An office file as Word, Excel or PowerPoint writes it, with the content type of its main part.</summary>
    public static byte[] Office(string mainType, params (string Name, string Content)[] more) => Zip(
    [
        ("[Content_Types].xml", $"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/main.xml" ContentType="{mainType}"/></Types>"""),
        ("_rels/.rels", "<Relationships/>"), ("main.xml", "<main/>"), .. more,
    ]);

    public static byte[] Docx { get; } = Office("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml");
    public static byte[] Xlsx { get; } = Office("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml");
    public static byte[] Pptx { get; } = Office("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml");
    public static byte[] Odt { get; } = Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<x/>"));
    public static byte[] Ods { get; } = Zip(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>"));

    public static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(content);
            }
        }
        return bytes.ToArray();
    }

    /// <summary>A Word document whose picture unpacks to 300 MB from 300 KB.</summary>
    public static byte[] Bomb()
    {
        using var bytes = new MemoryStream();
        bytes.Write(Docx);
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var picture = archive.CreateEntry("word/media/picture.bmp", CompressionLevel.Optimal).Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 300; i++)
                picture.Write(zeros);
        }
        return bytes.ToArray();
    }

    /// <summary>A declaration of content types that unpacks to 40 MB.</summary>
    public static byte[] BombInTheDeclaration() => Zip(("[Content_Types].xml", "<Types>" + new string(' ', 40_000_000) + "</Types>"));

    /// <summary>An archive whose end record states another number of entries, another size or another place than is true.</summary>
    public static byte[] WithEnd(byte[] zip, int at, params byte[] value)
    {
        var changed = zip.ToArray();
        value.CopyTo(changed, zip.Length - 22 + at);
        return changed;
    }
}
