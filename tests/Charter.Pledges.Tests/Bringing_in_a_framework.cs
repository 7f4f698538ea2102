using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;

namespace Charter.Pledges.Tests;

public sealed class Bringing_in_a_framework(PledgeFixture service)
{
    private readonly Person _registrar = Person.With(Roles.Registrar);

    private HttpClient Registrar => service.As(_registrar);

    private async Task<Guid> Charter() => (await service.SignedOrganisation()).Charter;

    private async Task<(JsonElement Problem, JsonElement Sent)> Refused(string table, JsonObject? heading = null, Guid? charter = null)
    {
        var sent = await Registrar.Sends(charter ?? await Charter(), table).Answers_with(HttpStatusCode.Created);
        return (await Registrar.Imports(sent, heading ?? FrameworkFiles.Heading(FrameworkFiles.NewId())).Is_refused(HttpStatusCode.BadRequest, "invalid-request"), sent);
    }

    [Fact]
    public async Task A_table_is_understood_shown_and_imported_when_the_registrar_says_so()
    {
        var (charter, id) = (await Charter(), FrameworkFiles.NewId());
        var sent = await Registrar.Sends(charter, FrameworkFiles.Table).Answers_with(HttpStatusCode.Created);
        var columns = sent.GetProperty("columns");
        new[] { "theme", "outcome", "code", "measure", "unit", "direction", "proxyValue", "proxySource", "priceYear", "target", "guidance" }.Select(c => columns.Text(c))
            .ShouldBe(["Theme", "Outcome", "Ref", "Measure description", "Units", "Direction", "Proxy value", "Proxy source", "Price year", "Target", "Guidance"]);
        (sent.Text("kind"), sent.GetProperty("layout").GetProperty("rows").GetInt32(), sent.GetProperty("frameworkId").ValueKind).ShouldBe(("csv", 3, JsonValueKind.Null));

        var done = await Registrar.Imports(sent, FrameworkFiles.Heading(id)).Answers_with(HttpStatusCode.OK);
        var read = await Registrar.GetAsync($"/api/frameworks/{done.Id("frameworkId")}").Answers_with(HttpStatusCode.OK);
        (read.Id("charterId"), read.GetProperty("licence").Text("text"), read.Text("source")).ShouldBe((charter, "Members of the invented association may use it.", "Invented association, handbook"));
        PledgeFixture.Items(read, "themes").Select(t => t.Text("name")).ShouldBe(["Invented jobs", "Invented places"]);
        var measures = PledgeFixture.Items(read, "measures");
        measures.Select(m => (m.Text("code"), m.Text("outcome"), m.Text("unit"), m.Text("direction"))).ShouldBe([("IJ1", "outcome-1", "people", "increase"), ("IJ2", "outcome-1", "hours", "increase"), ("IP1", "outcome-2", "tonnes", "reduce")]);
        var proxy = measures[0].GetProperty("proxy");
        (proxy.GetProperty("value").GetDecimal(), proxy.Text("source"), proxy.GetProperty("priceYear").GetInt32()).ShouldBe((1250.5m, "Invented study", 2024));
        Convert.ToHexStringLower(SHA256.HashData(await Registrar.GetByteArrayAsync($"/api/frameworks/{done.Id("frameworkId")}/pack"))).ShouldBe(read.Text("checksum"));
        await Registrar.Imports(sent, FrameworkFiles.Heading(id)).Is_refused(HttpStatusCode.Conflict, "import-done");
        (await service.Sql($"select content is null from framework_upload where id = '{sent.Id()}'")).ShouldBe(["True"]);
    }

