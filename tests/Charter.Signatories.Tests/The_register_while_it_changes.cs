using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Charter.Signatories.Tests;

public sealed class The_register_while_it_changes
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task Who_has_the_answer_is_told_so_until_the_register_changes()
    {
        await using var alone = await Alone();
        var charter = await alone.PublishedCharter();
        var (id, _) = await alone.SignedOrganisation(charter);
        foreach (var path in new[] { "/api/register", "/api/register?q=organisation&size=1" })
        {
            var tag = await Tag(alone, path);
            (await Status(alone, path, tag)).ShouldBe(HttpStatusCode.NotModified);
            (await Status(alone, path, "W/\"another\"")).ShouldBe(HttpStatusCode.OK);

            var award = Award(id, path.Contains('?') ? "silver" : "bronze");
            await alone.Deliver(award);
            (await Status(alone, path, tag)).ShouldBe(HttpStatusCode.OK);
            tag = await Tag(alone, path);
            await alone.Deliver(award, audience: "signatory");   // stated again, it says nothing new
            (await Status(alone, path, tag)).ShouldBe(HttpStatusCode.NotModified);
            await alone.SignedOrganisation(charter);
            (await Status(alone, path, tag)).ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_change_by_another_replica_is_seen_at_once()
    {
        await using var alone = await Alone();
        var (id, _) = await alone.SignedOrganisation(await alone.PublishedCharter());
        var before = await alone.Anonymous().GetAsync("/api/register").Answers_with(HttpStatusCode.OK);
        before.GetProperty("items")[0].Text("name").ShouldNotBe("Another name");

        await alone.Sql($"update register_entry set name = 'Another name', sector = 'faith' where organisation_id = '{id}'");

        var after = await alone.Anonymous().GetAsync("/api/register").Answers_with(HttpStatusCode.OK);
        after.GetProperty("items")[0].Text("name").ShouldBe("Another name");
        Facet(after, "sector").ShouldBe(["faith 1"]);
    }

    [Fact]
    public async Task Totals_facets_and_list_agree_in_every_answer_while_many_sign_and_marks_come()
    {
        await using var alone = await Alone();
        var charter = await alone.PublishedCharter();
        var waiting = new List<(Guid Id, Person Signatory)>();
        foreach (var sector in new[] { "faith", "housing", "faith", "voluntary", "housing", "faith", "voluntary", "faith" })
            waiting.Add(await alone.ConfirmedOrganisation(SignatoryFixture.Organisation(sector: sector, places: ["E08000001", "E08000002"])));

        var signing = Parallel.ForEachAsync(waiting, async (organisation, _) =>
        {
            await alone.As(organisation.Signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(organisation.Id, charter.Hash)).Answers_with(HttpStatusCode.Created);
            await alone.Deliver(Award(organisation.Id, "bronze"));
            await alone.Deliver(new DutyAdvanced(organisation.Id, charter.Id, 1, new(1, "embed", "embed", Bindings.EverySignatory, "Adapt policies.", DutyStates.Verified), Now));
        });
        do
        {
            await Agree(alone, "", "?sector=faith", "?place=E08000002", "?commitment=embed", "?commitment=embed&sector=faith&place=E08000001", "?mark=bronze&status=all", "?q=organisation&sector=faith");
        }
        while (!signing.IsCompleted);
        await signing;

        await Agree(alone, "", "?mark=bronze", "?commitment=embed&place=E08000001");
        var end = await alone.Anonymous().GetAsync("/api/register").Answers_with(HttpStatusCode.OK);
        Facet(end, "sector").ShouldBe(["voluntary 2", "faith 4", "housing 2"]);
        Facet(end, "mark").ShouldBe(["bronze 8"]);
        Facet(end, "commitment").ShouldBe(["embed 8"]);
        Facet(end, "place").ShouldBe(["E08000001 8", "E08000002 8"]);
    }

    [Fact]
    public async Task Who_signs_does_not_wait_for_somebody_who_is_not_yet_done_in_the_same_sector_and_place()
    {
        await using var alone = await Alone();
        var charter = await alone.PublishedCharter();
        var (slow, _) = await alone.SignedOrganisation(charter);
        await using var connection = await alone.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var change = new NpgsqlCommand($"update register_entry set mark = 'silver' where organisation_id = '{slow}'", connection))
            (await change.ExecuteNonQueryAsync()).ShouldBe(1);

        await alone.SignedOrganisation(charter);

        Facet(await alone.Anonymous().GetAsync("/api/register").Answers_with(HttpStatusCode.OK), "mark").ShouldBe(["none 2"]);
        await transaction.CommitAsync();
        Facet(await alone.Anonymous().GetAsync("/api/register").Answers_with(HttpStatusCode.OK), "mark").ShouldBe(["none 1", "silver 1"], ignoreOrder: true);
    }

    [Fact]
    public async Task Adding_up_what_waits_changes_no_answer()
    {
        await using var alone = await Alone();
        var charter = await alone.PublishedCharter();
        await using var connection = await alone.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // Nothing is added up while this holds; signing goes on.
        await using (var hold = new NpgsqlCommand("lock table register_count in share mode", connection))
            await hold.ExecuteNonQueryAsync();
        var (id, _) = await alone.SignedOrganisation(charter);
        await alone.SignedOrganisation(charter);
        await alone.Deliver(Award(id, "bronze"));
        (await alone.Sql("select count(*) > 0, (select count(*) from register_count) from register_count_change")).ShouldBe(["True|0"]);
        var tag = await Tag(alone, "/api/register");
        var before = await alone.Anonymous().GetStringAsync("/api/register");

        await transaction.CommitAsync();
        await Eventually.Passes(async () => (await alone.Sql("select count(*) from register_count_change")).ShouldBe(["0"]), seconds: 60);
        (await Status(alone, "/api/register", tag)).ShouldBe(HttpStatusCode.NotModified);
        (await alone.Anonymous().GetStringAsync("/api/register?size=24")).ShouldBe(before);   // another question, so that it is not the answer that was kept
        await Agree(alone, "", "?mark=bronze", "?sector=local-authority");
    }

    [Fact]
    public async Task Who_reads_page_by_page_meets_everybody_who_was_there_once_whoever_comes_meanwhile()
    {
        await using var alone = await Alone();
        var charter = await alone.PublishedCharter();
        foreach (var name in new[] { "delta", "bravo", "foxtrot", "hotel" })
            await alone.SignedOrganisation(charter, SignatoryFixture.Organisation(name));
        var coming = new Queue<string>(["alpha", "charlie", "aardvark", "golf"]);
        var names = new List<string>();
        for (var after = ""; after is not null;)
        {
            if (coming.TryDequeue(out var comes))
                await alone.SignedOrganisation(charter, SignatoryFixture.Organisation(comes));
            var page = await alone.Anonymous().GetAsync($"/api/register?size=1&after={after}").Answers_with(HttpStatusCode.OK);
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.Text("name")!));
            after = page.Text("next");
        }
        names.ShouldBe(["alpha", "bravo", "charlie", "delta", "foxtrot", "golf", "hotel"]);   // aardvark came when its place had been passed
    }

    [Fact]
    public async Task Verified_evidence_shows_whether_the_entry_or_the_duty_comes_first()
    {
        await using var alone = await Alone();
        var charter = await alone.PublishedCharter();
        var (early, signatory) = await alone.ConfirmedOrganisation();
        LedgerDuty Duty(string commitment, string state) => new(1, commitment, commitment, Bindings.EverySignatory, "Adapt policies.", state);
        await alone.Deliver(new DutyAdvanced(early, charter.Id, 1, Duty("deliver", DutyStates.Verified), Now));
        await alone.As(signatory).Posts($"/api/charters/{charter.Id}/signatures", SignatoryFixture.Signing(early, charter.Hash)).Answers_with(HttpStatusCode.Created);
        var (late, _) = await alone.SignedOrganisation(charter);
        await alone.Deliver(new DutyAdvanced(late, charter.Id, 1, Duty("deliver", DutyStates.Evidenced), Now));
        await alone.Deliver(new DutyAdvanced(late, charter.Id, 1, Duty("embed", DutyStates.Verified), Now), times: 2);

        (await Ids(alone, "?commitment=deliver")).ShouldBe([early]);
        (await Ids(alone, "?commitment=embed")).ShouldBe([late]);
        (await Ids(alone, "?commitment=demonstrate")).ShouldBeEmpty();
        await Agree(alone, "", "?commitment=deliver", "?commitment=demonstrate");

        (await alone.Run("forget-copies")).ExitCode.ShouldBe(0);
        (await Ids(alone, "?commitment=embed")).ShouldBeEmpty();
        Facet(await alone.Anonymous().GetAsync("/api/register").Answers_with(HttpStatusCode.OK), "commitment").ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_those_in_force_are_shown_unless_others_are_asked_for()
    {
        await using var alone = await Alone();
        var charter = await alone.PublishedCharter();
        var (held, _) = await alone.SignedOrganisation(charter, SignatoryFixture.Organisation("Held by beacon"));
        var (lapsed, _) = await alone.SignedOrganisation(charter, SignatoryFixture.Organisation("Lapsed by beacon"));
        await alone.Sql($"update register_entry set status = 'lapsed' where organisation_id = '{lapsed}'");

        foreach (var words in new[] { "", "&q=beacon" })
        {
            (await Ids(alone, $"?size=9{words}")).ShouldBe([held]);
            (await Ids(alone, $"?status=lapsed{words}")).ShouldBe([lapsed]);
            (await Ids(alone, $"?status=all{words}")).ShouldBe([held, lapsed]);
            Facet(await alone.Anonymous().GetAsync($"/api/register?status=lapsed{words}").Answers_with(HttpStatusCode.OK), "status").ShouldBe(["in-force 1", "lapsed 1"]);
            await Agree(alone, $"?status=lapsed{words}", $"?status=all{words}");
        }
        await alone.Anonymous().GetAsync("/api/register?status=gone").Is_invalid("status");
        await alone.Anonymous().GetAsync("/api/register?commitment=gone").Is_invalid("commitment");
    }

    [Fact]
    public async Task What_very_many_match_is_estimated_and_said_to_be_and_can_be_read_to_the_end()
    {
        await using var alone = await Alone();
        var (id, _) = await alone.SignedOrganisation(await alone.PublishedCharter(), SignatoryFixture.Organisation("Beacon"));
        await alone.Sql($"""
            insert into register_entry (organisation_id, name, sort_name, sector, kind, size_band, places, search_text, signature_id, charter_id, charter_version, signed_on, mark, award_version)
            select gen_random_uuid(), name, sort_name, 'faith', kind, size_band, places, search_text, signature_id, charter_id, charter_version, signed_on, mark, award_version
            from register_entry, generate_series(1, 599) where organisation_id = '{id}'
            """);
        var all = await alone.Anonymous().GetAsync("/api/register?size=1").Answers_with(HttpStatusCode.OK);
        all.GetProperty("total").GetInt32().ShouldBe(600);   // without words everything is counted

        foreach (var measured in new[] { false, true })
        {
            var read = new HashSet<Guid>();
            var after = "";
            while (after is not null)
            {
                var page = await alone.Anonymous().GetAsync($"/api/register?q=beac&size=100&after={after}").Answers_with(HttpStatusCode.OK);
                page.GetProperty("totalIsEstimate").GetBoolean().ShouldBeTrue();
                page.GetProperty("facets").GetProperty("sector").EnumerateArray().ShouldAllBe(f => f.GetProperty("count").ValueKind == JsonValueKind.Null);
                read.UnionWith(page.GetProperty("items").EnumerateArray().Select(i => i.Id("organisationId")));
                after = page.Text("next");
            }
            read.Count.ShouldBe(600);
            await alone.Sql("analyze register_entry");   // from now on the statistics say so beforehand
            await alone.Sql($"update register_entry set name = 'Beacon {measured}' where organisation_id = '{id}'");
        }
    }

    private static KiteMarkAwarded Award(Guid organisation, string level) =>
        new(Guid.CreateVersion7(), 1, Guid.NewGuid(), organisation, "scheme", level, Today, Today.AddYears(3), Guid.NewGuid(), Now);

    private static async Task<SignatoryFixture> Alone()
    {
        var alone = new SignatoryFixture();
        await alone.InitializeAsync();
        return alone;
    }

    /// <summary>What each answer counts is what it lists, and what its facets say of what it was filtered by.</summary>
    private static async Task Agree(SignatoryFixture alone, params string[] filters)
    {
        foreach (var filter in filters)
        {
            var answer = await alone.Anonymous().GetAsync($"/api/register{filter}{(filter.Length == 0 ? "?" : "&")}size=100").Answers_with(HttpStatusCode.OK);
            var items = answer.GetProperty("items").EnumerateArray().ToArray();
            answer.GetProperty("total").GetInt32().ShouldBe(items.Length, filter);
            answer.GetProperty("totalIsEstimate").GetBoolean().ShouldBeFalse(filter);
            void Same(string facet, IEnumerable<string> values)
            {
                if (!filter.Contains(facet + "="))
                    Facet(answer, facet).Order().ShouldBe(values.GroupBy(v => v).Select(g => $"{g.Key} {g.Count()}").Order(), filter);
            }
            Same("sector", items.Select(i => i.Text("sector")!));
            Same("mark", items.Select(i => i.Text("mark") ?? "none"));
            Same("place", items.SelectMany(i => i.GetProperty("places").EnumerateArray().Select(p => p.Text("code")!)));
            Same("commitment", items.SelectMany(i => i.GetProperty("commitments").EnumerateArray().Select(c => c.GetString()!)));
        }
    }

    private static IReadOnlyList<string> Facet(JsonElement answer, string facet) =>
        [.. answer.GetProperty("facets").GetProperty(facet).EnumerateArray().Select(f => $"{f.Text("value")} {f.GetProperty("count").GetInt64()}")];

    private static async Task<IReadOnlyList<Guid>> Ids(SignatoryFixture alone, string query) =>
        [.. (await alone.Anonymous().GetAsync($"/api/register{query}").Answers_with(HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(i => i.Id("organisationId"))];

    private static async Task<string> Tag(SignatoryFixture alone, string path)
    {
        using var answer = await alone.Anonymous().GetAsync(path);
        return answer.Headers.ETag!.ToString();
    }

    private static async Task<HttpStatusCode> Status(SignatoryFixture alone, string path, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.ParseAdd(tag);
        using var answer = await alone.Anonymous().SendAsync(request);
        return answer.StatusCode;
    }
}
