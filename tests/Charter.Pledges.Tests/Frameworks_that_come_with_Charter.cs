using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Charter.Pledges.Frameworks;
using Microsoft.Extensions.DependencyInjection;

namespace Charter.Pledges.Tests;

public sealed class Frameworks_that_come_with_Charter(PledgeFixture service)
{
    private static readonly Guid Salford = ShipFrameworks.IdOf("salford-social-value");
    private static readonly Guid Model = ShipFrameworks.IdOf("uk-social-value-model");

    private Task<JsonElement> Reads(Guid framework, string query = "") => service.Anonymous().GetAsync($"/api/frameworks/{framework}{query}").Answers_with(HttpStatusCode.OK);

    private static string[] Names(JsonElement framework, string theme) =>
        [.. PledgeFixture.Items(framework, "outcomes").Where(o => o.Text("theme") == theme).Select(o => o.Text("name")!)];

    [Fact]
    public async Task Everybody_reads_them_with_their_licence_source_and_checksum()
    {
        var listed = PledgeFixture.Items(await service.Anonymous().GetAsync("/api/frameworks?size=100").Answers_with(HttpStatusCode.OK));
        listed.Select(f => (f.Id(), f.GetProperty("latestVersion").GetInt32())).ShouldBe([(Salford, 1), (Model, 2)]);
        listed.ShouldAllBe(f => f.GetProperty("charterId").ValueKind == JsonValueKind.Null);

        var read = await Reads(Salford);
        read.GetProperty("licence").Text("name")!.ShouldContain("None is stated");
        var pack = await service.Anonymous().GetByteArrayAsync($"/api/frameworks/{Salford}/pack");
        Convert.ToHexStringLower(SHA256.HashData(pack)).ShouldBe(read.Text("checksum"));
        var table = await service.Anonymous().GetStringAsync($"/api/frameworks/{Salford}/measures.csv");
        table.ShouldContain("level of valued employment in Salford");
        table.Split("\r\n").Length.ShouldBe(1 + 8 + 27 + 1, "a line for each measure, and for each outcome without one");
    }

