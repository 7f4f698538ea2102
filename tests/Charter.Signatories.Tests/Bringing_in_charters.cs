using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Signatories.Tests;

public sealed class Bringing_in_charters(SignatoryFixture service)
{
    private readonly HttpClient _registrar = service.As(service.Registrar);

    private Task<HttpResponseMessage> Brings(string text, string form = "text/markdown", string path = "/api/charters") =>
        _registrar.PostAsync(path, new StringContent(text, Encoding.UTF8, form));

    private async Task<string> Markdown(JsonObject? charter = null)
    {
        var draft = await _registrar.Posts("/api/charters", charter ?? SignatoryFixture.Sample()).Answers_with(HttpStatusCode.Created);
        return await _registrar.GetStringAsync($"/api/charters/{draft.Id()}/versions/1/export?format=markdown");
    }

    private static IEnumerable<string> Lines(JsonElement problem) =>
        problem.GetProperty("lines").EnumerateArray().Select(l => $"{l.GetProperty("line").GetInt32()} {l.Text("field")} → {l.Text("instead")}");

    [Fact]
    public async Task The_exported_json_is_the_text_whose_hash_is_signed()
    {
        var charter = await service.PublishedCharter();
        using var answer = await service.Anonymous().GetAsync($"/api/charters/{charter.Id}/versions/1/export?format=json");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(charter.Hash);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Content.Headers.ContentDisposition.FileName!.ShouldStartWith("charter-");
        answer.Content.Headers.ContentDisposition.FileName!.ShouldEndWith("-version-1.json");
        (await Brings(Encoding.UTF8.GetString(bytes), "application/json").Answers_with(HttpStatusCode.Created)).Text("contentHash").ShouldBe(charter.Hash);
    }

    [Fact]
    public async Task Markdown_reads_as_a_text_and_comes_back_with_the_same_hash()
    {
        var sample = SignatoryFixture.Sample("A sample");
        sample["signing"] = JsonNode.Parse("""{"signatories":["Chief executive","Chair"],"countersigned":true,"noticeDays":28,"resigningDays":90,"reminderDays":[60,30,7]}""");
        var draft = await _registrar.Posts("/api/charters", sample).Answers_with(HttpStatusCode.Created);
        using var answer = await _registrar.GetAsync($"/api/charters/{draft.Id()}/versions/1/export?format=markdown");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/markdown; charset=utf-8");
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe("a-sample-version-1.md");
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldStartWith("# A sample\n\nPartnership: Sample City Partnership");
        text.ShouldContain("\n## Duties of commissioners\n\n### C1 (embed)\n\nAsk clear and fitting questions");
        text.ShouldEndWith("## Signing\n\n- Signatory: Chief executive\n- Signatory: Chair\n- Countersigned: yes\n- Notice: 28 days\n- Re-signing: 90 days\n- Reminders: 60, 30, 7 days before\n");
        (await Brings(text.Replace("\n", "\r\n", StringComparison.Ordinal)).Answers_with(HttpStatusCode.Created)).Text("contentHash").ShouldBe(draft.Text("contentHash"));
    }

