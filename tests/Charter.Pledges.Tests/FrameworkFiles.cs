using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

/// <summary>Invented frameworks to bring in, and how a test does it.</summary>
internal static class FrameworkFiles
{
    public const string Table = """
        Theme,Outcome,Ref,Measure description,Units,Direction,Proxy value,Proxy source,Price year,Target,Guidance
        Invented jobs,More people in invented work,IJ1,Invented jobs taken up,people,Increase,"£1,250.50",Invented study,2024,Ten a year,Count each once
        ,,IJ2,Invented hours of training,hours,up,16.09,Invented study,2024,,
        Invented places,Cleaner invented places,IP1,Invented waste,tonnes,Reduce,,,,,

        """;

    public static JsonObject Heading(string id, int version = 1) => new()
    {
        ["id"] = id,
        ["version"] = version,
        ["title"] = $"Invented framework {id}",
        ["licenceName"] = "Invented licence for members",
        ["licenceText"] = "Members of the invented association may use it.",
        ["source"] = "Invented association, handbook",
    };

    public static string NewId() => $"invented-{Guid.NewGuid():n}";

    public static MultipartFormDataContent Form(byte[] content, Guid? charter, string name = "framework.csv")
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } };
        if (charter is { } id)
            form.Add(new StringContent($"{id}"), "charterId");
        return form;
    }

    public static Task<HttpResponseMessage> Sends(this HttpClient registrar, Guid? charter, string content, string name = "framework.csv") => registrar.Sends(charter, Encoding.UTF8.GetBytes(content), name);

    public static Task<HttpResponseMessage> Sends(this HttpClient registrar, Guid? charter, byte[] content, string name = "framework.csv") => registrar.PostAsync("/api/frameworks/uploads", Form(content, charter, name));

    public static Task<HttpResponseMessage> Imports(this HttpClient registrar, JsonElement sent, JsonObject? heading = null, JsonNode? columns = null) =>
        registrar.PutAsync($"/api/frameworks/uploads/{sent.Id()}/import", JsonContent.Create(new JsonObject { ["heading"] = heading, ["columns"] = heading is null ? null : columns ?? JsonNode.Parse(sent.GetProperty("columns").GetRawText()) }));

    /// <summary>A framework brought in as a table; its id.</summary>
    public static async Task<Guid> Framework(this PledgeFixture service, Guid charter, string id, int version = 1, string table = Table)
    {
        var registrar = service.As(Person.With(Roles.Registrar));
        var sent = await registrar.Sends(charter, table).Answers_with(HttpStatusCode.Created);
        return (await registrar.Imports(sent, Heading(id, version)).Answers_with(HttpStatusCode.OK)).Id("frameworkId");
    }

    public static JsonObject Pack(string id, int version = 1) => new()
    {
        ["id"] = id,
        ["version"] = version,
        ["title"] = "Invented pack",
        ["licence"] = new JsonObject { ["name"] = "Invented licence" },
        ["source"] = "Invented association",
        ["themes"] = new JsonArray(new JsonObject { ["code"] = "T1", ["name"] = "Invented theme" }),
        ["outcomes"] = new JsonArray(new JsonObject { ["code"] = "O1", ["theme"] = "T1", ["name"] = "Invented outcome", ["verified"] = false }),
        ["measures"] = new JsonArray(new JsonObject { ["code"] = "M1", ["outcome"] = "O1", ["name"] = "Invented measure", ["unit"] = "people", ["direction"] = "increase" }),
    };

    public static (long Line, string Field, string Rule)[] Problems(this JsonElement answer) =>
        [.. answer.GetProperty("problems").EnumerateArray().Select(p => (p.GetProperty("line").GetInt64(), p.Text("field")!, p.Text("rule")!))];

    /// <summary>A workbook of one sheet. A cell is its XML within the element <c>c</c>; text that is none becomes a shared string.</summary>
    public static byte[] Workbook(string?[][] rows, Action<ZipArchive>? also = null, string? sheet = null, string? shared = null)
    {
        var (texts, body) = (new List<string>(), new StringBuilder());
        for (var r = 0; r < rows.Length; r++)
        {
            body.Append($"<row r=\"{r + 1}\">");
            for (var c = 0; c < rows[r].Length; c++)
                if (rows[r][c] is { } cell)
                    body.Append(cell.StartsWith("<c", StringComparison.Ordinal) ? cell.Replace("<c", $"<c r=\"{(char)('A' + c)}{r + 1}\"", StringComparison.Ordinal) : $"<c r=\"{(char)('A' + c)}{r + 1}\" t=\"s\"><v>{Index(texts, cell)}</v></c>");
            body.Append("</row>");
        }
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(archive, "[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>
                <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>
                """);
            Put(archive, "xl/workbook.xml", """
                <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
                <sheets><sheet name="Hidden" sheetId="1" state="hidden" r:id="rId9"/><sheet name="Measures" sheetId="2" r:id="rId1"/></sheets></workbook>
                """);
            Put(archive, "xl/_rels/workbook.xml.rels", """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>
                """);
            Put(archive, "xl/sharedStrings.xml", shared ?? $"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{string.Concat(texts.Select(t => $"<si><r><t xml:space=\"preserve\">{SecurityElement.Escape(t)[..1]}</t></r><r><t>{SecurityElement.Escape(t)[1..]}</t></r><rPh sb=\"0\" eb=\"1\"><t>never</t></rPh></si>"))}</sst>");
            Put(archive, "xl/worksheets/sheet1.xml", sheet ?? $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{body}</sheetData></worksheet>");
            also?.Invoke(archive);
        }
        return file.ToArray();
    }

    public static void Put(ZipArchive archive, string name, string content)
    {
        using var entry = new StreamWriter(archive.CreateEntry(name, CompressionLevel.Optimal).Open());
        entry.Write(content);
    }

    private static int Index(List<string> texts, string text)
    {
        if (!texts.Contains(text))
            texts.Add(text);
        return texts.IndexOf(text);
    }
}
