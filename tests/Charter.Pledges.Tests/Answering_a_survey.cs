using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Charter.Pledges.Tests;

public sealed class Answering_a_survey(PledgeFixture service)
{
    private const string NotGood = "survey-link-not-good";

    [Fact]
    public async Task A_link_shows_the_questions_and_is_good_for_one_answer()
    {
        var charter = await service.NewCharter();
        var (by, round) = (await service.Signs(charter), await service.OpensRound(charter));
        var taken = await service.Takes(round, by).Answers_with(HttpStatusCode.OK);
        var link = taken.GetProperty("links").EnumerateArray().Single().GetString()!;
        var asked = await service.Anonymous().Posts("/api/surveys/questionnaire", new { link }).Answers_with(HttpStatusCode.OK);
        asked.GetProperty("instrument").GetProperty("questions").EnumerateArray().Select(q => q.Text("code")).ShouldBe(SurveyGivens.Questions);
        (asked.Text("charterTitle"), asked.Text("wave"), asked.Text("organisationName")).ShouldBe(("The charter", "before", null));
        (await service.Answers(link, 4).Answers_with(HttpStatusCode.OK)).Id("surveyId").ShouldBe(round);
        await service.Answers(link, 4).Is_refused(HttpStatusCode.NotFound, NotGood);
        await service.Anonymous().Posts("/api/surveys/questionnaire", new { link }).Is_refused(HttpStatusCode.NotFound, NotGood);
        await service.Answers("made-up", 4).Is_refused(HttpStatusCode.NotFound, NotGood);
        var read = await service.Registrar().GetAsync($"/api/surveys/{round}").Answers_with(HttpStatusCode.OK);
        Said(read.GetProperty("coverage")).ShouldBe("1 1 1 1");
    }

