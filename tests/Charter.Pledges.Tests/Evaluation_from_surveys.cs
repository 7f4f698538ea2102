using System.Net;
using Charter.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

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
    public async Task Who_answers_in_the_last_moment_of_the_last_day_is_counted()
    {
        var clock = new TestClock();
        await using var alone = new AtOwnTime(clock);
        await alone.InitializeAsync();
        var charter = await alone.NewCharter();
        var (by, round) = (await alone.Signs(charter), await alone.OpensRound(charter));
        var links = await alone.Links(round, by, 6);
        foreach (var link in links.Skip(1))
            await alone.Answers(link, 2).Answers_with(HttpStatusCode.OK);
        await using var database = await alone.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await database.BeginTransactionAsync();
        await using (var keepOut = new NpgsqlCommand("lock table survey_tally in exclusive mode", database))
            await keepOut.ExecuteNonQueryAsync();
        var last = alone.Answers(links[0], 5);
        await Waits("insert into survey_tally");   // the survey was still open
        clock.Advance(TimeSpan.FromDays(32));
        // Whoever takes the round into the figures has come to it.
        await Eventually.Passes(async () =>
        {
            if ((await alone.Evaluation(charter)).Measure(Understanding).GetProperty("rounds").GetArrayLength() == 0)
                await Waits("for no key update", once: true);
        });
        await transaction.CommitAsync();
        (await last).StatusCode.ShouldBe(HttpStatusCode.OK);
        await alone.Shows(charter, Understanding, m => (m.Value("value"), m.GetProperty("coverage").Text("says")).ShouldBe((2.5m, "People of 1 of 1 signatories were asked; 6 of 6 answered.")));

        async Task Waits(string statement, bool once = false)
        {
            async Task Look() => (await alone.Sql($"select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock' and query ilike '%{statement}%'")).ShouldNotBeEmpty();
            await (once ? Look() : Eventually.Passes(Look));
        }
    }

    [Fact]
    public async Task When_another_smallest_group_is_set_every_round_is_looked_at_anew()
    {
        var database = await Servers.NewDatabase("pledge");
        try
        {
            Guid charter;
            await using (var five = new Least(5, database))
            {
                await five.InitializeAsync();
                charter = await five.NewCharter();
                var (by, round) = (await five.Signs(charter), await five.OpensRound(charter));
                foreach (var link in await five.Links(round, by, 6))
                    await five.Answers(link, 4).Answers_with(HttpStatusCode.OK);
                await five.Closes(round);
                await five.Shows(charter, Understanding, m => m.Value("value").ShouldBe(4m));
            }
            await using var seven = new Least(7, database);
            await seven.InitializeAsync();
            await seven.Shows(charter, Understanding, m => (m.Value("value"), m.Text("missing")).ShouldBe((null, "Fewer than 7 answered this round, so nothing of it is shown.")));
        }
        finally
        {
            await Servers.DropDatabase(database);
        }
    }

    /// <summary>Each takes the figures first and the round then; the other way round in one of them, and each would wait for the other.</summary>
    [Fact]
    public async Task A_round_is_removed_while_it_is_taken_into_the_figures()
    {
        await using var alone = new PledgeFixture();
        await alone.InitializeAsync();
        var charter = await alone.NewCharter();
        var round = await alone.OpensRound(charter, Capacity);
        await using var database = await alone.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await database.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended('measures', 0))", database))
            await take.ExecuteNonQueryAsync();
        var removing = alone.Registrar().DeleteAsync($"/api/surveys/{round}");
        await Eventually.Passes(async () => (await alone.Sql("select 1 from pg_stat_activity where datname = current_database() and wait_event = 'advisory' and query ilike '%measures%'")).ShouldNotBeEmpty());
        await using (var row = new NpgsqlCommand($"select from survey_round where id = '{round}' for no key update", database))
            await row.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        (await removing).StatusCode.ShouldBe(HttpStatusCode.NoContent);
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

    private sealed class AtOwnTime(TestClock clock) : PledgeFixture
    {
        protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
    }

    private sealed class Least(int people, string database) : PledgeFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [.. base.Settings, new("ConnectionStrings:Database", database), new("Surveys:SmallestGroup", $"{people}")];
    }
}
