using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

/// <summary>Names are of words that no other test uses, because everybody here shares one register.</summary>
public sealed class A_question_instead_of_a_second_record(SignatoryFixture service)
{
    private static readonly string[] Salford = ["E08000006"];

    private Task<HttpResponseMessage> Registers(string name, string[]? places = null, bool isAnother = false, string[]? aliases = null) => service.As(Person.With()).Posts("/api/organisations", new
    {
        name,
        sector = "voluntary",
        kind = "provider",
        sizeBand = "small",
        places = places ?? Salford,
        identifiers = Array.Empty<object>(),
        aliases = aliases ?? [],
        isAnother,
    });

    private static string[] Candidates(JsonElement problem) => [.. problem.GetProperty("candidates").EnumerateArray().Select(c => c.Text("name")!)];

    [Theory]
    [InlineData("Quibble Street Food Bank Ltd", "QUIBBLE STREET FOOD BANK LIMITED")]
    [InlineData("The Zephyr & Onyx Trust", "Zephyr and Onyx Trust")]
    [InlineData("Saint Bartle’s Hospice", "St. Bartles Hospice")]
    [InlineData("Vexley Royal NHS FT", "Vexley Royal NHS Foundation Trust")]
    [InlineData("Café Môrwen CIC", "Cafe Morwen Community Interest Company")]
    [InlineData("Jubblewick Co-operative Society", "Jubblewick Cooperative Society")]
    [InlineData("Wendlethorpe Neighbourhood Advice Centre", "Wendelthorpe Neighbourhood Advice Centre")]
    [InlineData("Oxgang Hartside Carers", "Oxgang Hart Side Carers")]
    [InlineData("Plumbob Youth Theatre", "Plumbob Youth Theatre Group")]
    [InlineData("Pattlewick Hospis", "Pattlewick Hospice")]
    public async Task A_name_written_in_another_way_is_asked_about(string first, string second)
    {
        var known = (await Registers(first).Answers_with(HttpStatusCode.Created)).Id();
        var problem = await Registers(second).Is_refused(HttpStatusCode.Conflict, "organisation-maybe-registered");
        var candidate = problem.GetProperty("candidates").EnumerateArray().Single();
        (candidate.Id(), candidate.Text("name"), candidate.Text("status")).ShouldBe((known, first, "registered"));
        candidate.GetProperty("places")[0].Text("name").ShouldBe("Salford");

        await Registers(second, isAnother: true).Answers_with(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("Fozzleton Scouts 14", "Fozzleton Scouts 15")]
    [InlineData("Grizzlepike Action Bolton", "Grizzlepike Action Bury")]
    [InlineData("Umberlow Carers Support", "Umberlow Sailing Club")]
    public async Task One_that_only_sounds_alike_is_not(string first, string second)
    {
        await Registers(first).Answers_with(HttpStatusCode.Created);
        await Registers(second).Answers_with(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Elsewhere_only_a_name_that_leaves_little_doubt_is()
    {
        await Registers("Yarrowfen Community Garden Project").Answers_with(HttpStatusCode.Created);
        await Registers("Yarrowfen Community Garden", ["E08000012"]).Answers_with(HttpStatusCode.Created);
        Candidates(await Registers("Yarrowfen Community Garden Projekt", ["E08000012"]).Is_refused(HttpStatusCode.Conflict, "organisation-maybe-registered"))
            .ShouldContain("Yarrowfen Community Garden");
        Candidates(await Registers("The Yarrowfen Community Garden Project", ["E07000128"]).Is_refused(HttpStatusCode.Conflict, "organisation-maybe-registered"))
            .ShouldContain("Yarrowfen Community Garden Project");
    }

    [Fact]
    public async Task Other_names_count_as_well()
    {
        await Registers("Bramblewick Voluntary Action", aliases: ["Snorkelby Helpers Network"]).Answers_with(HttpStatusCode.Created);
        Candidates(await Registers("Snorkelby Helpers Network Ltd").Is_refused(HttpStatusCode.Conflict, "organisation-maybe-registered")).ShouldBe(["Bramblewick Voluntary Action"]);
    }

    [Fact]
    public async Task The_identifier_comes_first_and_cannot_be_denied()
    {
        var number = Random.Shared.Next(10_000_000, 99_999_999).ToString();
        await service.ConfirmedOrganisation(SignatoryFixture.Organisation("Tindlemarsh Motors", identifiers: new { scheme = "GB-COH", id = number }));
        await service.As(Person.With()).Posts("/api/organisations", new
        {
            name = "Tindlemarsh Motors",
            sector = "business",
            kind = "provider",
            sizeBand = "small",
            places = Salford,
            identifiers = new[] { new { scheme = "GB-COH", id = number } },
            isAnother = true,
        }).Is_refused(HttpStatusCode.Conflict, "organisation-identifier-taken");
    }

    [Fact]
    public async Task However_many_share_a_word_no_more_rows_are_read()
    {
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        await alone.Sql("""
            insert into organisation (id, version, name, sector, kind, size_band, places, status, registered_by, registered_at)
            select gen_random_uuid(), 1, 'Plentiful x' || n, 'faith', 'neither', 'small', array['E08000006'], 'registered', gen_random_uuid(), now() from generate_series(1, 3000) n
            """);
        await alone.Sql("analyze organisation_name_block");
        (await alone.Sql("select count(*) from organisation_name_block where block = 'plentiful@E08000006'")).ShouldBe(["3000"]);
        var plan = string.Join('\n', await alone.Sql("""
            explain (analyze, timing off) select c.organisation_id from unnest(name_blocks(name_key('Plentiful x77'), array['E08000006'])) b,
              lateral (select organisation_id, name_key from organisation_name_block where block = b order by block, organisation_id limit 50) c
            """));
        plan.ShouldNotContain("Seq Scan on organisation_name_block", customMessage: plan);
        Regex.Matches(plan, @"organisation_name_block.*actual rows=(\d+)").ShouldAllBe(read => int.Parse(read.Groups[1].Value) <= 50, plan);
    }
}
