using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charter.Pledges.Tests;

/// <summary>Two replicas of the service on one database, with one clock that the test moves. What they publish ahead of real time stays in the outbox.</summary>
public sealed class Evidence_that_grows_old : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("charter-evidence-");
    private Clocked _service = null!, _replica = null!;
    private string _database = "";

    private sealed class Clocked(TestClock clock, string database) : PledgeFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [.. base.Settings, new("ConnectionStrings:Database", database)];

        protected override void Replace(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
    }

    public async ValueTask InitializeAsync()
    {
        _database = await Servers.NewDatabase("pledge");
        (_service, _replica) = (new(_clock, _database) { Folder = _folder.FullName }, new(_clock, _database) { Folder = _folder.FullName });
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

    private async Task<(Organisation Organisation, Guid Pledge, Guid Evidence, DateOnly Until)> Verified(string kind = "policy", string? duty = null)
    {
        var organisation = await _service.SignedOrganisation();
        var pledge = await _service.MadePledge(organisation, "embed", duty);
        var evidence = await _service.Submitted(organisation, pledge, PledgeFixture.Form(link: "https://www.example.org/policy", introducedOn: PledgeFixture.Date(_clock.Today()), kind: kind));
        await _service.Review(evidence.Id(), _service.Reviewer).Answers_with(HttpStatusCode.OK);
        return (organisation, pledge, evidence.Id(), DateOnly.Parse(evidence.Text("validUntil")!));
    }

    [Fact]
    public async Task A_policy_of_2019_is_no_evidence_for_2026()
    {
        var organisation = await _service.SignedOrganisation();
        var path = $"/api/pledges/{await _service.MadePledge(organisation)}/evidence";
        var problem = await _service.As(organisation.Editor).PostAsync(path, PledgeFixture.Form(link: "https://www.example.org/", introducedOn: "2019-05-01", kind: "policy")).Is_invalid("introducedOn");
        problem.GetRawText().ShouldContain("36 months");
        problem.GetRawText().ShouldContain("2022-04-30");
        var today = _clock.Today();
        var kinds = (await _service.As(organisation.Editor).GetAsync("/api/evidence/rules").Answers_with(HttpStatusCode.OK)).GetProperty("kinds").EnumerateArray().ToArray();
        kinds.Select(k => k.Text("value")).ShouldBe(EvidenceKinds.All);
        foreach (var kind in kinds)
        {
            var evidence = await _service.Submitted(organisation, Guid.Parse(path.Split('/')[3]), PledgeFixture.Form(link: "https://www.example.org/", introducedOn: PledgeFixture.Date(today), kind: kind.Text("value")));
            evidence.Text("validUntil").ShouldBe(PledgeFixture.Date(today.AddMonths(kind.GetProperty("months").GetInt32()).AddDays(-1)));
        }
    }

    [Fact]
    public async Task When_all_evidence_of_a_duty_has_expired_the_duty_falls_back_once_with_the_reason_and_new_evidence_moves_it_on()
    {
        var (organisation, pledge, evidence, until) = await Verified(duty: "C1");
        GoTo(until);
        (await _service.Duties(organisation.Id))["embed"].ShouldBe("verified");

        GoTo(until.AddDays(1));
        await Eventually.Passes(async () => (await _service.Evidence(organisation, evidence)).Text("state").ShouldBe("expired"));
        var duties = await _service.Duties(organisation.Id);
        (duties["embed"], duties["C1"], duties["deliver"]).ShouldBe(("in-place", "in-place", "not-started"));
        (await Sql("select code || ' ' || \"from\" || ' ' || \"to\" || ' ' || reason || ' ' || revision from duty_setback order by code")).ShouldBe(["C1 verified in-place evidence-expired 1", "embed verified in-place evidence-expired 1"]);
        var fell = await Told("DutyFellBack");
        fell.Select(f => f.GetProperty("Duty").Text("Code")).Order().ShouldBe(["C1", "embed"]);
        fell.ShouldAllBe(f => f.Text("Reason") == "evidence-expired" && f.GetProperty("EvidenceId").GetGuid() == evidence && f.GetProperty("Duty").GetProperty("Revision").GetInt32() == 1);
        (await Told("EvidenceExpired")).Length.ShouldBe(1);
        (await Told("ActionTaken")).Count(a => a.Text("Action") == "Let evidence expire" && a.Text("ActorKind") == "system").ShouldBe(1);

        var renewed = (await _service.As(organisation.Editor).PostAsync($"/api/evidence/{evidence}/versions", PledgeFixture.Form(link: "https://www.example.org/new", introducedOn: PledgeFixture.Date(_clock.Today()))).Answers_with(HttpStatusCode.Created)).Id();
        (await _service.Duties(organisation.Id))["C1"].ShouldBe("evidenced");
        await _service.Review(renewed, _service.Reviewer).Answers_with(HttpStatusCode.OK);
        (await _service.Duties(organisation.Id))["C1"].ShouldBe("verified");
        // What was told before it grew old may wait there still, for a broker that is slow.
        (await Told("DutyAdvanced")).Where(d => d.GetProperty("Duty").Text("Code") == "C1" && d.GetProperty("OccurredAt").GetDateTimeOffset() > fell[0].GetProperty("OccurredAt").GetDateTimeOffset())
            .Select(d => (d.GetProperty("Duty").Text("State"), d.GetProperty("Duty").GetProperty("Revision").GetInt32())).ShouldBe([("evidenced", 1), ("verified", 1)], ignoreOrder: true);
        _ = pledge;
    }

    [Fact]
    public async Task A_duty_that_other_evidence_shows_stays_where_it_is()
    {
        var (organisation, pledge, evidence, until) = await Verified();
        GoTo(until.AddMonths(-6));
        var other = (await _service.Submitted(organisation, pledge, PledgeFixture.Form(link: "https://www.example.org/two", introducedOn: PledgeFixture.Date(_clock.Today()), kind: "policy"))).Id();
        GoTo(until.AddDays(1));
        await Eventually.Passes(async () => (await _service.Evidence(organisation, evidence)).Text("state").ShouldBe("expired"));
        (await _service.Duties(organisation.Id))["embed"].ShouldBe("evidenced");   // as far as what waits for a reviewer shows it
        await _service.Review(other, _service.Reviewer).Answers_with(HttpStatusCode.OK);
        (await _service.Duties(organisation.Id))["embed"].ShouldBe("verified");
    }

    [Fact]
    public async Task The_organisation_is_reminded_before_each_time_once_however_many_replicas_look()
    {
        var (organisation, _, evidence, until) = await Verified();
        foreach (var left in new[] { 60, 14, 0 })
        {
            GoTo(until.AddDays(-left));
            await Eventually.Passes(async () => (await Told("EvidenceExpiring")).Where(r => r.GetProperty("OrganisationId").GetGuid() == organisation.Id).Select(r => r.GetProperty("DaysLeft").GetInt32()).ShouldContain(left));
        }
        GoTo(until.AddDays(1));
        await Eventually.Passes(async () => (await _service.Evidence(organisation, evidence)).Text("state").ShouldBe("expired"));
        (await Told("EvidenceExpiring")).Select(r => r.GetProperty("DaysLeft").GetInt32()).ShouldBe([60, 14, 0]);
    }

    [Fact]
    public async Task Nobody_is_reminded_of_what_a_new_version_is_waiting_to_replace_and_what_was_missed_happens_late()
    {
        var (organisation, _, evidence, until) = await Verified();
        GoTo(until.AddDays(-90));
        await _service.As(organisation.Editor).PostAsync($"/api/evidence/{evidence}/versions", PledgeFixture.Form(link: "https://www.example.org/new", introducedOn: PledgeFixture.Date(_clock.Today()))).Answers_with(HttpStatusCode.Created);
        GoTo(until.AddDays(10));   // nobody looked in between
        await Eventually.Passes(async () => (await _service.Evidence(organisation, evidence)).Text("state").ShouldBe("expired"));
        (await Told("EvidenceExpiring")).ShouldBeEmpty();
        (await _service.Duties(organisation.Id))["embed"].ShouldBe("evidenced");
    }

    [Fact]
    public async Task A_partnership_may_set_other_times()
    {
        await using var strict = new Strict();
        await strict.InitializeAsync();
        var (organisation, today) = (await strict.SignedOrganisation(), PledgeFixture.Today);
        var evidence = await strict.Submitted(organisation, await strict.MadePledge(organisation), PledgeFixture.Form(link: "https://www.example.org/", introducedOn: PledgeFixture.Date(today), kind: "survey"));
        evidence.Text("validUntil").ShouldBe(PledgeFixture.Date(today.AddMonths(6).AddDays(-1)));
    }

    private sealed class Strict : PledgeFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [.. base.Settings, new("Evidence:Validity:survey", "6")];
    }
}
