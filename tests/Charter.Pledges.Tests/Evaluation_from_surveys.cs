using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class Evaluation_from_surveys(PledgeFixture service)
{
    private const string Understanding = "understanding", Capacity = "capacity";

    [Fact]
    public async Task Before_and_after_stand_side_by_side_once_they_have_closed()
    {
        var charter = await service.NewCharter();
        var by = await service.Signs(charter);
        (await service.Evaluation(charter)).Measure(Understanding).Text("missing")!.ShouldContain("No round of this survey has been closed yet.");
        foreach (var (wave, answer) in new[] { ("before", 2m), ("after", 4m) })
        {
            var round = await service.OpensRound(charter, wave: wave);
            foreach (var link in await service.Links(round, by, 6))
                await service.Answers(link, answer).Answers_with(HttpStatusCode.OK);
            await service.Closes(round);
            (await service.Evaluation(charter)).Measure(Understanding).GetRawText().ShouldNotContain("No round of this survey");   // not even for a moment
        }
        await service.Shows(charter, Understanding, m =>
        {
            m.Value("value").ShouldBe(4m);
            m.GetProperty("rounds").EnumerateArray().Select(r => (r.Text("wave"), r.Value("score"), r.Value("highShare"), r.Value("answers"))).ShouldBe([("before", 2m, 0m, 6m), ("after", 4m, 1m, 6m)]);
            m.Said().ShouldContain("From 2.00 in the round \"before\"");
            m.Said().ShouldContain(": +2.00.");
            (m.Covered(), m.GetProperty("coverage").Text("says")).ShouldBe(((1, 1), "People of 1 of 1 signatories were asked; 6 of 6 answered."));
        });
        (await service.Evaluation(charter)).Measure(Capacity).Text("missing")!.ShouldContain("No round");

        var open = await service.OpensRound(charter, wave: "follow-up-1");
        foreach (var link in await service.Links(open, by, 6))
            await service.Answers(link, 1).Answers_with(HttpStatusCode.OK);
        (await service.Evaluation(charter)).Measure(Understanding).Value("value").ShouldBe(4m);   // what is open shows nothing
    }

    [Fact]
    public async Task Few_answers_show_nothing_and_groups_of_few_are_not_shown_by_place_or_sector()
    {
        var charter = await service.NewCharter();
        var round = await service.OpensRound(charter);
        foreach (var (sector, kind, place, people, answer) in new[] { ("faith", "provider", "E08000002", 4, 1m), ("business", "provider", "E08000006", 5, 2m), ("housing", "commissioner", "E08000006", 7, 3m), ("education", "commissioner", "E08000006", 8, 4m) })
            foreach (var link in await service.Links(round, await service.Signs(charter, sector, kind, place), people))
                await service.Answers(link, answer).Answers_with(HttpStatusCode.OK);
        await service.Closes(round);
        await service.Shows(charter, Understanding, m => m.Value("value").ShouldBe(2.79m));   // (4 + 10 + 21 + 32) ÷ 24
        await service.Shows(charter, Understanding, m => m.Value("value").ShouldBe(4m), "?sector=education");
        await service.Shows(charter, Understanding, m => m.Value("value").ShouldBe(3m), "?sector=housing");
        foreach (var query in new[] { "?sector=faith", "?sector=business", "?place=E08000002", "?place=E08000006", "?place=E08000006&sector=education" })
        {
            var m = (await service.Evaluation(charter, query)).Measure(Understanding);
            (m.Value("value"), m.Text("missing")).ShouldBe((null, "What was answered for this place or sector cannot be shown without telling of too few people."), query);
            m.GetProperty("rounds")[0].Value("answers").ShouldBeNull();
        }

        var few = await service.OpensRound(charter, wave: "after");
        foreach (var link in await service.Links(few, await service.Signs(charter), 4))
            await service.Answers(link, 5).Answers_with(HttpStatusCode.OK);
        await service.Closes(few);
        await service.Shows(charter, Understanding, m =>
        {
            (m.Value("value"), m.Text("missing")).ShouldBe((null, "Fewer than 5 answered this round, so nothing of it is shown."));
            m.GetProperty("rounds").EnumerateArray().Select(r => r.Value("score")).ShouldBe([2.79m, null]);   // the round before stays
        });
    }

    [Fact]
    public async Task A_round_that_nobody_answered_and_that_is_removed_leaves_nothing_behind()
    {
        var charter = await service.NewCharter();
        var round = await service.OpensRound(charter, Capacity);
        await service.Closes(round);
        await service.Shows(charter, Capacity, m => m.Text("missing").ShouldBe("Nobody answered this round."));
        (await service.Registrar().DeleteAsync($"/api/surveys/{round}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await service.Shows(charter, Capacity, m => m.Text("missing")!.ShouldContain("No round of this survey has been closed yet."));
    }
}
