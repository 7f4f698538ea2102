using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

public sealed class Bringing_in_a_list_of_organisations(SignatoryFixture service)
{
    private HttpClient Registrar => service.As(service.Registrar);

    private static string Tag() => string.Concat(Guid.NewGuid().ToString("n").Where(char.IsAsciiLetter)) + "q";

    private static string Number() => Random.Shared.Next(10_000_000, 99_999_999).ToString();

    private Task<HttpResponseMessage> Sends(byte[] content) => Registrar.PostAsync("/api/organisation-imports", new MultipartFormDataContent { { new ByteArrayContent(content), "file", "list.csv" } });

    private Task<HttpResponseMessage> Sends(string content) => Sends(Encoding.UTF8.GetBytes(content));

    private async Task<JsonElement> Until(Guid id, string state)
    {
        JsonElement read = default;
        await Eventually.Passes(async () => (read = await Registrar.GetAsync($"/api/organisation-imports/{id}").Answers_with(HttpStatusCode.OK)).Text("state").ShouldBe(state), seconds: 120);
        return read;
    }

    private async Task<(Guid Id, JsonElement Read)> Checked(string content, Action<JsonObject>? correct = null)
    {
        var sent = await Sends(content).Answers_with(HttpStatusCode.Created);
        var mapping = JsonNode.Parse(sent.GetProperty("mapping").GetRawText())!.AsObject();
        (mapping["anyKind"], mapping["anySizeBand"]) = ("provider", "small");
        correct?.Invoke(mapping);
        await Registrar.PutAsync($"/api/organisation-imports/{sent.Id()}/mapping", JsonContent.Create(mapping)).Answers_with(HttpStatusCode.Accepted);
        return (sent.Id(), await Until(sent.Id(), "checked"));
    }