    [Fact]
    public async Task Salfords_stands_word_for_word_as_in_its_source()
    {
        var read = await Reads(Salford);
        PledgeFixture.Items(read, "themes").Select(t => Names(read, t.Text("code")!).Length).ShouldBe([1, 1, 1, 8, 6, 8, 5]);
        PledgeFixture.Items(read, "measures").Length.ShouldBe(8);
        read.GetProperty("notVerified").GetInt32().ShouldBe(0);
        Names(read, "growing")[5].ShouldBe("Increasing resilience of the workforce – keeping people in work");
        PledgeFixture.Items(read, "measures").Select(m => m.Text("name")).ShouldContain("energy efficiency: use of energy and resources – total CO₂e (equivalent) annually per person");

        var seeds = Path.Combine(RealData.Folder ?? "", "..", "seeds");
        Assert.SkipUnless(Directory.Exists(seeds), "The source is not on this machine.");
        var source = string.Join(' ', (await File.ReadAllTextAsync(Directory.GetFiles(seeds, "004*").Single())).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (var outcome in PledgeFixture.Items(read, "outcomes"))
            source.ShouldContain(outcome.Text("name")!);
        foreach (var words in PledgeFixture.Items(read, "measures").SelectMany(m => m.Text("name")!.Split(" – ")))
            source.ShouldContain(words);
    }

    [Fact]
    public async Task The_Governments_model_has_its_verified_parts_alone_and_says_what_is_left_out()
    {
        var (first, second) = (await Reads(Model, "?version=1"), await Reads(Model));
        (first.GetProperty("isLatest").GetBoolean(), second.GetProperty("isLatest").GetBoolean()).ShouldBe((false, true));
        PledgeFixture.Items(first, "outcomes").Length.ShouldBe(8);
        PledgeFixture.Items(first, "leftOut").Single().GetProperty("count").GetInt32().ShouldBe(24);
        var outcome = PledgeFixture.Items(second, "outcomes").Single();
        outcome.Text("name").ShouldBe("Fair work");
        PledgeFixture.Items(outcome, "criteria").Select(c => c.Text("code")).ShouldBe(["1a", "1b", "1c", "1d"]);
        PledgeFixture.Items(second, "leftOut").Select(g => (g.Text("what"), g.GetProperty("count").GetInt32())).ShouldBe([("Outcomes 2 to 8", 7), ("Criterion 1e of outcome 1", 1), ("Standard reporting metrics", 33)]);
        foreach (var read in new[] { first, second })
        {
            PledgeFixture.Items(read, "themes").Concat(PledgeFixture.Items(read, "outcomes")).ShouldAllBe(p => p.GetProperty("verified").GetBoolean());
            read.Text("verifiedAgainst")!.ShouldContain("GOV.UK");
            PledgeFixture.Items(read, "measures").ShouldBeEmpty();
        }

        var differences = await service.Anonymous().GetAsync($"/api/frameworks/{Model}/differences?from=1&to=2").Answers_with(HttpStatusCode.OK);
        PledgeFixture.Items(differences).Select(d => (d.Text("kind"), d.Text("change"))).ShouldContain(("theme", "removed"));
    }

    [Fact]
    public async Task An_outcome_on_the_menu_of_a_charter_is_found_by_its_words()
    {
        var charter = (await service.SignedOrganisation()).Charter;
        var items = PledgeFixture.Items(await service.Anonymous().GetAsync($"/api/frameworks/{Salford}/crosswalk").Answers_with(HttpStatusCode.OK)).Where(i => i.GetProperty("charterId").ValueKind != JsonValueKind.Null && i.Id("charterId") == charter).ToArray();
        items.Select(i => (i.Text("code"), i.Text("kind"), i.Text("otherName"))).ShouldBe([("growing-1", "same", "Reducing worklessness"), ("caring-1", "same", "Improving family life")]);
        PledgeFixture.Items(await service.Anonymous().GetAsync($"/api/frameworks/{Model}/crosswalk").Answers_with(HttpStatusCode.OK)).ShouldBeEmpty("nothing is invented between Salford's and the Government's");
    }

    [Fact]
    public async Task Replicas_that_start_at_once_take_them_in_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var scope = service.Services.CreateAsyncScope();
            await ShipFrameworks.Run(scope.ServiceProvider);
        }));
        (await service.Sql($"select count(*) from framework_version where framework_id in ('{Salford}', '{Model}')")).ShouldBe(["3"]);
        (await service.Sql($"select count(*) from framework_part where framework_id = '{Salford}'")).ShouldBe(["38"]);
    }

    [Fact]
    public async Task Two_replicas_on_an_empty_database_take_them_in_once()
    {
        await using var fresh = new PledgeFixture();
        await fresh.InitializeAsync();
        (await fresh.Sql("select count(*) from framework_version")).ShouldBe(["3"]);
        await fresh.Sql("alter table framework_version disable trigger all; alter table framework_part disable trigger all; delete from framework_part; delete from framework_version; delete from framework; alter table framework_version enable trigger all; alter table framework_part enable trigger all");
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            await using var scope = fresh.Services.CreateAsyncScope();
            await ShipFrameworks.Run(scope.ServiceProvider);
        }));
        (await fresh.Sql("select count(*) from framework_version")).ShouldBe(["3"]);
    }

    [Fact]
    public async Task What_was_taken_in_never_changes()
    {
        foreach (var statement in new[] { $"update framework_version set title = 'x' where framework_id = '{Salford}'", $"delete from framework_part where framework_id = '{Salford}'" })
            (await Should.ThrowAsync<Npgsql.PostgresException>(() => service.Sql(statement))).MessageText.ShouldContain("never changes");
    }

    [Fact]
    public async Task The_schema_is_there_for_everybody()
    {
        var schema = JsonSerializer.Deserialize<JsonElement>(await service.Anonymous().GetByteArrayAsync("/api/frameworks/schema"));
        schema.Text("$schema").ShouldBe("https://json-schema.org/draft/2020-12/schema");
        schema.GetProperty("$defs").GetProperty("proxy").GetProperty("required").GetArrayLength().ShouldBe(3);
    }
}