    [Theory]
    [InlineData("charter")]
    [InlineData("schema")]
    [InlineData("uploads")]
    [InlineData("crosswalks")]
    public async Task A_word_that_stands_for_something_else_is_no_id(string word)
    {
        var charter = await Charter();
        var sent = await Registrar.Sends(charter, FrameworkFiles.Table).Answers_with(HttpStatusCode.Created);
        var refused = await Registrar.Imports(sent, FrameworkFiles.Heading(word)).Is_invalid("heading.id");
        refused.GetProperty("errors").GetProperty("heading.id")[0].GetString().ShouldBe($"The word {word} stands for something else where frameworks are named. Choose another id, such as our-{word}.");
        var pack = await Registrar.Sends(charter, FrameworkFiles.Pack(word).ToJsonString(), "pack.json").Answers_with(HttpStatusCode.Created);
        (await Registrar.Imports(pack).Is_invalid("file")).Problems().Single().Field.ShouldBe("id");
        await Registrar.Imports(sent, FrameworkFiles.Heading($"our-{word}-{Guid.NewGuid():n}")).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_file_that_nobody_imports_is_dropped_after_thirty_days()
    {
        var clock = new TestClock();
        await using var alone = new AtOwnTime(clock);
        await alone.InitializeAsync();
        var registrar = alone.As(_registrar);
        var charter = Guid.NewGuid();
        await alone.Deliver(PledgeFixture.Published(charter));
        var (forgotten, taken) = ((await registrar.Sends(charter, FrameworkFiles.Table).Answers_with(HttpStatusCode.Created)).Id(), await registrar.Sends(charter, FrameworkFiles.Table).Answers_with(HttpStatusCode.Created));
        await registrar.Imports(taken, FrameworkFiles.Heading(FrameworkFiles.NewId())).Answers_with(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromDays(29));
        var later = (await registrar.Sends(charter, FrameworkFiles.Table).Answers_with(HttpStatusCode.Created)).Id();
        (await Kept()).ShouldBe([forgotten, taken.Id(), later], ignoreOrder: true);
        clock.Advance(TimeSpan.FromDays(2));
        await Eventually.Passes(async () => (await Kept()).ShouldBe([taken.Id(), later], ignoreOrder: true));   // the report on what was imported stays
        await registrar.GetAsync($"/api/frameworks/uploads/{forgotten}").Is_refused(HttpStatusCode.NotFound, "not-found");

        async Task<Guid[]> Kept() => [.. PledgeFixture.Items(await registrar.GetAsync("/api/frameworks/uploads").Answers_with(HttpStatusCode.OK)).Select(u => u.Id())];
    }

    /// <summary>The service with a clock that the test moves.</summary>
    private sealed class AtOwnTime(TestClock clock) : PledgeFixture
    {
        protected override void Replace(IServiceCollection services)
        {
            base.Replace(services);
            services.AddSingleton<TimeProvider>(clock);
        }
    }

    [Fact]
    public async Task Columns_with_other_names_are_put_right_by_hand()
    {
        var table = "Sold by nobody\nBlock;Number;What is counted;Counted in\nA block;X1;Things done;things\n";
        var sent = await Registrar.Sends(await Charter(), table).Answers_with(HttpStatusCode.Created);
        await Registrar.Imports(sent, FrameworkFiles.Heading(FrameworkFiles.NewId())).Is_invalid("columns.theme", "columns.code", "columns.measure");
        await Registrar.Imports(sent, FrameworkFiles.Heading(FrameworkFiles.NewId()), new JsonObject { ["theme"] = "Block", ["code"] = "Block", ["measure"] = "Nothing like it" }).Is_invalid("columns.code", "columns.measure");
        await Registrar.PutAsync($"/api/frameworks/uploads/{sent.Id()}/import", JsonContent.Create(new { })).Is_invalid("columns", "heading");
        var done = await Registrar.Imports(sent, FrameworkFiles.Heading(FrameworkFiles.NewId()), new JsonObject { ["theme"] = "Block", ["code"] = "Number", ["measure"] = "What is counted", ["unit"] = "Counted in" }).Answers_with(HttpStatusCode.OK);
        var read = await Registrar.GetAsync($"/api/frameworks/{done.Id("frameworkId")}").Answers_with(HttpStatusCode.OK);
        (PledgeFixture.Items(read, "measures").Single().Text("unit"), PledgeFixture.Items(read, "outcomes").Single().Text("name")).ShouldBe(("things", "A block"));
    }

    [Fact]
    public async Task One_that_was_refused_is_not_told_of_as_imported()
    {
        var (_, refused) = await Refused("Theme,Outcome,Code,Measure,Unit\nA theme,An outcome,A1,,people\n");
        (await Registrar.GetAsync($"/api/frameworks/uploads/{refused.Id()}").Answers_with(HttpStatusCode.OK)).Problems().ShouldNotBeEmpty();
        var sent = await Registrar.Sends(await Charter(), FrameworkFiles.Table).Answers_with(HttpStatusCode.Created);
        await Registrar.Imports(sent, FrameworkFiles.Heading(FrameworkFiles.NewId())).Answers_with(HttpStatusCode.OK);
        var told = await service.Published<ActionTaken>(a => a.Actor == _registrar.Subject && a.ActedOn.Any(s => s.Id == sent.Id()) && a.Route.EndsWith("/import", StringComparison.Ordinal));
        told.Action.ShouldBe("Import a framework that was sent");
        service.AllPublished<ActionTaken>(a => a.Actor == _registrar.Subject && a.Route.EndsWith("/import", StringComparison.Ordinal)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_bad_row_is_reported_with_its_line_field_and_rule_and_nothing_is_done()
    {
        var id = FrameworkFiles.NewId();
        var (problem, sent) = await Refused("""
            Theme,Outcome,Code,Measure,Unit,Direction,Proxy,Source,Year
            A theme,An outcome,A1,Good one,people,up,10,Study,2024
            A theme,An outcome,A1,Same code,people,up,,,
            A theme,An outcome,A2,,people,sideways,,,
            A theme,An outcome,A3,Bad proxy,12,up,about ten,Study,soon
            A theme,An outcome,A4,No source,people,up,10,,2024
            A theme,An outcome,<b>,Bad code,people,up,,,1
            """, FrameworkFiles.Heading(id));
        problem.Problems().Select(p => (p.Line, p.Field)).ShouldBe([(3, "Code"), (4, "Measure"), (4, "Direction"), (5, "Proxy"), (5, "Year"), (5, "Unit"), (6, "Source"), (7, "Code")], ignoreOrder: true);
        problem.Problems().Single(p => p is { Line: 4, Field: "Direction" }).Rule.ShouldBe("Write one of these: increase, reduce.");
        problem.GetProperty("errors").GetProperty("file")[0].GetString()!.ShouldStartWith("Nothing was imported: 8 things are not right");
        (await Registrar.GetAsync($"/api/frameworks/uploads/{sent.Id()}").Answers_with(HttpStatusCode.OK)).Problems().Length.ShouldBe(8, "the page shows them too");
        (await Registrar.GetStringAsync($"/api/frameworks/uploads/{sent.Id()}/report.csv")).Split("\r\n").Length.ShouldBe(10);
        (await service.Sql($"select 1 from framework where pack_id = '{id}'")).ShouldBeEmpty();

        (await Refused("Theme,Code,Measure\nA,A1,One\nA,a1,Two\n")).Problem.Problems().ShouldBe([(3, "Code", "The code a1 stands in line 2 already. Every part has a code of its own.")]);
        (await Refused("Theme,Code,Measure,Unit\n,A1,One,12\n")).Problem.Problems().Select(p => (p.Line, p.Field)).ShouldBe([(2, "Theme"), (2, "Unit")]);
        (await Refused("Theme,Code,Measure,Unit\nT,A1,One,12\n")).Problem.Problems().ShouldBe([(2, "Unit", "Give what is counted, such as people, hours or %.")]);
        (await Refused("Theme,Code,Measure\n")).Problem.Problems().Single().Rule.ShouldContain("no measures");
    }

    [Fact]
    public async Task What_is_wrong_with_what_was_typed_stands_at_its_field()
    {
        var charter = await Charter();
        var sent = await Registrar.Sends(charter, FrameworkFiles.Table).Answers_with(HttpStatusCode.Created);
        var heading = FrameworkFiles.Heading("Not an id", 0);
        heading["licenceAddress"] = "javascript:alert(1)";
        await Registrar.Imports(sent, heading).Is_invalid("heading.id", "heading.version", "heading.licenceAddress");
        await Registrar.Imports(sent, new JsonObject { ["title"] = "x" }).Is_invalid("heading.id", "heading.version", "heading.licenceName", "heading.source");
    }

    [Fact]
    public async Task A_version_never_changes_and_a_new_one_supersedes_it()
    {
        var (charter, id) = (await Charter(), FrameworkFiles.NewId());
        var framework = await service.Framework(charter, id, 2023);
        (await service.Framework(charter, id, 2023)).ShouldBe(framework, "the same content changes nothing");
        var other = await Registrar.Sends(charter, FrameworkFiles.Table.Replace("Invented waste", "Invented rubbish")).Answers_with(HttpStatusCode.Created);
        (await Registrar.Imports(other, FrameworkFiles.Heading(id, 2023)).Is_refused(HttpStatusCode.Conflict, "framework-version-exists")).Text("detail")!.ShouldContain("version 2024");
        await Registrar.Imports(other, FrameworkFiles.Heading(id, 2022)).Is_refused(HttpStatusCode.Conflict, "framework-version-older");
        await Registrar.Imports(other, FrameworkFiles.Heading("salford-social-value", 9)).Is_refused(HttpStatusCode.Conflict, "framework-id-taken");
        (await Registrar.Imports(other, FrameworkFiles.Heading(id, 2024)).Answers_with(HttpStatusCode.OK)).Id("frameworkId").ShouldBe(framework);

        var (before, now) = (await Registrar.GetAsync($"/api/frameworks/{framework}?version=2023").Answers_with(HttpStatusCode.OK), await Registrar.GetAsync($"/api/frameworks/{framework}").Answers_with(HttpStatusCode.OK));
        (before.GetProperty("isLatest").GetBoolean(), now.GetProperty("version").GetInt32(), now.GetProperty("versions").GetArrayLength()).ShouldBe((false, 2024, 2));
        PledgeFixture.Items(before, "measures")[2].Text("name").ShouldBe("Invented waste");
        var changed = PledgeFixture.Items(await Registrar.GetAsync($"/api/frameworks/{framework}/differences?from=2023&to=2024").Answers_with(HttpStatusCode.OK)).Single();
        (changed.Text("kind"), changed.Text("code"), changed.Text("change")).ShouldBe(("measure", "IP1", "changed"));
        (changed.GetProperty("fields")[0].Text("before"), changed.GetProperty("fields")[0].Text("after")).ShouldBe(("Invented waste", "Invented rubbish"));
        await Registrar.GetAsync($"/api/frameworks/{framework}?version=7").Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Two_registrars_at_once_bring_in_one_version()
    {
        var (charter, id) = (await Charter(), FrameworkFiles.NewId());
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Registrar.Sends(charter, FrameworkFiles.Table).Answers_with(HttpStatusCode.Created)));
        var done = await Task.WhenAll(sent.Select(s => Registrar.Imports(s, FrameworkFiles.Heading(id)).Answers_with(HttpStatusCode.OK)));
        done.Select(d => d.Id("frameworkId")).Distinct().Count().ShouldBe(1);
        (await service.Sql($"select count(*) from framework_part where framework_id = '{done[0].Id("frameworkId")}'")).ShouldBe(["5"]);
    }

    [Fact]
    public async Task A_pack_is_taken_as_it_is()
    {
        var (charter, id) = (await Charter(), FrameworkFiles.NewId());
        var pack = FrameworkFiles.Pack(id);
        pack["crosswalk"] = new JsonArray(new JsonObject { ["from"] = "O1", ["kind"] = "narrower", ["framework"] = "salford-social-value", ["version"] = 1, ["to"] = "growing-1", ["source"] = "Invented comparison" });
        var sent = await Registrar.Sends(charter, pack.ToJsonString(), "pack.json").Answers_with(HttpStatusCode.Created);
        (sent.Text("kind"), sent.Problems().Length).ShouldBe(("json", 0));
        var framework = (await Registrar.Imports(sent).Answers_with(HttpStatusCode.OK)).Id("frameworkId");
        (await Registrar.GetAsync($"/api/frameworks/{framework}").Answers_with(HttpStatusCode.OK)).GetProperty("notVerified").GetInt32().ShouldBe(1);
        var there = PledgeFixture.Items(await Registrar.GetAsync($"/api/frameworks/{framework}/crosswalk").Answers_with(HttpStatusCode.OK)).Single();
        (there.Text("code"), there.Text("kind"), there.Text("otherCode"), there.Text("otherName"), there.Text("source")).ShouldBe(("O1", "narrower", "growing-1", "Reducing worklessness", "Invented comparison"));
        var back = PledgeFixture.Items(await Registrar.GetAsync($"/api/frameworks/{there.Id("frameworkId")}/crosswalk").Answers_with(HttpStatusCode.OK)).Single(i => i.Text("otherTitle") == "Invented pack");
        (back.Text("code"), back.Text("kind"), back.Text("otherCode")).ShouldBe(("growing-1", "broader", "O1"));
    }

    [Fact]
    public async Task A_bad_pack_is_reported_line_by_line()
    {
        var charter = await Charter();
        var sent = await Registrar.Sends(charter, $$"""
            {
              "id": "{{FrameworkFiles.NewId()}}", "version": 1.5,
              "title": " ",
              "licence": { "name": "L", "address": "ftp://example.org" },
              "source": "S",
              "themes": [ { "code": "T1", "name": "T" } ],
              "outcomes": [
                { "code": "O1", "theme": "T9", "name": "O" } ],
              "measures": [
                { "code": "M1", "outcome": "O1" },
                { "code": "M2", "outcome": "O1", "name": 7, "colour": "red",
                  "proxy": { "value": -1, "source": "S", "priceYear": 1980 } }
              ]
            }
            """, "pack.json").Answers_with(HttpStatusCode.Created);
        sent.Problems().Select(p => (p.Line, p.Field)).ShouldBe(
            [(2, "version"), (3, "title"), (4, "licence.address"), (8, "outcomes[0].theme"), (10, "measures[0].name"), (11, "measures[1].name"), (11, "measures[1].colour"), (12, "measures[1].proxy.value"), (12, "measures[1].proxy.priceYear")], ignoreOrder: true);
        (await Registrar.Imports(sent).Is_invalid("file")).Problems().Length.ShouldBe(9);

        async Task<(long, string, string)[]> Of(JsonNode pack) => (await Registrar.Sends(charter, pack.ToJsonString(new() { WriteIndented = true }), "pack.json").Answers_with(HttpStatusCode.Created)).Problems();
        var bad = FrameworkFiles.Pack(FrameworkFiles.NewId());
        (bad["outcomes"]![0]!["theme"], bad["measures"]![0]!["code"]) = ("T9", "O1");
        (await Of(bad)).Select(p => (p.Item2, p.Item3)).ShouldBe([("outcomes[0].theme", "The pack has no theme with the code T9."), ("measures[0].code", "The code O1 stands in line 17 already. Every part has a code of its own.")], ignoreOrder: true);
        (await Registrar.Sends(charter, "{ \"id\": \"x\",\n \"version\": }", "pack.json").Answers_with(HttpStatusCode.Created)).Problems().ShouldBe([(2, "", "This is not valid JSON from here on. Perhaps a comma, a bracket or a quotation mark is missing.")]);
        (await Registrar.Sends(charter, "{ \"id\": \"x\",\n \"id\": \"y\" }", "pack.json").Answers_with(HttpStatusCode.Created)).Problems().ShouldContain((2, "id", "This stands here twice."));
        (await Registrar.Sends(charter, new string('[', 5000), "pack.json").Answers_with(HttpStatusCode.Created)).Problems().Length.ShouldBe(1);
        (await Registrar.Sends(charter, "[" + string.Join(',', Enumerable.Repeat("1", 300_000)) + "]", "pack.json").Answers_with(HttpStatusCode.Created)).Problems().Single().Item3.ShouldContain("200,000 values");
        var unreadable = FrameworkFiles.Pack(FrameworkFiles.NewId());
        (unreadable["outcomes"]![0]!["code"], unreadable["measures"]![0]!["code"], unreadable["measures"]![0]!["outcome"]) = ("\u0000", "\u0000", new string('x', 100_000));
        (await Of(unreadable)).Select(p => p.Item2).Distinct().ShouldBe(["outcomes[0].code", "measures[0].code", "measures[0].outcome"], ignoreOrder: true);
        (await Registrar.Sends(charter, "{ \"themes\": {}, \"outcomes\": 5, \"measures\": [null, 7, []], \"crosswalk\": [[]] }", "pack.json").Answers_with(HttpStatusCode.Created)).Problems().Length.ShouldBeGreaterThan(8);
        (await Registrar.Sends(charter, "{ \"id\": \"\\ud800\" }", "pack.json").Answers_with(HttpStatusCode.Created)).Problems().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_crosswalk_to_what_is_not_there_is_refused_with_its_line()
    {
        var pack = FrameworkFiles.Pack(FrameworkFiles.NewId());
        JsonObject Row(string from, string framework, int version, string to) => new() { ["from"] = from, ["kind"] = "same", ["framework"] = framework, ["version"] = version, ["to"] = to, ["source"] = "Nobody" };
        pack["crosswalk"] = new JsonArray(Row("O1", "no-such-framework", 1, "X"), Row("O1", "salford-social-value", 9, "growing-1"), Row("O1", "salford-social-value", 1, "growing-9"));
        var sent = await Registrar.Sends(await Charter(), pack.ToJsonString(), "pack.json").Answers_with(HttpStatusCode.Created);
        (await Registrar.Imports(sent).Is_invalid("file")).Problems().Select(p => p.Field).ShouldBe(["crosswalk[0].framework", "crosswalk[1].version", "crosswalk[2].to"]);
        (await service.Sql($"select 1 from framework where pack_id = '{pack["id"]}'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_partnership_enters_a_crosswalk_of_its_own_whole_or_not_at_all()
    {
        var (charter, id) = (await Charter(), FrameworkFiles.NewId());
        var framework = await service.Framework(charter, id);
        Task<HttpResponseMessage> Enter(string rows, Guid? of = null) => Registrar.PostAsync("/api/frameworks/crosswalks",
            FrameworkFiles.Form(Encoding.UTF8.GetBytes("framework,version,code,kind,to framework,to version,to code,source\n" + rows), of ?? charter));
        var good = $"{id},1,outcome-1,narrower,salford-social-value,1,growing-1,Invented comparison\n{id},1,IJ1,related,charter,1,Improving family life,Invented comparison\n";
        var problem = await Enter(good + $"{id},2,IJ1,same,salford-social-value,1,growing-1,X\n{id},1,IJ9,alike,charter,1,No such outcome,\n").Is_invalid("file");
        problem.Problems().Select(p => (p.Line, p.Field)).ShouldBe([(4, "version"), (5, "code"), (5, "kind"), (5, "to code"), (5, "source")], ignoreOrder: true);
        (await service.Sql($"select 1 from framework_relation where scope = '{charter}'")).ShouldBeEmpty();
        (await Enter(good).Answers_with(HttpStatusCode.OK)).GetProperty("entered").GetInt32().ShouldBe(2);
        (await Enter(good).Answers_with(HttpStatusCode.OK)).GetProperty("unchanged").GetInt32().ShouldBe(2);
        var items = PledgeFixture.Items(await Registrar.GetAsync($"/api/frameworks/{framework}/crosswalk").Answers_with(HttpStatusCode.OK));
        items.Select(i => (i.Text("code"), i.Text("kind"), i.Text("otherName"))).ShouldBe([("outcome-1", "narrower", "Reducing worklessness"), ("IJ1", "related", "Improving family life")]);
        await Enter(good, await Charter()).Is_invalid("file");   // another partnership cannot name it
    }

    /// <summary>Nobody keeps a release of Charter from coming with an id that a partnership has taken before.</summary>
    [Fact]
    public async Task Of_two_frameworks_with_one_id_the_partnership_names_its_own()
    {
        var charter = await Charter();
        var framework = await service.Framework(charter, FrameworkFiles.NewId());
        await service.Sql($"update framework set pack_id = 'salford-social-value' where id = '{framework}'");
        var rows = "framework,version,code,kind,to framework,to version,to code,source\nsalford-social-value,1,IJ1,related,uk-social-value-model,1,"
            + (await service.Sql("select p.code from framework_part p join framework f on f.id = p.framework_id where f.pack_id = 'uk-social-value-model' and p.version = 1 order by 1 limit 1"))[0] + ",Invented comparison\n";
        (await Registrar.PostAsync("/api/frameworks/crosswalks", FrameworkFiles.Form(Encoding.UTF8.GetBytes(rows), charter)).Answers_with(HttpStatusCode.OK)).GetProperty("entered").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_workbook_is_read_with_shared_texts_and_the_values_of_its_formulas()
    {
        var id = FrameworkFiles.NewId();
        var book = FrameworkFiles.Workbook(
        [
            ["An invented framework"],
            ["Theme", "Outcome", "Ref", "Measure", "Unit", "Proxy value", "Proxy source", "Price year"],
            ["A theme", "An outcome", "A1", "Jobs & more", "people", "<c><f>10*2.5</f><v>25</v></c>", "Study", "<c><v>2024</v></c>"],
            [null, null, "<c t=\"inlineStr\"><is><t>A2</t></is></c>", "<c t=\"str\"><f>CONCATENATE(\"Ho\",\"urs\")</f><v>Hours</v></c>", "hours", "<c><v>16.090000000000003</v></c>", "Study", "<c><v>2024</v></c>"],
        ]);
        var sent = await Registrar.Sends(await Charter(), book, "framework.xlsx").Answers_with(HttpStatusCode.Created);
        (sent.Text("kind"), sent.GetProperty("layout").Text("sheet"), sent.GetProperty("layout").GetProperty("headerLine").GetInt64(), sent.GetProperty("columns").Text("measure")).ShouldBe(("xlsx", "Measures", 2, "Measure"));
        var framework = (await Registrar.Imports(sent, FrameworkFiles.Heading(id)).Answers_with(HttpStatusCode.OK)).Id("frameworkId");
        PledgeFixture.Items(await Registrar.GetAsync($"/api/frameworks/{framework}").Answers_with(HttpStatusCode.OK), "measures")
            .Select(m => (m.Text("code"), m.Text("name"), m.GetProperty("proxy").GetProperty("value").GetDecimal())).ShouldBe([("A1", "Jobs & more", 25m), ("A2", "Hours", 16.09m)]);
    }

    [Fact]
    public async Task A_cell_without_a_value_is_reported_with_its_row()
    {
        var book = FrameworkFiles.Workbook(
        [
            ["Theme", "Ref", "Measure", "Unit"],
            ["A theme", "A1", "One", "<c><f>A1</f></c>"],
            ["A theme", "A2", "<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>", "people"],
        ]);
        var sent = await Registrar.Sends(await Charter(), book, "framework.xlsx").Answers_with(HttpStatusCode.Created);
        var problems = (await Registrar.Imports(sent, FrameworkFiles.Heading(FrameworkFiles.NewId())).Is_invalid("file")).Problems();
        problems.Single(p => p.Line == 2).Rule.ShouldContain("formula without a value");
        problems.ShouldContain(p => p.Line == 3 && p.Field == "Measure" && p.Rule.Contains("#DIV/0!"));
    }

    [Fact]
    public async Task A_workbook_made_to_burst_does_not()
    {
        var charter = await Charter();
        async Task<string> Why(byte[] book) => (await Registrar.Sends(charter, book, "framework.xlsx").Is_invalid("file")).GetProperty("errors").GetProperty("file")[0].GetString()!;
        var spaces = new string(' ', 60 * 1024 * 1024);
        (await Why(FrameworkFiles.Workbook([], sheet: $"<worksheet><sheetData>{spaces}</sheetData></worksheet>"))).ShouldContain("20 MB");
        (await Why(FrameworkFiles.Workbook([], shared: $"<sst><si><t>{spaces}</t></si></sst>"))).ShouldContain("20 MB");
        (await Why(Lying(FrameworkFiles.Workbook([], sheet: $"<worksheet><sheetData>{spaces}</sheetData></worksheet>")))).ShouldNotBeEmpty();
        (await Why(FrameworkFiles.Workbook([], sheet: "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&a;</t></is></c></row></sheetData></worksheet>"))).ShouldContain("damaged or unusual");
        (await Why(FrameworkFiles.Workbook([["Theme", "<c t=\"s\"><v>99</v></c>"]]))).ShouldContain("damaged or unusual");
        (await Why(FrameworkFiles.Workbook([["Theme"]], a => FrameworkFiles.Put(a, "xl/vbaProject.bin", "x")))).ShouldContain("macros");
        (await Why([.. "PK\u0003\u0004 and no more"u8])).ShouldContain("no Excel workbook");
        var document = FrameworkFiles.Workbook([["Theme"]]);
        (await Why(document[..^30])).ShouldContain("no Excel workbook");
    }

    /// <summary>States that every part is small.</summary>
    private static byte[] Lying(byte[] archive)
    {
        for (var i = 0; i < archive.Length - 46; i++)
            if (archive.AsSpan(i).StartsWith("PK\u0001\u0002"u8))
                BitConverter.TryWriteBytes(archive.AsSpan(i + 24), 1000);
        return archive;
    }

    [Fact]
    public async Task What_is_no_framework_is_refused_with_what_to_send()
    {
        var charter = await Charter();
        await Registrar.Sends(null, FrameworkFiles.Table).Is_invalid("charterId");
        await Registrar.Sends(Guid.NewGuid(), FrameworkFiles.Table).Is_refused(HttpStatusCode.NotFound, "not-found");
        await Registrar.Sends(charter, "").Is_invalid("file");
        await Registrar.Sends(charter, [.. "%PDF-1.7"u8], "framework.pdf").Is_invalid("file");
        await Registrar.Sends(charter, [0, 1, 2, 3, 0, 0], "framework.csv").Is_invalid("file");
        await Registrar.Sends(charter, new byte[(5 * 1024 * 1024) + 1]).Is_invalid("file");
        await Registrar.Sends(charter, "\n\n\n").Is_invalid("file");
        await Registrar.GetAsync($"/api/frameworks/uploads/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-found");
        await Registrar.PutAsync($"/api/frameworks/uploads/{Guid.NewGuid()}/import", JsonContent.Create(new { })).Is_refused(HttpStatusCode.NotFound, "not-found");
    }
}