    /// <summary>Also with texts that look like Markdown themselves.</summary>
    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(104)]
    [InlineData(105)]
    [InlineData(106)]
    [InlineData(107)]
    [InlineData(108)]
    [InlineData(109)]
    [InlineData(110)]
    [InlineData(111)]
    [InlineData(112)]
    public async Task Whatever_the_text_markdown_loses_nothing(int seed)
    {
        var draft = await _registrar.Posts("/api/charters", Anyhow.Changed(SignatoryFixture.Sample(), new(seed))).Answers_with(HttpStatusCode.Created);
        var text = await _registrar.GetStringAsync($"/api/charters/{draft.Id()}/versions/1/export?format=markdown");
        (await Brings(text).Answers_with(HttpStatusCode.Created)).Text("contentHash").ShouldBe(draft.Text("contentHash"), text);
    }

    [Fact]
    public async Task Every_bad_line_of_markdown_is_said_with_what_to_write_instead()
    {
        var lines = (await Markdown()).Split('\n').ToList();
        int At(string line) => lines.IndexOf(line) + 1;
        var stray = 4;
        lines.Insert(stray, "Somebody's remark");
        lines[At("## Principles") - 1] = "## Principels";
        lines[At("### C2 (deliver)") - 1] = "### C2";
        lines[At("### P1 (embed)") - 1] = "### P1 (promise)";
        lines[At("## Measures") - 1] = "##Measures";
        var word = At("- Happiness");
        lines[word - 1] = "Happiness";

        var problem = await Brings(string.Join('\n', lines)).Is_refused(HttpStatusCode.BadRequest, "invalid-request");
        var said = Lines(problem).ToList();
        said.ShouldContain($"{stray + 1} $ → Partnership: Name of the partnership, or move the line under ## Vision");
        said.ShouldContain($"{word} valueWords → - Happiness");
        said.ShouldContain($"{At("## Principels")} $ → ## Principles");
        said.ShouldContain($"{At("### C2")} commissionerDuties[1].commitment → ### C2 (embed)");
        said.ShouldContain($"{At("### P1 (promise)")} providerDuties[0].commitment → embed, deliver or demonstrate");
        said.ShouldContain($"{At("##Measures")} providerDuties → ## Measures, or &#35;#Measures where the # belongs to the text");
        said.ShouldNotContain(line => line.Contains(" principles", StringComparison.Ordinal));
        problem.GetProperty("lines").EnumerateArray().ShouldAllBe(l => l.Text("problem")!.Length > 5 && l.Text("instead")!.Length > 0);
    }

    [Fact]
    public async Task Nothing_is_brought_in_when_one_line_is_bad()
    {
        var title = $"Never there {Guid.NewGuid():n}";
        var text = await Markdown(SignatoryFixture.Sample(title));
        await _registrar.DeleteAsync($"/api/charters/{(await Listed(title)).Single()}/versions/1").Answers_with(HttpStatusCode.NoContent);
        await Brings(text + "\n## Appendix\n\nMore.\n").Is_refused(HttpStatusCode.BadRequest, "invalid-request");
        (await Listed(title)).ShouldBeEmpty();

        async Task<List<Guid>> Listed(string of) => [.. (await _registrar.GetAsync("/api/charters").Answers_with(HttpStatusCode.OK))
            .GetProperty("items").EnumerateArray().Where(c => c.Text("title") == of).Select(c => c.Id())];
    }

    [Theory]
    [InlineData("Signatory:")]
    [InlineData("Countersigned: perhaps")]
    [InlineData("Notice: a month")]
    [InlineData("Reminders: 60; 30")]
    [InlineData("Fee: 10 pounds")]
    public async Task A_rule_of_signing_that_is_none_is_said(string rule)
    {
        var text = await Markdown() + $"\n## Signing\n\n- {rule}\n";
        var said = Lines(await Brings(text).Is_refused(HttpStatusCode.BadRequest, "invalid-request")).ShouldHaveSingleItem();
        said.ShouldStartWith($"{text.Split('\n').Length - 1} signing → ");
    }

    [Fact]
    public async Task Bad_fields_of_json_are_said_by_line_too()
    {
        var charter = SignatoryFixture.Sample();
        charter.Remove("vision");
        charter["principles"]![2] = "";
        charter["commitments"]![0]!["code"] = "promise";
        var text = charter.ToJsonString(new() { WriteIndented = true });
        var lines = text.Split('\n').ToList();

        var said = Lines(await Brings(text, "application/json").Is_invalid("vision", "principles[2]", "commitments[0].code")).ToList();
        said.ShouldContain("1 vision → \"vision\": \"What the partnership wants\"");
        said.ShouldContain(line => line.StartsWith($"{lines.FindIndex(l => l.Contains("\"principles\"", StringComparison.Ordinal)) + 4} principles[2] → "));
        said.ShouldContain(line => line.StartsWith($"{lines.FindIndex(l => l.Contains("promise", StringComparison.Ordinal)) + 1} commitments[0].code → "));
    }

    [Fact]
    public async Task What_is_not_json_is_said_at_its_line()
    {
        var problem = await Brings("{\n  \"title\": \"A\"\n  \"vision\": \"B\"\n}", "application/json").Is_invalid("$");
        problem.GetProperty("lines")[0].GetProperty("line").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Just a remark.")]
    [InlineData("# \n## \n### \n")]
    [InlineData("## Signing\n- Notice: 999999 days\n- Notice: 1 day\n### x")]
    [InlineData("# A\n# B\n## Vision\n## Vision\n#### Deep\n## Commitments\ntext\n### embed\n- x")]
    public async Task What_is_no_charter_is_refused_and_never_an_error_of_ours(string text) =>
        (await Brings(text).Is_refused(HttpStatusCode.BadRequest, "invalid-request")).GetProperty("lines").GetArrayLength().ShouldBePositive();

    [Theory]
    [InlineData("- x\n", "text/markdown")]
    [InlineData("#### x\n", "text/markdown")]
    [InlineData("{\"principles\":[", "application/json")]
    public async Task After_a_hundred_bad_lines_it_says_so_and_lists_no_more(string line, string form)
    {
        var text = form == "text/markdown" ? string.Concat(Enumerable.Repeat(line, 30_000)) : line + string.Join(",\n", Enumerable.Repeat("\"\"", 30_000)) + "]}";
        using var answer = await Brings(text, form);
        (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(60_000);
        var lines = (await Task.FromResult(answer).Is_refused(HttpStatusCode.BadRequest, "invalid-request")).GetProperty("lines");
        lines.GetArrayLength().ShouldBe(101);
        lines[100].Text("problem")!.ShouldStartWith("More than 100 lines are not right");
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_said_at_its_line()
    {
        var content = new ByteArrayContent([.. "# Charter\n\nPartnership: Caf"u8, 0xE9, (byte)'\n']);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/markdown");
        var problem = await _registrar.PostAsync("/api/charters", content).Is_invalid("$");
        problem.GetProperty("lines")[0].GetProperty("line").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("text/markdown; charset=utf-16")]
    public async Task Other_forms_are_refused(string form)
    {
        var content = new StringContent("# A");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(form);
        await _registrar.PostAsync("/api/charters", content).Is_refused(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Fact]
    public async Task The_same_key_with_another_markdown_is_refused()
    {
        var text = await Markdown();
        var registrar = service.As(service.Registrar);
        registrar.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());
        Task<HttpResponseMessage> Post(string body) => registrar.PostAsync("/api/charters", new StringContent(body, Encoding.UTF8, "text/markdown"));
        var first = await Post(text).Answers_with(HttpStatusCode.Created);
        (await Post(text).Answers_with(HttpStatusCode.Created)).Id().ShouldBe(first.Id());
        await Post(text + "\n").Is_refused(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_draft_is_exported_for_registrars_only()
    {
        var draft = await _registrar.Posts("/api/charters", SignatoryFixture.Sample()).Answers_with(HttpStatusCode.Created);
        await service.Anonymous().GetAsync($"/api/charters/{draft.Id()}/versions/1/export?format=json").Is_refused(HttpStatusCode.NotFound, "not-found");
        await _registrar.GetAsync($"/api/charters/{draft.Id()}/versions/1/export?format=pdf").Is_invalid("format");
    }
}
