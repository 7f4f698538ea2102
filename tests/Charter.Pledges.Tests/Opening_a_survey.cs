using System.Net;
using System.Security.Cryptography;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Opening_a_survey(PledgeFixture service)
{
    [Fact]
    public async Task A_registrar_opens_it_and_everybody_sees_that_it_is_there()
    {
        var charter = await service.NewCharter();
        var round = await service.OpensRound(charter);
        var read = await service.Anonymous().GetAsync($"/api/surveys/{round}").Answers_with(HttpStatusCode.OK);
        (read.Text("state"), read.Text("title"), read.Text("charterTitle"), read.GetProperty("smallestGroup").GetInt32()).ShouldBe(("open", "Understanding of social value", "The charter", 5));
        PledgeFixture.Items(await service.Anonymous().GetAsync($"/api/surveys?charterId={charter}").Answers_with(HttpStatusCode.OK)).Single().Id().ShouldBe(round);
        await service.As(Person.With(Roles.PanelChair)).Posts("/api/surveys", SurveyGivens.Round(charter, wave: "after")).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await service.Registrar().Posts("/api/surveys", SurveyGivens.Round(Guid.NewGuid())).Is_refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Two_of_one_wave_or_on_the_same_days_are_refused()
    {
        var charter = await service.NewCharter();
        await service.OpensRound(charter);
        await service.Registrar().Posts("/api/surveys", SurveyGivens.Round(charter)).Is_refused(HttpStatusCode.Conflict, "survey-wave-exists");
        await service.Registrar().Posts("/api/surveys", SurveyGivens.Round(charter, wave: "after")).Is_refused(HttpStatusCode.Conflict, "survey-overlaps");
        await service.OpensRound(charter, "capacity");
        var later = SurveyGivens.Round(charter, wave: "after");
        (later["opensOn"], later["closesOn"]) = (PledgeFixture.Date(PledgeFixture.Today.AddDays(40)), PledgeFixture.Date(PledgeFixture.Today.AddDays(50)));
        var planned = await service.Registrar().Posts("/api/surveys", later).Answers_with(HttpStatusCode.Created);
        planned.Text("state").ShouldBe("planned");
        await service.Takes(planned.Id(), await service.Signs(charter)).Is_refused(HttpStatusCode.Conflict, "survey-not-open");
    }

    [Fact]
    public async Task Of_several_who_open_one_at_once_one_does()
    {
        var charter = await service.NewCharter();
        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => service.Registrar().Posts("/api/surveys", SurveyGivens.Round(charter, wave: $"follow-up-{i}"))));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Where(a => a.StatusCode != HttpStatusCode.Created).ShouldAllBe(a => a.StatusCode == HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Days_and_words_that_cannot_be_are_named()
    {
        var charter = await service.NewCharter();
        foreach (var (field, value) in new[] { ("wave", "during"), ("wave", "follow-up-0"), ("wave", ""), ("instrument", "happiness"), ("opensOn", PledgeFixture.Date(PledgeFixture.Today.AddDays(-1))), ("closesOn", "2020-01-01"), ("closesOn", "2099-01-01"), ("periodFrom", "2026-01-01") })
        {
            var asked = SurveyGivens.Round(charter);
            asked[field] = value;
            await service.Registrar().Posts("/api/surveys", asked).Is_invalid(field);
        }
        var money = SurveyGivens.Round(charter, "local-spending");
        money["periodUntil"] = null;
        await service.Registrar().Posts("/api/surveys", money).Is_invalid("periodUntil");
        money["periodUntil"] = PledgeFixture.Date(PledgeFixture.Today.AddDays(2));
        await service.Registrar().Posts("/api/surveys", money).Is_invalid("periodUntil");
    }

    [Fact]
    public async Task One_that_nobody_answered_can_be_removed_and_one_with_answers_stays()
    {
        var charter = await service.NewCharter();
        var (by, round) = (await service.Signs(charter), await service.OpensRound(charter));
        var links = await service.Links(round, by, 2);
        (await service.Registrar().DeleteAsync($"/api/surveys/{round}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await service.Answers(links[0], 3).Is_refused(HttpStatusCode.NotFound, "survey-link-not-good");
        await service.Registrar().DeleteAsync($"/api/surveys/{round}").Is_refused(HttpStatusCode.NotFound, "not-found");
        var again = await service.OpensRound(charter);
        await service.Answers((await service.Links(again, by, 1)).Single(), 3).Answers_with(HttpStatusCode.OK);
        await service.Registrar().DeleteAsync($"/api/surveys/{again}").Is_refused(HttpStatusCode.Conflict, "survey-has-answers");
    }

    /// <summary>Waves can be compared because nobody changes the words of a version that was used: whoever needs others adds a version.</summary>
    [Theory]
    [InlineData("understanding-1", "c0a6a29a4e7b12742ad2d0d0cbba6687439b8be466950ad00498e1f5f18fddde")]
    [InlineData("capacity-1", "0d3f555a6d4f432d9cdd667f40b6bce97671b5a872882509d5a18f4e4c4fa90f")]
    [InlineData("local-spending-1", "ab1498b8b7b78476d1c7e35e4c093a91b27007601ec2588b2343430010a5c3e4")]
    public void The_words_of_a_version_are_never_changed(string name, string sha256)
    {
        using var file = typeof(Surveys.SmallNumbers).Assembly.GetManifestResourceStream($"survey:{name}")!;
        Convert.ToHexStringLower(SHA256.HashData(file)).ShouldBe(sha256);
    }

    [Fact]
    public async Task Who_removes_a_survey_waits_for_those_who_take_links_to_it()
    {
        await using var alone = new PledgeFixture();
        await alone.InitializeAsync();
        var charter = await alone.NewCharter();
        var (by, round) = (await alone.Signs(charter), await alone.OpensRound(charter));
        await alone.Meet("lock table survey_draw in exclusive mode", () => alone.Takes(round, by).Answers_with(HttpStatusCode.OK),
            async () => (await alone.Registrar().DeleteAsync($"/api/surveys/{round}")).StatusCode.ShouldBe(HttpStatusCode.NoContent));
        (await alone.Sql("select count(*) from survey_draw")).ShouldBe(["0"]);
    }
}
