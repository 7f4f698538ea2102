using System.Net;
using System.Text;

namespace Charter.Pledges.Tests;

public sealed class Kinds_of_file(PledgeFixture service)
{
    public static TheoryData<string, string> Accepted => new()
    {
        { "policy.pdf", "application/pdf" },
        { "chart.PNG", "image/png" },
        { "photo.jpg", "image/jpeg" },
        { "photo.jpeg", "image/jpeg" },
        { "policy.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
        { "figures.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
        { "talk.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation" },
        { "policy.odt", "application/vnd.oasis.opendocument.text" },
        { "figures.ods", "application/vnd.oasis.opendocument.spreadsheet" },
        { "figures.csv", "text/csv; charset=utf-8" },
        { "note.txt", "text/plain; charset=utf-8" },
    };

    private static byte[] Content(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".pdf" => SampleFiles.Pdf(),
        ".png" => SampleFiles.Png,
        ".jpg" or ".jpeg" => SampleFiles.Jpeg,
        ".docx" => SampleFiles.Docx,
        ".xlsx" => SampleFiles.Xlsx,
        ".pptx" => SampleFiles.Pptx,
        ".odt" => SampleFiles.Odt,
        ".ods" => SampleFiles.Ods,
        ".csv" => "\uFEFFcontract,value £\r\nCare,1 < 2\r\n"u8.ToArray(),
        _ => "Größe – fine\twith <b>tags</b> in it\n"u8.ToArray(),
    };

    [Theory, MemberData(nameof(Accepted))]
    public async Task An_accepted_file_comes_back_byte_for_byte_with_the_type_of_its_content(string name, string mediaType)
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var editor = service.As(organisation.Editor);

        var evidence = await editor.PostAsync($"/api/pledges/{pledge}/evidence", PledgeFixture.Form(Content(name), name)).Answers_with(HttpStatusCode.Created);
        using var file = await editor.GetAsync($"/api/evidence/{evidence.Id()}/file");

        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await file.Content.ReadAsByteArrayAsync()).ShouldBe(Content(name));
        file.Content.Headers.ContentType!.ToString().ShouldBe(mediaType);
        file.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        file.Content.Headers.ContentDisposition.FileNameStar.ShouldBe(name);
        file.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        file.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
    }

