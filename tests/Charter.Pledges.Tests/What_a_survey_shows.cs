using System.Net;
using System.Text.Json;
using Charter.Pledges.Surveys;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

public sealed class What_a_survey_shows(PledgeFixture service)
{
    [Fact]
    public async Task Averages_and_distributions_are_those_of_an_independent_count()
    {
        var charter = await service.NewCharter();
        var (by, round) = (await service.Signs(charter), await service.OpensRound(charter));
        decimal[][] given = [[1, 2, 3, 4, 5, 5], [2, 2, 2, 2, 2, 2], [5, 4, 3, 2, 1, 4], [4, 4, 4, 4, 4, 4], [1, 1, 5, 5, 3, 4]];
        foreach (var (link, answer) in (await service.Links(round, by, 5)).Zip(given))
            await service.Answers(link, answer).Answers_with(HttpStatusCode.OK);
        await service.Closes(round);
        var result = (await service.Results(round)).GetProperty("result");
        var whole = result.GetProperty("whole");
        var all = given.SelectMany(g => g).ToArray();
        (whole.GetProperty("answers").GetInt32(), whole.GetProperty("score").GetDecimal(), whole.GetProperty("highShare").GetDecimal()).ShouldBe((5, Math.Round(all.Average(), 2), Math.Round((decimal)all.Count(a => a >= 4) / 30, 4)));
        foreach (var (question, i) in whole.GetProperty("questions").EnumerateArray().Select((q, i) => (q, i)))
        {
            question.GetProperty("average").GetDecimal().ShouldBe(Math.Round(given.Average(g => g[i]), 2));
            question.GetProperty("distribution").EnumerateArray().Select(d => d.GetInt32()).ShouldBe(Enumerable.Range(1, 5).Select(a => given.Count(g => g[i] == a)));
        }
        (await service.Results(round)).Broken("kind").ShouldBe([$"both 5 {whole.GetProperty("score")}"]);
        var table = await service.Anonymous().GetStringAsync($"/api/surveys/{round}/results/export");
        table.Split("\r\n").Length.ShouldBe(1 + 7 * 4 + 1);   // the whole and three groups, each with six questions
        table.ShouldContain("understanding,1,before,");
        table.ShouldContain(",all,,meaning,I can explain what social value means for the people who live here.,5,2.60,0.4,2,1,0,1,1,");
        var json = JsonSerializer.Deserialize<JsonElement>(await service.Anonymous().GetStringAsync($"/api/surveys/{round}/results/export?format=json"));
        json.GetProperty("result").GetRawText().ShouldBe(result.GetRawText());
        await service.Anonymous().GetAsync($"/api/surveys/{round}/results/export?format=xml").Is_invalid("format");
    }

