using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charter.Pledges.Tests;

/// <summary>Two replicas of the service on one database, with one clock that the test moves. What they publish ahead of real time stays in the outbox.</summary>
public sealed class Pledges_whose_day_has_passed : IAsyncLifetime
{
    private const string Why = "The last starts were entered late.";

    private readonly TestClock _clock = new();
    private Clocked _service = null!, _replica = null!;
    private string _database = "";
    private DateOnly _due;

    private sealed class Clocked(TestClock clock, string database) : PledgeFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [.. base.Settings, new("ConnectionStrings:Database", database), new("Pledges:GraceDays", "20"), new("Pledges:ReopenDays", "60")];

        protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
    }

    public async ValueTask InitializeAsync()
    {
        _database = await Servers.NewDatabase("pledge");
        (_service, _replica) = (new(_clock, _database), new(_clock, _database));
        await Task.WhenAll(_service.InitializeAsync().AsTask(), _replica.InitializeAsync().AsTask());
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _replica.DisposeAsync();
        await Servers.DropDatabase(_database);
    }

    private void GoTo(DateOnly day) => _clock.Advance(day.Begins() + TimeSpan.FromHours(9) - _clock.GetUtcNow());

    private async Task<IReadOnlyList<string>> Sql(string statement)
    {
        await using var database = Npgsql.NpgsqlDataSource.Create(_database);
        await using var command = database.CreateCommand(statement);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetFieldValue<object>(i))));
        return rows;
    }

    private async Task<JsonElement[]> Told(string type) => [.. (await Sql($"select payload::text from outbox where type = '{type}' order by id")).Select(p => JsonSerializer.Deserialize<JsonElement>(p))];

    private async Task<(Organisation By, Guid Id)> Pledged()
    {
        var by = await _service.SignedOrganisation();
        var terms = PledgeFixture.Pledge();
        _due = _clock.Today().AddDays(100);
        terms["dueOn"] = PledgeFixture.Date(_due);
        return (by, (await _service.As(by.Editor).Posts($"/api/organisations/{by.Id}/pledges", terms).Answers_with(HttpStatusCode.Created)).Id());
    }

    private Task<JsonElement> Read(Organisation by, Guid pledge) => _service.As(by.Editor).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK);

    private async Task Report(Organisation by, Guid pledge, decimal value) => await _service.As(by.Editor)
        .Posts($"/api/pledges/{pledge}/progress", new { value, on = PledgeFixture.Date(_clock.Today()), confidence = "measured", source = "Payroll" }).Answers_with(HttpStatusCode.Created);

    private Task<HttpResponseMessage> Reopen(Organisation by, Guid pledge, DateOnly dueOn, string reason = Why) =>
        _service.As(by.Editor).Posts($"/api/pledges/{pledge}/reopening", new { reason, dueOn = PledgeFixture.Date(dueOn) });

    private Task Becomes(Organisation by, Guid pledge, string status) => Eventually.Passes(async () => (await Read(by, pledge)).Text("status").ShouldBe(status));

    private Task Reminded(int left, int times = 1) => Eventually.Passes(async () => (await Told("PledgeDue")).Count(r => r.GetProperty("DaysLeft").GetInt32() == left).ShouldBe(times));

    /// <summary>Until the rule has told that it is overdue, and then has entered that it was missed.</summary>
    private async Task Miss(Organisation by, Guid pledge)
    {
        GoTo(_due.AddDays(1));
        await Reminded(-1);
        GoTo(_due.AddDays(21));
        await Becomes(by, pledge, "missed");
    }

    [Fact]
    public async Task A_pledge_of_which_nobody_says_how_it_ended_is_entered_as_missed_once_by_rule_and_after_reminders()
    {
        var (by, pledge) = await Pledged();
        foreach (var left in new[] { 30, 7, -1 })
        {
            GoTo(_due.AddDays(-left));
            await Reminded(left);
        }
        (await Read(by, pledge)).Text("missedOn").ShouldBe(PledgeFixture.Date(_due.AddDays(21)));
        var task = PledgeFixture.Items(await _service.As(by.Editor).GetAsync($"/api/organisations/{by.Id}/pledges/tasks").Answers_with(HttpStatusCode.OK)).Single(t => t.Text("kind") == "end");
        task.Text("missedOn").ShouldBe(PledgeFixture.Date(_due.AddDays(21)));
        GoTo(_due.AddDays(20));
        (await Read(by, pledge)).Text("status").ShouldBe("active");

        GoTo(_due.AddDays(21));
        await Becomes(by, pledge, "missed");
        var read = await Read(by, pledge);
        (read.Text("endedOn"), read.GetProperty("endedByRule").GetBoolean(), read.Text("missedOn")).ShouldBe((PledgeFixture.Date(_due.AddDays(21)), true, null));
        var entry = read.GetProperty("history")[0];
        (entry.Text("kind"), entry.GetProperty("byRule").GetBoolean(), entry.Text("by")).ShouldBe(("missed", true, null));
        entry.Text("reason").ShouldBe($"It was due on {PledgeFixture.Date(_due)}, no figure was reported, and nobody had said how it ended when 20 days had passed.");
        var told = (await Told("PledgeMissed")).ShouldHaveSingleItem();
        (told.GetProperty("ByRule").GetBoolean(), told.GetProperty("MissedBy").GetGuid(), told.GetProperty("HolderId").GetGuid(), told.GetProperty("Pledge").GetProperty("EndedByRule").GetBoolean())
            .ShouldBe((true, Guid.Empty, by.Id, true));
        (await Told("PledgeDue")).Select(r => r.GetProperty("DaysLeft").GetInt32()).ShouldBe([30, 7, -1]);
        (await Told("ActionTaken")).Count(a => a.Text("Action") == "Enter that a pledge was missed" && a.Text("ActorKind") == "system").ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_has_missed_a_pledge_without_having_been_told_first_however_long_nobody_looked()
    {
        var (by, pledge) = await Pledged();
        GoTo(_due.AddDays(300));
        await Reminded(-300);
        var read = await Read(by, pledge);
        (read.Text("status"), read.Text("missedOn")).ShouldBe(("active", PledgeFixture.Date(_due.AddDays(314))));
        GoTo(_due.AddDays(314));
        await Becomes(by, pledge, "missed");
    }

    [Fact]
    public async Task Nor_has_one_that_was_entered_afterwards()
    {
        var by = await _service.SignedOrganisation();
        var (terms, entered) = (PledgeFixture.Pledge(), _clock.Today());
        (terms["promisedOn"], terms["dueOn"]) = (PledgeFixture.Date(entered.AddDays(-500)), PledgeFixture.Date(entered.AddDays(-200)));
        var pledge = (await _service.As(by.Editor).Posts($"/api/organisations/{by.Id}/pledges", terms).Answers_with(HttpStatusCode.Created)).Id();
        GoTo(entered.AddDays(1));
        await Reminded(-201);
        var read = await Read(by, pledge);
        (read.Text("status"), read.Text("missedOn")).ShouldBe(("active", PledgeFixture.Date(entered.AddDays(15))));
        GoTo(entered.AddDays(15));
        await Becomes(by, pledge, "missed");
    }

    [Fact]
    public async Task What_is_put_off_or_has_reached_its_target_is_not_entered_as_missed()
    {
        var (by, reached) = await Pledged();
        var terms = PledgeFixture.Pledge();
        terms["dueOn"] = PledgeFixture.Date(_due);
        var off = (await _service.As(by.Editor).Posts($"/api/organisations/{by.Id}/pledges", terms).Answers_with(HttpStatusCode.Created)).Id();
        GoTo(_due.AddDays(1));
        await Eventually.Passes(async () => (await Told("PledgeDue")).Count(r => r.GetProperty("DaysLeft").GetInt32() == -1).ShouldBe(2));
        (terms["dueOn"], terms["reason"], terms["version"]) = (PledgeFixture.Date(_due.AddDays(90)), "The contractor left in spring.", 1);
        await _service.As(by.Editor).Posts($"/api/pledges/{off}/amendments", terms).Answers_with(HttpStatusCode.OK);
        await Report(by, reached, 130);

        GoTo(_due.AddDays(60));
        await Eventually.Passes(async () => (await Told("PledgeDue")).ShouldContain(r => r.GetProperty("PledgeId").GetGuid() == reached && r.GetProperty("IsReached").GetBoolean()));
        await Eventually.Passes(async () => (await Told("PledgeDue")).ShouldContain(r => r.GetProperty("PledgeId").GetGuid() == off && r.GetProperty("DaysLeft").GetInt32() == 30));
        (await Sql("select distinct status from pledge")).ShouldBe(["active"]);

        await Report(by, reached, 100);   // the figure was wrong
        GoTo(_due.AddDays(61));
        await Eventually.Passes(async () => (await Told("PledgeDue")).ShouldContain(r => r.GetProperty("PledgeId").GetGuid() == reached && r.GetProperty("DaysLeft").GetInt32() == -61));
        GoTo(_due.AddDays(75));
        await Becomes(by, reached, "missed");
        (await Read(by, reached)).GetProperty("history")[0].Text("reason")!.ShouldContain("the latest figure is 100 people");
    }

    [Fact]
    public async Task What_was_missed_is_reopened_with_a_reason_and_a_new_day_and_the_history_shows_both()
    {
        var (by, pledge) = await Pledged();
        await Reopen(by, pledge, _due.AddDays(60)).Is_refused(HttpStatusCode.Conflict, "pledge-not-reopenable");
        await Miss(by, pledge);
        (await Read(by, pledge)).Text("reopenableUntil").ShouldBe(PledgeFixture.Date(_due.AddDays(81)));
        await Reopen(by, pledge, _due.AddDays(60), "No").Is_invalid("reason");
        await Reopen(by, pledge, _clock.Today()).Is_invalid("dueOn");
        await Reopen(await _service.SignedOrganisation(), pledge, _due.AddDays(60)).Is_refused(HttpStatusCode.Forbidden, "forbidden");
        var open = await Reopen(by, pledge, _due.AddDays(60)).Answers_with(HttpStatusCode.OK);
        (open.Text("status"), open.Text("dueOn"), open.Text("endedOn")).ShouldBe(("active", PledgeFixture.Date(_due.AddDays(60)), null));
        var told = (await Told("PledgeReopened")).ShouldHaveSingleItem().GetProperty("Pledge");
        (told.Text("Status"), told.GetProperty("EndedByRule").GetBoolean(), told.GetProperty("Version").GetInt32()).ShouldBe(("active", false, 3));

        var history = (await Read(by, pledge)).GetProperty("history");
        history.EnumerateArray().Select(h => h.Text("kind")).ShouldBe(["reopened", "missed"]);
        (history[0].Text("reason"), history[0].GetProperty("fields")[0].Text("before"), history[0].Text("by")).ShouldBe((Why, PledgeFixture.Date(_due), by.Editor.Subject.ToString()));

        GoTo(_due.AddDays(61));   // the new day passes too
        await Reminded(-1, times: 2);
        GoTo(_due.AddDays(81));
        await Becomes(by, pledge, "missed");
        GoTo(_due.AddDays(142));
        await Reopen(by, pledge, _due.AddDays(300)).Is_refused(HttpStatusCode.Conflict, "pledge-reopening-over");
    }

    [Fact]
    public async Task What_was_completed_by_mistake_is_reopened_and_what_was_withdrawn_is_not()
    {
        var (by, pledge) = await Pledged();
        await Report(by, pledge, 130);
        await _service.As(by.Editor).Posts($"/api/pledges/{pledge}/completion", new { }).Answers_with(HttpStatusCode.OK);
        await Reopen(by, pledge, _due).Answers_with(HttpStatusCode.OK);   // its day is still ahead
        await Report(by, pledge, 13);
        await _service.As(by.Editor).Posts($"/api/pledges/{pledge}/withdrawal", new { reason = Why }).Answers_with(HttpStatusCode.OK);
        await Reopen(by, pledge, _due).Is_refused(HttpStatusCode.Conflict, "pledge-not-reopenable");
    }
}