    // None of these contents is accepted under another name by a test that runs at the same time: what is stored is stored for all.
    public static TheoryData<string, string, byte[]> Refused => new()
    {
        { "an empty file", "note.txt", [] },
        { "a PDF called a Word document", "policy.docx", SampleFiles.Pdf("called a Word document") },
        { "a Word document called an Excel workbook", "figures.xlsx", SampleFiles.Office("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", ("docProps/app.xml", "<x/>")) },
        { "text called a PDF", "policy.pdf", "%PDX-1.7"u8.ToArray() },
        { "text called a picture", "chart.png", "hello"u8.ToArray() },
        { "a name without an ending", "policy", SampleFiles.Pdf("without an ending") },
        { "an ending behind which another hides", "policy.pdf.exe", SampleFiles.Pdf("with two endings") },
        { "a Windows program called text", "note.txt", [(byte)'M', (byte)'Z', 0x90, 0, 3, 0, 0, 0] },
        { "a Linux program called a PDF", "policy.pdf", [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0] },
        { "a shell script", "note.txt", "#!/bin/sh\nrm -rf ~\n"u8.ToArray() },
        { "a web page called text", "note.txt", "\uFEFF \n<!DOCTYPE html><script>alert(1)</script>"u8.ToArray() },
        { "a web page with words before it", "note.csv", "a,b\n<SCRIPT>alert(1)</SCRIPT>"u8.ToArray() },
        { "a web page under its own name", "page.html", "<p>hello"u8.ToArray() },
        { "a drawing in SVG", "logo.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray() },
        { "a drawing in SVG called text", "logo.txt", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray() },
        { "text that is not UTF-8", "note.txt", Encoding.Latin1.GetBytes("Größe") },
        { "text in UTF-16", "note.txt", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("hello")).ToArray() },
        { "text with a NUL far behind", "note.txt", [.. Encoding.UTF8.GetBytes(new string('a', 100_000)), 0] },
        { "text cut within a character", "note.txt", "Gr\u00F6"u8[..3].ToArray() },
        { "a picture of a kind that is not accepted", "chart.gif", "GIF89a"u8.ToArray() },
        { "an old Word document", "policy.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] },
        { "an archive", "files.zip", SampleFiles.Zip(("a.txt", "a")) },
        { "an archive called a Word document", "policy.docx", SampleFiles.Zip(("a.txt", "a")) },
        { "an archive without entries", "policy.docx", SampleFiles.Zip() },
        { "a Word document with macros", "policy.docx", SampleFiles.Office("application/vnd.ms-word.document.macroEnabled.main+xml") },
        { "a Word document with hidden macros", "policy.docx", SampleFiles.Office("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", ("word/vbaProject.bin", "x")) },
        { "a Word document cut in the middle", "policy.docx", SampleFiles.Docx[..200] },
        { "a Word document with something behind it", "policy.docx", [.. SampleFiles.Docx, .. "MZ"u8] },
        { "a PDF that is an archive too", "policy.pdf", [.. SampleFiles.Pdf(), .. SampleFiles.Zip(("a.html", "a"))] },
        { "a picture that is an archive too", "chart.png", [.. SampleFiles.Png, .. SampleFiles.Docx] },
        { "an OpenDocument presentation", "talk.odp", SampleFiles.Zip(("mimetype", "application/vnd.oasis.opendocument.presentation")) },
        { "a document that unpacks to 300 MB", "policy.docx", SampleFiles.Bomb() },
        { "a declaration that unpacks to 40 MB", "policy.docx", SampleFiles.BombInTheDeclaration() },
        { "a declaration with an entity", "policy.docx", SampleFiles.Zip(("[Content_Types].xml", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Types>&a;</Types>")) },
        { "a declaration that is no XML", "policy.docx", SampleFiles.Zip(("[Content_Types].xml", "<Types")) },
        { "an archive that states too many entries", "policy.docx", SampleFiles.WithEnd(SampleFiles.Docx, 10, 0xFE, 0xFF) },
        { "an archive that states fewer entries than it has", "policy.docx", SampleFiles.WithEnd(SampleFiles.Docx, 10, 1, 0) },
        { "an archive whose directory is elsewhere", "policy.docx", SampleFiles.WithEnd(SampleFiles.Docx, 16, 0, 0, 0, 0) },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task Another_file_is_refused_with_the_rule_and_not_kept(string what, string name, byte[] content)
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);

        var problem = await service.As(organisation.Editor).PostAsync($"/api/pledges/{pledge}/evidence", PledgeFixture.Form(content, name)).Is_invalid("file");

        problem.GetProperty("errors").GetProperty("file")[0].GetString()!.Length.ShouldBeGreaterThan(15, what);
        File.Exists(service.PlaceOf(content)).ShouldBeFalse(what);
    }

    [Theory]
    [InlineData("../../../etc/passwd.txt", "passwd.txt")]
    [InlineData("C:\\Users\\me\\policy.txt", "policy.txt")]
    [InlineData("a\u202Etxt.policy.txt", "atxt.policy.txt")]
    [InlineData("  my   policy .txt", "my policy .txt")]
    [InlineData("Grüße – naïve.txt", "Grüße – naïve.txt")]
    [InlineData("\"quoted\" <name>.txt", "quoted name.txt")]
    public async Task A_name_is_for_people_only_and_loses_what_could_mislead(string given, string kept)
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var before = service.Files();
        var content = Encoding.UTF8.GetBytes($"text {Guid.NewGuid()}");

        var evidence = await service.As(organisation.Editor).PostAsync($"/api/pledges/{pledge}/evidence", PledgeFixture.RawForm(content, given)).Answers_with(HttpStatusCode.Created);

        evidence.GetProperty("file").Text("name").ShouldBe(kept);
        File.Exists(service.PlaceOf(content)).ShouldBeTrue();
        service.Files().Where(f => f.EndsWith(".txt", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_without_end_is_cut_and_keeps_its_ending()
    {
        var organisation = await service.SignedOrganisation();
        var pledge = await service.MadePledge(organisation);
        var evidence = await service.As(organisation.Editor).PostAsync($"/api/pledges/{pledge}/evidence", PledgeFixture.RawForm("text"u8.ToArray(), new string('ö', 1_000) + ".txt")).Answers_with(HttpStatusCode.Created);
        evidence.GetProperty("file").Text("name")!.Length.ShouldBeLessThanOrEqualTo(150);
        evidence.GetProperty("file").Text("name")!.ShouldEndWith("ö.txt");
    }
}
