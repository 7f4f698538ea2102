using System.Net;
using System.Text;
using System.Text.Json;

namespace Charter.Signatories.Tests;

public sealed class The_register_as_at_a_day(SignatoryFixture service)
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTime.UtcNow, "Europe/London"));

    private static string On(int daysAgo) => $"{Today.AddDays(-daysAgo):yyyy-MM-dd}";

    private Task<JsonElement> List(int daysAgo, string query) => service.Anonymous().GetAsync($"/api/register/as-at/{On(daysAgo)}{query}").Answers_with(HttpStatusCode.OK);

    /// <summary>Signed a hundred days ago under another name, renamed fifty days ago, lapsed ten days ago.</summary>
    private async Task<(Guid Id, string Word)> WithAPast(string sector = "business", params string[] places)
    {
        var word = $"zq{Guid.NewGuid():n}"[..12];
        var (id, _) = await service.SignedOrganisation(await service.PublishedCharter(), SignatoryFixture.Organisation($"{word} Before", sector, places: places.Length == 0 ? null : places));
        await service.Sql($"""
            update register_period set from_on = from_on - 100, signed_on = signed_on - 100 where organisation_id = '{id}';
            update register_entry set name = '{word} After', sort_name = '{word} after', changed_on = '{On(50)}' where organisation_id = '{id}';
            update register_entry set status = 'lapsed', changed_on = '{On(10)}' where organisation_id = '{id}'
            """);
        return (id, word);
    }

    [Theory]
    [InlineData(101, null, null)]
    [InlineData(100, "Before", "in-force")]
    [InlineData(51, "Before", "in-force")]
    [InlineData(50, "After", "in-force")]
    [InlineData(10, "After", "lapsed")]
    [InlineData(0, "After", "lapsed")]
    public async Task It_shows_what_it_showed_then(int daysAgo, string? name, string? status)
    {
        var (id, word) = await WithAPast();
        var list = await List(daysAgo, $"?q={word}");
        list.Text("asAt").ShouldBe(On(daysAgo));
        list.GetProperty("total").GetInt64().ShouldBe(name is null ? 0 : 1);
        list.GetProperty("items").EnumerateArray().Select(i => (i.Text("name"), i.Text("status"))).ShouldBe(name is null ? [] : [($"{word} {name}", status)]);
        var entry = $"/api/register/as-at/{On(daysAgo)}/{id}";
        if (name is null)
            await service.Anonymous().GetAsync(entry).Is_refused(HttpStatusCode.NotFound, "not-on-register");
        else
            (await service.Anonymous().GetAsync(entry).Answers_with(HttpStatusCode.OK)).Text("status").ShouldBe(status);
    }

    [Fact]
    public async Task Its_totals_agree_with_the_list_for_every_filter_added_up_or_not()
    {
        await WithAPast("faith", "E08000001", "E08000002");
        await WithAPast("faith", "E08000002");
        foreach (var daysAgo in new[] { 101, 100, 50, 10, 9, 0 })
            foreach (var filter in new[] { "?sector=faith", "?place=E08000002&sector=faith", "?status=lapsed&sector=faith", "?status=in-force&sector=faith&place=E08000001", "?sector=faith&q=before" })
                await Eventually.Passes(async () =>   // others sign in between
                {
                    var list = await List(daysAgo, $"{filter}&size=100");
                    list.GetProperty("total").GetInt64().ShouldBe(list.GetProperty("items").GetArrayLength(), $"{daysAgo} {filter}");
                });
        (await List(101, "?sector=faith&place=E08000001")).GetProperty("total").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Changes_that_are_added_up_to_their_days_leave_every_total_as_it_was()
    {
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        await alone.SignedOrganisation(await alone.PublishedCharter(), SignatoryFixture.Organisation(places: ["E08000001", "E08000002"]));
        await alone.Sql($"update register_entry set status = 'withdrawn', changed_on = '{On(0)}'");
        const string Totals = "select status, day, place, sum(change) from register_daily group by 1, 2, 3 having sum(change) <> 0 order by 1, 3";
        var before = await alone.Sql(Totals);
        before.Count.ShouldBe(8);   // confirmed and withdrawn, each everywhere, in two places and in their county
        await Eventually.Passes(async () => (await alone.Sql("select count(*) from register_change")).ShouldBe(["0"]), seconds: 40);
        (await alone.Sql(Totals)).ShouldBe(before);
        (await alone.Sql("select distinct day::text from register_day")).ShouldBe([On(0)]);
    }

    [Fact]
    public async Task An_organisation_that_serves_a_ward_counts_in_its_district_and_moves_with_the_ward()
    {
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        await Lies("E07000127");
        await alone.SignedOrganisation(await alone.PublishedCharter(), SignatoryFixture.Organisation(sector: "faith", places: ["E05999999", "E07000127"]));
        await Counts("E07000127", 1);
        await Counts("X-LANCASHIRE", 1);
        await Counts("E05999999", 1);
        await Counts("E08000014", 0);
        await Lies("E08000014");
        await Counts("E08000014", 1);
        await Counts("E07000127", 1);   // it serves the district, too
        await Eventually.Passes(async () =>
        {
            var places = (await alone.Anonymous().GetAsync("/api/register/statistics").Answers_with(HttpStatusCode.OK)).GetProperty("places").EnumerateArray().Single(p => p.Text("value") == "E08000014");
            (places.GetProperty("signed").GetInt64(), places.GetProperty("confirmed").GetInt64()).ShouldBe((1, 1));
        });
        (await alone.Anonymous().GetAsync($"/api/register/as-at/{On(0)}").Answers_with(HttpStatusCode.OK)).GetProperty("items")[0].GetProperty("places")[0].Text("name").ShouldBe("Grumblethwaite");

        Task Lies(string district) => alone.As(alone.Registrar).PostAsync("/api/places", new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes($"code,name,type,parent\nE05999999,Grumblethwaite,ward,{district}\n")), "file", "places.csv" },
        }).Answers_with(HttpStatusCode.OK);

        async Task Counts(string place, int count)
        {
            var list = await alone.Anonymous().GetAsync($"/api/register/as-at/{On(0)}?place={place}").Answers_with(HttpStatusCode.OK);
            list.GetProperty("total").GetInt64().ShouldBe(count, place);
            list.GetProperty("items").GetArrayLength().ShouldBe(count, place);
        }
    }

    [Fact]
    public async Task Pages_follow_each_other_by_name()
    {
        var charter = await service.PublishedCharter();
        var word = $"pg{Guid.NewGuid():n}"[..12];
        foreach (var name in new[] { "c", "a", "b" })
            await service.SignedOrganisation(charter, SignatoryFixture.Organisation($"{name} {word}"));
        var first = await service.Anonymous().GetAsync($"/api/register/as-at/{On(0)}?q={word}&size=2");
        first.Headers.GetValues("Link").ShouldContain(link => link.Contains("rel=\"next\""));
        var answer = await Task.FromResult(first).Answers_with(HttpStatusCode.OK);
        var rest = await List(0, $"?q={word}&size=2&after={answer.Text("next")}");
        answer.GetProperty("items").EnumerateArray().Concat(rest.GetProperty("items").EnumerateArray()).Select(i => i.Text("name")![..1]).ShouldBe(["a", "b", "c"]);
        rest.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task More_names_than_are_counted_are_said_to_be_more()
    {
        var word = $"mn{Guid.NewGuid():n}"[..12];
        await Many(500);
        (await List(0, $"?q={word}")).GetProperty("total").GetInt64().ShouldBe(500);
        (await List(0, $"?q={word}")).GetProperty("totalIsAtLeast").GetBoolean().ShouldBeFalse();
        await Many(100);
        var list = await List(0, $"?q={word}&size=100");
        (list.GetProperty("total").GetInt64(), list.GetProperty("totalIsAtLeast").GetBoolean(), list.GetProperty("items").GetArrayLength()).ShouldBe((500, true, 100));
        list.Text("next").ShouldNotBeNull();

        Task Many(int count) => service.Sql($"""
            insert into register_period (organisation_id, from_on, until_on, name, sort_name, sector, kind, size_band, places, status, charter_id, charter_version, signature_id, signed_on, mark)
            select gen_random_uuid(), '{On(0)}', null, '{word} ' || n, '{word} ' || n, 'public', 'neither', 'small', array['E08000001'], 'in-force', gen_random_uuid(), 1, gen_random_uuid(), '{On(0)}', ''
            from generate_series(1, {count}) as n
            """);
    }

    [Fact]
    public async Task A_day_on_which_there_was_nothing_is_answered_without_looking_through_what_came_later()
    {
        await using var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        await alone.Sql($"""
            insert into register_period (organisation_id, from_on, name, sort_name, sector, kind, size_band, places, status, charter_id, charter_version, signature_id, signed_on, mark)
            select gen_random_uuid(), '{On(0)}', 'Same', 'same', 'faith', 'neither', 'small', array['E08000001'], 'in-force', gen_random_uuid(), 1, gen_random_uuid(), '{On(0)}', '' from generate_series(1, 3000)
            """);
        await Eventually.Passes(async () => (await alone.Sql("select count(*) from register_change")).ShouldBe(["0"]), seconds: 40);   // the totals cost what their days cost
        foreach (var path in new[] { $"/api/register/as-at/{On(1)}", $"/api/register/as-at/{On(1)}?sector=faith&place=E08000001", $"/api/register/as-at/{On(0)}?status=lapsed" })
        {
            // What connections counted before is told by each of them when it gets to it: then the comparison is made again.
            await Eventually.Passes(async () =>
            {
                var before = await Read();
                (await alone.Anonymous().GetAsync(path).Answers_with(HttpStatusCode.OK)).GetProperty("items").GetArrayLength().ShouldBe(0);
                await Eventually.Passes(async () => (await alone.Sql("select pg_stat_force_next_flush() is null, count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and datname = current_database()"))[0].ShouldEndWith("|0"));
                (await Read()).ShouldBe(before, path);
            });
        }
        (await alone.Anonymous().GetStringAsync($"/api/register/export?asAt={On(1)}")).Trim().Split("\r\n").Length.ShouldBe(1);

        async Task<string> Read() => (await alone.Sql("select seq_scan, idx_scan from pg_stat_user_tables where relname = 'register_period'")).Single();
    }

    [Fact]
    public async Task Before_the_first_entry_it_is_empty_and_a_day_to_come_is_refused()
    {
        var long_ago = await service.Anonymous().GetAsync("/api/register/as-at/1999-12-31").Answers_with(HttpStatusCode.OK);
        long_ago.GetProperty("items").GetArrayLength().ShouldBe(0);
        long_ago.GetProperty("total").GetInt64().ShouldBe(0);
        await service.Anonymous().GetAsync($"/api/register/as-at/{On(-2)}").Is_invalid("day");
        await service.Anonymous().GetAsync($"/api/register/as-at/{On(-2)}/{Guid.NewGuid()}").Is_invalid("day");
        await service.Anonymous().GetAsync("/api/register/as-at/yesterday").Is_invalid("day");
        await service.Anonymous().GetAsync($"/api/register/as-at/{On(0)}?sector=x&place=y&status=z").Is_invalid("sector", "place", "status");
    }

    [Fact]
    public async Task The_entry_of_today_says_that_the_signature_lapsed_and_since_when()
    {
        var (id, _) = await WithAPast();
        var signature = (await service.RegisterEntry(id)).GetProperty("signature");
        signature.Text("status").ShouldBe("lapsed");
        signature.Text("since").ShouldBe(On(10));
        await service.Sql($"update register_entry set mark = 'bronze', changed_on = '{On(5)}' where organisation_id = '{id}'");
        (await service.RegisterEntry(id)).GetProperty("signature").Text("since").ShouldBe(On(10), "a mark changes nothing about the signature");
        await service.Sql($"update register_entry set status = 'in-force', resign_by = '{On(-30)}', changed_on = '{On(0)}' where organisation_id = '{id}'");
        signature = (await service.RegisterEntry(id)).GetProperty("signature");
        signature.Text("status").ShouldBe("in-force");
        signature.Text("resignBy").ShouldBe(On(-30));
    }
}