    private async Task<(int Line, string Verdict, string Reason)[]> Rows(Guid id) =>
        [.. (await Registrar.GetAsync($"/api/organisation-imports/{id}/rows?size=100").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()
            .Select(r => (r.GetProperty("line").GetInt32(), r.Text("verdict")!, r.Text("reason")!))];

    [Fact]
    public async Task Each_row_gets_its_verdict_and_what_is_new_is_registered_and_confirmed()
    {
        var (tag, number) = (Tag(), Number());
        var (known, _) = await service.ConfirmedOrganisation(SignatoryFixture.Organisation($"Known{tag} Bakery", identifiers: new { scheme = "GB-COH", id = number }));
        await service.ConfirmedOrganisation(SignatoryFixture.Organisation($"Nearly{tag} Advice Bureau Network"));
        var (id, read) = await Checked($"""
            Organisation name,Type,Local authority,Company number
            First{tag} Works Ltd,company,Salford,{Number()}
            "Second{tag} Works, of Bury",CHARITY,E08000002,
            Another{tag} name of it,company,Salford,{number}
            Nearly{tag} Advice Bureau Networks,charity,Salford,
            First{tag} Works Limited,company,Salford,
            Third{tag},planet,Atlantis,123
            ,company,Salford,
            """);
        read.GetProperty("columns").GetArrayLength().ShouldBe(4);
        var rows = await Rows(id);
        rows.Select(r => r.Verdict).ShouldBe(["new", "new", "duplicate", "similar", "duplicate", "bad", "bad"]);
        rows.Select(r => r.Line).ShouldBe([2, 3, 4, 5, 6, 7, 8]);
        rows[2].Reason.ShouldContain($"Known{tag} Bakery");
        rows[4].Reason.ShouldContain("Line 2");
        foreach (var word in new[] { "planet", "Atlantis", "123" })
            rows[5].Reason.ShouldContain(word);

        await Registrar.Posts($"/api/organisation-imports/{id}/import", "{}").Is_refused(HttpStatusCode.Conflict, "import-has-bad-rows");
        await Registrar.Posts($"/api/organisation-imports/{id}/import", new { leavesOutBad = true }).Answers_with(HttpStatusCode.Accepted);
        var done = await Until(id, "imported");
        (done.GetProperty("verdicts").GetProperty("imported").GetInt32(), done.GetProperty("verdicts").GetProperty("left-out").GetInt32()).ShouldBe((2, 1));

        var confirmed = await service.Published<OrganisationConfirmed>(e => e.Name == $"Second{tag} Works, of Bury");
        (confirmed.Sector, confirmed.IsImported, confirmed.ConfirmedBy, confirmed.Version).ShouldBe(("voluntary", true, service.Registrar.Subject, 2));
        confirmed.Places.ShouldBe(["E08000002"]);
        var organisation = await Registrar.GetAsync($"/api/organisations/{confirmed.OrganisationId}").Answers_with(HttpStatusCode.OK);
        organisation.Text("status").ShouldBe("confirmed");

        await Registrar.Posts($"/api/organisation-imports/{id}/import", new { leavesOutBad = true }).Is_refused(HttpStatusCode.Conflict, "import-done");
        var report = await (await Registrar.GetAsync($"/api/organisation-imports/{id}/report.csv")).Content.ReadAsStringAsync();
        report.ShouldContain($"3,\"Second{tag} Works, of Bury\",imported,,{confirmed.OrganisationId}");
        report.ShouldContain($",duplicate,");
        report.ShouldContain(known.ToString());
    }

    [Theory]
    [InlineData("\u202E")]
    [InlineData("\u2066")]
    [InlineData("\u0007")]
    public async Task A_name_that_would_read_as_another_is_a_bad_row_and_no_other_name(string turns)
    {
        var tag = Tag();
        var (id, _) = await Checked($"name,other names,type,place\nTrust{turns}{tag},,charity,Salford\nPlain{tag},Also{turns}{tag}; Also{tag},charity,Salford\nOdd{tag},,charity{turns},Salford\n",
            m => m["aliases"] = "other names");
        var rows = await Rows(id);
        rows.Select(r => r.Verdict).ShouldBe(["bad", "new", "new"], "only words that can be sent back are proposed for sectors");
        (await (await Registrar.GetAsync($"/api/organisation-imports/{id}/rows")).Content.ReadAsStringAsync()).ShouldNotContain($"\\u{(int)turns[0]:X4}", Case.Insensitive);
        await Registrar.Posts($"/api/organisation-imports/{id}/import", new { leavesOutBad = true }).Answers_with(HttpStatusCode.Accepted);
        await Until(id, "imported");
        (await service.Sql($"select array_to_string(aliases, '|') from organisation where name = 'Plain{tag}'")).ShouldBe([$"Also{tag}"]);
    }

    [Fact]
    public async Task Columns_and_words_for_sectors_can_be_corrected()
    {
        var tag = Tag();
        var (id, _) = await Checked($"what;who;where\nanchor;Un{tag};Wigan\nanchor;Deux{tag};Bolton;\n", m =>
        {
            (m["name"], m["sector"], m["places"]) = ("who", "what", "where");
            m["sectors"] = new JsonArray(new JsonObject { ["word"] = "anchor", ["sector"] = "education" });
        });
        await Registrar.Posts($"/api/organisation-imports/{id}/import", "{}").Answers_with(HttpStatusCode.Accepted);
        await Until(id, "imported");
        (await service.Published<OrganisationConfirmed>(e => e.Name == $"Un{tag}")).Sector.ShouldBe("education");
    }

    [Fact]
    public async Task What_is_only_similar_is_brought_in_when_the_registrar_says_so()
    {
        var tag = Tag();
        await service.ConfirmedOrganisation(SignatoryFixture.Organisation($"Twin{tag} Sports Hall Friends"));
        var (id, _) = await Checked($"name,type,place\nTwin{tag} Sports Hall Friend,charity,Salford\n");
        (await Rows(id)).Single().Verdict.ShouldBe("similar");
        await Registrar.Posts($"/api/organisation-imports/{id}/import", new { bringsInSimilar = true }).Answers_with(HttpStatusCode.Accepted);
        (await Until(id, "imported")).GetProperty("verdicts").GetProperty("imported").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task If_one_was_registered_meanwhile_nothing_is_imported_and_the_rows_are_judged_again()
    {
        var (tag, number) = (Tag(), Number());
        var (id, _) = await Checked($"name,type,place,company number\nAlpha{tag},company,Salford,{Number()}\nBeta{tag},company,Salford,{number}\n");
        await service.ConfirmedOrganisation(SignatoryFixture.Organisation($"Gamma{tag}", identifiers: new { scheme = "GB-COH", id = number }));
        await Registrar.Posts($"/api/organisation-imports/{id}/import", "{}").Answers_with(HttpStatusCode.Accepted);

        await Eventually.Passes(async () => (await Rows(id)).Select(r => r.Verdict).ShouldBe(["new", "duplicate"]));
        (await Until(id, "checked")).Text("problem").ShouldNotBeNullOrWhiteSpace();
        (await service.Sql($"select count(*) from organisation where name = 'Alpha{tag}'")).ShouldBe(["0"]);
    }

    public static TheoryData<string, byte[]> Encodings
    {
        get
        {
            const string Text = "name;type;place\r\nCafé Ünïque TAG;charity;Salford\r\n";
            return new()
            {
                { "UTF-8 with a mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)] },
                { "Latin-1", Encoding.Latin1.GetBytes(Text) },
                { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)] },
            };
        }
    }

    [Theory, MemberData(nameof(Encodings))]
    public async Task Whatever_program_wrote_the_file_its_names_are_read_right(string _, byte[] content)
    {
        var sent = await Sends(content).Answers_with(HttpStatusCode.Created);
        sent.GetProperty("sample")[0][0].GetString().ShouldBe("Café Ünïque TAG");
        sent.GetProperty("mapping").Text("places").ShouldBe("place");
        sent.GetProperty("mapping").GetProperty("sectors")[0].Text("sector").ShouldBe("voluntary");
    }

    [Theory]
    [InlineData("")]
    [InlineData("name,type\n")]
    [InlineData("name,name\na,b\n")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("name\na\0b\n")]
    public async Task What_is_no_list_is_refused_with_a_word(string content) => await Sends(content).Is_invalid("file");

    [Fact]
    public async Task A_formula_in_a_name_does_not_become_one_in_the_report()
    {
        var (id, _) = await Checked($"name,type,place\n\"=HYPERLINK(\"\"x\"\")\",planet,Salford\n");
        (await (await Registrar.GetAsync($"/api/organisation-imports/{id}/report.csv")).Content.ReadAsStringAsync()).ShouldNotContain(",=HYPERLINK");
    }

    [Fact]
    public async Task What_is_missing_in_the_mapping_is_named()
    {
        var sent = await Sends("name,place\nx,Salford\n").Answers_with(HttpStatusCode.Created);
        var path = $"/api/organisation-imports/{sent.Id()}/mapping";
        await Registrar.PutAsync(path, JsonContent.Create(new { name = "title", places = "place", identifiers = new[] { new { scheme = "GB-COH", column = "number" } } }))
            .Is_invalid("name", "identifiers[0].column", "anySector", "anyKind", "anySizeBand");
        await Registrar.PutAsync(path, JsonContent.Create(new { name = "", anySector = "x" })).Is_invalid("name", "anySector");
        await Registrar.Posts($"/api/organisation-imports/{sent.Id()}/import", "{}").Is_refused(HttpStatusCode.Conflict, "import-not-checked");
    }

    [Fact]
    public async Task Only_a_registrar_brings_in_lists()
    {
        var client = service.As(Person.With());
        await client.PostAsync("/api/organisation-imports", new MultipartFormDataContent { { new StringContent("x"), "file", "x" } }).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await client.GetAsync("/api/organisation-imports").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await Registrar.GetAsync($"/api/organisation-imports/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-found");
        await Registrar.GetAsync($"/api/organisation-imports/{Guid.NewGuid()}/report.csv").Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Ten_thousand_are_judged_and_imported()
    {
        var file = File.ReadAllBytes(RealData.PathOf("register/organisations-10000.csv"));
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        var registrar = alone.As(alone.Registrar);
        var sent = await registrar.PostAsync("/api/organisation-imports", new MultipartFormDataContent { { new ByteArrayContent(file), "file", "organisations.csv" } }).Answers_with(HttpStatusCode.Created);
        var mapping = JsonNode.Parse(sent.GetProperty("mapping").GetRawText())!.AsObject();
        (mapping.Text("sector"), mapping.Text("places"), mapping["identifiers"]![0]!.Text("column")).ShouldBe(("org_type", "local_authority", "company_number"));
        (mapping["anyKind"], mapping["anySizeBand"]) = ("provider", "small");
        await registrar.PutAsync($"/api/organisation-imports/{sent.Id()}/mapping", JsonContent.Create(mapping)).Answers_with(HttpStatusCode.Accepted);
        async Task<JsonElement> Until(string state)
        {
            JsonElement read = default;
            await Eventually.Passes(async () => (read = await registrar.GetAsync($"/api/organisation-imports/{sent.Id()}").Answers_with(HttpStatusCode.OK)).Text("state").ShouldBe(state), seconds: 240);
            return read;
        }
        var judged = (await Until("checked")).GetProperty("verdicts");
        judged.EnumerateObject().Sum(v => v.Value.GetInt32()).ShouldBe(10_000);
        judged.TryGetProperty("bad", out var bad).ShouldBeFalse(bad.ToString());
        judged.GetProperty("duplicate").GetInt32().ShouldBeGreaterThanOrEqualTo(3);   // three numbers stand there twice
        await registrar.Posts($"/api/organisation-imports/{sent.Id()}/import", "{}").Answers_with(HttpStatusCode.Accepted);
        var done = await Until("imported");
        (await alone.Sql("select count(*) from organisation")).ShouldBe([done.GetProperty("verdicts").GetProperty("imported").GetInt32().ToString()]);
    }
}

file static class Nodes
{
    public static string? Text(this JsonNode node, string name) => node[name]?.GetValue<string>();
}