    [Fact]
    public async Task What_changed_between_before_and_after_stands_side_by_side_and_the_open_wave_shows_nothing()
    {
        var charter = await service.NewCharter();
        var by = await service.Signs(charter);
        foreach (var (wave, answer) in new[] { ("before", 2m), ("after", 4m) })
        {
            var round = await service.OpensRound(charter, wave: wave);
            foreach (var link in await service.Links(round, by, 6))
                await service.Answers(link, answer).Answers_with(HttpStatusCode.OK);
            await service.Closes(round);
        }
        var open = await service.OpensRound(charter, wave: "follow-up-1");
        foreach (var link in await service.Links(open, by, 9))
            await service.Answers(link, 5).Answers_with(HttpStatusCode.OK);
        var trend = await service.Anonymous().GetAsync($"/api/surveys/trend?charterId={charter}&instrument=understanding").Answers_with(HttpStatusCode.OK);
        trend.GetProperty("waves").EnumerateArray().Select(w => (w.Text("wave"), w.GetProperty("whole").GetProperty("score").GetDecimal(), w.GetProperty("whole").GetProperty("highShare").GetDecimal(), w.GetProperty("links").GetInt32()))
            .ShouldBe([("before", 2m, 0m, 6), ("after", 4m, 1m, 6)]);
        trend.GetProperty("open").Id("roundId").ShouldBe(open);
        trend.GetRawText().ShouldNotContain("\"answers\":9");
        (await service.Anonymous().GetAsync($"/api/surveys/{open}").Answers_with(HttpStatusCode.OK)).GetProperty("coverage").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Too_few_answers_are_not_told_and_groups_of_few_are_told_of_together()
    {
        var charter = await service.NewCharter();
        var round = await service.OpensRound(charter);
        // 4 + 5 + 7 + 8 people: the four are put with the five, and of the two places one has four, so both stay together.
        foreach (var (sector, kind, place, people, answer) in new[] { ("faith", "provider", "E08000002", 4, 1m), ("business", "provider", "E08000006", 5, 2m), ("housing", "commissioner", "E08000006", 7, 3m), ("education", "commissioner", "E08000006", 8, 4m) })
            foreach (var link in await service.Links(round, await service.Signs(charter, sector, kind, place), people))
                await service.Answers(link, answer).Answers_with(HttpStatusCode.OK);
        await service.Closes(round);
        var results = await service.Results(round);
        results.Broken("kind").ShouldBe(["commissioner 15 3.53", "provider 9 1.56"]);
        results.Broken("sector").ShouldBe(["education 8 4", "housing 7 3", "others 9 1.56"]);
        results.Broken("place").Single().ShouldContain("Too few answered in each group");

        var few = await service.OpensRound(charter, wave: "after");
        foreach (var link in await service.Links(few, await service.Signs(charter), 4))
            await service.Answers(link, 5).Answers_with(HttpStatusCode.OK);
        await service.Closes(few);
        var result = (await service.Results(few)).GetProperty("result");
        (result.GetProperty("answers").ValueKind, result.GetProperty("whole").ValueKind, result.GetProperty("breakdowns").GetArrayLength(), result.GetProperty("links").GetInt32()).ShouldBe((JsonValueKind.Null, JsonValueKind.Null, 0, 4));
        (await service.Registrar().GetAsync($"/api/surveys/{few}").Answers_with(HttpStatusCode.OK)).GetProperty("coverage").GetProperty("answers").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task A_breakdown_that_tells_of_few_when_laid_beside_another_is_withheld()
    {
        var charter = await service.NewCharter();
        var round = await service.OpensRound(charter);
        // All 6 of business are among the 8 providers: without them 2 are left, one of faith, one of education.
        foreach (var (sector, kind, people) in new[] { ("business", "provider", 6), ("faith", "provider", 1), ("education", "provider", 1), ("faith", "commissioner", 5), ("education", "commissioner", 5) })
            foreach (var link in await service.Links(round, await service.Signs(charter, sector, kind), people))
                await service.Answers(link, 3).Answers_with(HttpStatusCode.OK);
        await service.Closes(round);
        var results = await service.Results(round);
        results.Broken("kind").ShouldBe(["commissioner 10 3", "provider 8 3"]);
        results.Broken("sector").Single().ShouldContain("Laid beside the groups above");
        results.Broken("place").ShouldBe(["E08000006 18 3"]);
    }

    /// <summary>
    /// All tables of four groups with up to seven people each, for three thresholds: whoever sees what is told finds for each group that is not told of at least two numbers of
    /// people that it may have, and never a part of fewer than the threshold.
    /// </summary>
    [Theory, InlineData(3), InlineData(4), InlineData(5)]
    public void Nobody_can_work_out_a_group_that_is_not_told_of(int least)
    {
        var small = new SmallNumbers(least);
        string[] groups = ["a", "b", "c", "d"];
        const int Most = 7;
        var told = new Dictionary<string, List<int[]>>();
        for (var n = 1; n < Math.Pow(Most + 1, groups.Length); n++)
        {
            int[] people = [n % 8, n / 8 % 8, n / 64 % 8, n / 512 % 8];
            var alone = small.AloneIn(groups.Zip(people).ToDictionary());
            var others = groups.Zip(people).Where(g => !alone.Contains(g.First)).Sum(g => g.Second);
            if (alone.Count == 0)
                continue;   // the breakdown is not shown
            (others == 0 || others >= least).ShouldBeTrue($"{string.Join(',', people)} tells of {others}");
            groups.Zip(people).Where(g => alone.Contains(g.First)).ShouldAllBe(g => g.Second >= least);
            var saying = $"{string.Join(',', groups.Zip(people).Where(g => alone.Contains(g.First)))} and {others}";
            (told.TryGetValue(saying, out var like) ? like : told[saying] = []).Add(people);
        }
        foreach (var (saying, like) in told)
            for (var g = 0; g < groups.Length; g++)
                if (like.Exists(p => p[g] is > 0 && p[g] < least))
                    like.Select(p => p[g]).Distinct().Count().ShouldBeGreaterThan(1, $"{groups[g]} is {like[0][g]} when told {saying}");
    }

    /// <summary>Against a search through every sum and difference of groups: no set of people that can be told apart by two breakdowns has fewer than the threshold.</summary>
    [Fact]
    public void Two_breakdowns_beside_each_other_tell_of_nobody_few()
    {
        var (random, small, refused, shown) = (new Random(35), new SmallNumbers(5), 0, 0);
        for (var n = 0; n < 30000; n++)
        {
            var (ones, others) = (random.Next(1, 5), random.Next(1, 5));
            var sorts = Enumerable.Range(0, ones).SelectMany(i => Enumerable.Range(0, others).Select(j => ($"{i}", $"{j}", random.Next(3) == 0 ? random.Next(1, 9) : 0))).ToArray();
            if (sorts.GroupBy(s => s.Item1).Concat(sorts.GroupBy(s => s.Item2)).Any(g => g.Sum(s => s.Item3) is > 0 and < 5) || sorts.All(s => s.Item3 == 0))
                continue;   // such a group is not told of in the first place
            var tells = false;
            for (var a = 0; a < 1 << ones; a++)
                for (var b = 0; b < 1 << others; b++)
                {
                    // The sum of some groups of the one less that of some of the other is a sum over people when the latter lie within the former.
                    var weights = sorts.Select(s => (Weight: (a >> int.Parse(s.Item1) & 1) - (b >> int.Parse(s.Item2) & 1), People: s.Item3)).Where(s => s.People > 0).ToArray();
                    if (weights.All(w => w.Weight >= 0) && weights.Where(w => w.Weight == 1).Sum(w => w.People) is > 0 and < 5)
                        tells = true;
                }
            small.TellOfFew(sorts).ShouldBe(tells, string.Join(' ', sorts));
            _ = tells ? refused++ : shown++;
        }
        (refused, shown).ShouldSatisfyAllConditions(c => c.refused.ShouldBeGreaterThan(100), c => c.shown.ShouldBeGreaterThan(100));
    }
}