    [Fact]
    public async Task Of_many_who_use_one_link_at_once_one_is_counted()
    {
        var charter = await service.NewCharter();
        var (by, round) = (await service.Signs(charter), await service.OpensRound(charter));
        var link = (await service.Links(round, by, 1)).Single();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.Answers(link, 5)));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Where(a => a.StatusCode != HttpStatusCode.OK).ShouldAllBe(a => a.StatusCode == HttpStatusCode.NotFound);
        (await service.Sql($"select sum(answers) from survey_tally where round_id = '{round}' and question = 'use' and facet = 'all'")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Many_who_answer_at_once_are_all_counted()
    {
        var charter = await service.NewCharter();
        var (by, round) = (await service.Signs(charter), await service.OpensRound(charter));
        var links = await service.Links(round, by, 20);
        (await Task.WhenAll(links.Select((l, i) => service.Answers(l, i % 5 + 1, (i + 3) % 5 + 1)))).ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        (await service.Sql($"select facet, sum(answers) from survey_tally where round_id = '{round}' and question = '' group by 1 order by 1")).ShouldBe(["all|20", "kind|20", "place|20", "sector|20"]);
        (await service.Sql($"select sum(answers) from survey_count where round_id = '{round}'")).ShouldBe(["20"]);
    }

    /// <summary>Everything that the service holds after two people took links and one of them answered, signed in and with a key for repetition, looked through for anything that joins the answer to them.</summary>
    [Fact]
    public async Task Nothing_that_is_kept_or_told_joins_an_answer_to_who_took_the_link()
    {
        await using var alone = new PledgeFixture();
        await alone.InitializeAsync();
        var charter = await alone.NewCharter();
        var (by, other, round) = (await alone.Signs(charter), await alone.Signs(charter, "faith", "provider", "E08000002"), await alone.OpensRound(charter));
        var link = (await alone.Takes(round, by).Answers_with(HttpStatusCode.OK)).GetProperty("links")[0].GetString()!;
        await alone.Takes(round, other).Answers_with(HttpStatusCode.OK);
        // Who signed is taken into the figures a moment later; from then on nobody looks whether there is more, and writes down that it did.
        await Eventually.Passes(async () => (await alone.Sql("select (select count(*) from outbox) + (select count(*) from measure_mark)")).ShouldBe(["0"]));
        await using var figures = await alone.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await figures.BeginTransactionAsync();
        await using (var stay = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended('measures', 0))", figures))
            await stay.ExecuteNonQueryAsync();
        var rowsBefore = await Everything(alone);

        var client = alone.As(by.Editor);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "answer-1");
        await client.Posts("/api/surveys/questionnaire", new { link }).Answers_with(HttpStatusCode.OK);
        await client.Posts("/api/surveys/answers", new { link, answers = SurveyGivens.Given(1, 2, 3, 4, 5, 5) }).Answers_with(HttpStatusCode.OK);

        var rowsAfter = await Everything(alone);
        var (gone, come) = (rowsBefore.Except(rowsAfter).ToArray(), rowsAfter.Except(rowsBefore).ToArray());
        gone.Length.ShouldBe(1, string.Join('\n', gone));   // the link
        gone.Single().ShouldStartWith("survey_link ");
        gone.Single().ShouldNotContain(by.Id.ToString());
        come.Select(r => r[..r.IndexOf(' ')]).Distinct().Order().ShouldBe(["survey_count", "survey_tally"]);
        foreach (var named in new[] { by.Editor.Subject.ToString(), by.Id.ToString(), link, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(link))), DateTime.UtcNow.ToString("yyyy-MM") })
            come.ShouldAllBe(r => !r.Contains(named));
        (await alone.Sql("select count(*) from idempotency_key")).ShouldBe(["0"]);
        // Whatever was to be told has been told once nothing waits any more.
        await Eventually.Passes(async () => (await alone.Sql("select count(*) from outbox")).ShouldBe(["0"]));
        var told = alone.AllPublished<IEvent>(_ => true).Select(e => JsonSerializer.Serialize(e, e.GetType())).ToArray();
        told.Count(t => t.Contains("surveys/{surveyId}/links")).ShouldBe(2);
        told.ShouldAllBe(t => !t.Contains("surveys/answers") && !t.Contains("surveys/questionnaire"));
        (await alone.Sql("select count(*) from survey_link")).ShouldBe(["1"]);
        // What was taken is recorded with the person, and holds nothing of the link.
        rowsAfter.Where(r => r.StartsWith("survey_draw ", StringComparison.Ordinal) && r.Contains(by.Editor.Subject.ToString())).Single().ShouldNotContain(link);
        var mine = await client.GetAsync("/api/personal-data/pledge").Answers_with(HttpStatusCode.OK);
        mine.GetProperty("surveyLinksTaken").EnumerateArray().Single().Id("surveyId").ShouldBe(round);
    }

    [Fact]
    public async Task A_person_takes_one_link_and_an_editor_some_to_hand_out()
    {
        var charter = await service.NewCharter();
        var (by, round) = (await service.Signs(charter), await service.OpensRound(charter));
        await service.Takes(round, by).Answers_with(HttpStatusCode.OK);
        await service.Takes(round, by).Is_refused(HttpStatusCode.Conflict, "survey-link-taken");
        (await service.As(by.Editor).GetAsync($"/api/surveys/{round}").Answers_with(HttpStatusCode.OK)).GetProperty("linkTaken").GetBoolean().ShouldBeTrue();
        var champion = Person.With().Of(by.Id, Roles.Champion);
        await service.Takes(round, by, by: champion).Answers_with(HttpStatusCode.OK);
        await service.Takes(round, by, 3, champion).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Takes(round, by, 0).Is_invalid("others");
        await service.Takes(round, by, 101).Is_invalid("others");
        for (var i = 0; i < 4; i++)
            (await service.Links(round, by, 100)).Distinct().Count().ShouldBe(100);
        (await service.Takes(round, by, 99).Is_refused(HttpStatusCode.Conflict, "survey-too-many-links")).Text("detail")!.ShouldContain("98 left");
        await service.Takes(round, by, 98).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_takes_links_for_others_or_without_having_signed()
    {
        var charter = await service.NewCharter();
        var (by, other, round) = (await service.Signs(charter), await service.SignedOrganisation(), await service.OpensRound(charter));
        await service.Takes(round, by, by: other.Editor).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Takes(round, by, 2, other.Editor).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Takes(round, other).Is_refused(HttpStatusCode.Conflict, "charter-not-signed");   // another charter
        await service.Takes(Guid.NewGuid(), by).Is_refused(HttpStatusCode.NotFound, "not-found");
        await service.Takes(round, by, by: Person.Program(by.Id, Scopes.Pledges)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Every_question_left_out_or_answered_off_the_scale_is_named_and_the_link_stays_good()
    {
        var charter = await service.NewCharter();
        var (by, round) = (await service.Signs(charter), await service.OpensRound(charter));
        var link = (await service.Links(round, by, 1)).Single();
        var wrong = new Dictionary<string, decimal> { ["meaning"] = 0, ["benefits"] = 6, ["duties"] = 2.5m, ["steps"] = 3 };
        await service.Anonymous().Posts("/api/surveys/answers", new { link, answers = wrong }).Is_invalid("answers.meaning", "answers.benefits", "answers.duties", "answers.evidence", "answers.use");
        var more = SurveyGivens.Given(3);
        more["weather"] = 3;
        await service.Anonymous().Posts("/api/surveys/answers", new { link, answers = more }).Is_invalid("answers");
        await service.Anonymous().Posts("/api/surveys/answers", """{"answers":{}}""").Is_invalid("link");
        await service.Anonymous().Posts("/api/surveys/answers", new { link, answers = new { meaning = "much" } }).Is_invalid("answers");
        await service.Answers(link, 3).Answers_with(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_closed_survey_takes_no_answer_and_hands_out_no_link()
    {
        var charter = await service.NewCharter();
        var (by, round) = (await service.Signs(charter), await service.OpensRound(charter));
        var link = (await service.Links(round, by, 1)).Single();
        await service.Anonymous().GetAsync($"/api/surveys/{round}/results").Is_refused(HttpStatusCode.Conflict, "survey-not-closed");
        await service.Anonymous().GetAsync($"/api/surveys/{round}/results/export").Is_refused(HttpStatusCode.Conflict, "survey-not-closed");
        (await service.Closes(round)).Text("state").ShouldBe("closed");
        await service.Answers(link, 3).Is_refused(HttpStatusCode.Conflict, "survey-closed");
        await service.Takes(round, by).Is_refused(HttpStatusCode.Conflict, "survey-closed");
        await service.Registrar().PostAsync($"/api/surveys/{round}/closing", null).Is_refused(HttpStatusCode.Conflict, "survey-closed");
        (await service.Results(round)).GetProperty("result").GetProperty("answers").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Who_closes_a_survey_waits_for_those_who_are_answering()
    {
        await using var alone = new PledgeFixture();
        await alone.InitializeAsync();
        var charter = await alone.NewCharter();
        var (by, round) = (await alone.Signs(charter), await alone.OpensRound(charter));
        var link = (await alone.Links(round, by, 1)).Single();
        // The answer has the round and waits for the tally; closing comes then, and finds it counted.
        await alone.Meet("lock table survey_tally in exclusive mode", () => alone.Answers(link, 3).Answers_with(HttpStatusCode.OK), () => alone.Closes(round));
        (await alone.Sql($"select answers from survey_tally where round_id = '{round}' and question = '' and facet = 'all'")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Once_it_has_closed_nobody_is_left_who_took_a_link()
    {
        var clock = new TestClock();
        await using var alone = new AtOwnTime(clock);
        await alone.InitializeAsync();
        var charter = await alone.NewCharter();
        var (by, round) = (await alone.Signs(charter), await alone.OpensRound(charter));
        await alone.Takes(round, by).Answers_with(HttpStatusCode.OK);
        await alone.Links(round, by, 3);
        clock.Advance(TimeSpan.FromDays(32));
        await Eventually.Passes(async () => (await alone.Sql("select (select count(*) from survey_link), (select count(account_id) from survey_draw), (select sum(links) from survey_draw)")).ShouldBe(["0|0|4"]));
        (await alone.Registrar().GetAsync($"/api/surveys/{round}").Answers_with(HttpStatusCode.OK)).Text("state").ShouldBe("closed");
    }

    private static string Said(JsonElement coverage) => string.Join(' ', new[] { "links", "answers", "organisations", "signatories" }.Select(c => coverage.GetProperty(c).ToString()));

    /// <summary>Every row of every table, as the database prints it, but what waits to be told: that is looked at as it is told.</summary>
    private static async Task<string[]> Everything(PledgeFixture of)
    {
        var rows = new List<string>();
        foreach (var table in await of.Sql("select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'outbox' order by 1"))
            rows.AddRange(await of.Sql($"select '{table} ' || t::text from \"{table}\" t"));
        return [.. rows];
    }

    private sealed class AtOwnTime(TestClock clock) : PledgeFixture
    {
        protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
    }
}
