using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Tests;

/// <summary>Against a real daemon, with a signature of our own.</summary>
public sealed class Scanning_for_viruses : IAsyncLifetime
{
    private readonly Clamd _clamd = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("charter-evidence-");
    private string _database = "";
    private Scanned _service = null!;

    /// <summary>A replica of the service that asks the daemon.</summary>
    private sealed class Scanned(string scanner, string database) : PledgeFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
            [.. base.Settings, new("Evidence:Scanner", scanner), new("Evidence:ScanEvery", "00:00:00.2"), new("ConnectionStrings:Database", database)];
    }

    private Scanned Replica(string? scanner = null) => new(scanner ?? _clamd.Address, _database) { Folder = _folder.FullName };

    public async ValueTask InitializeAsync()
    {
        _database = await Servers.NewDatabase("pledge");
        _service = Replica();
        await Task.WhenAll(_clamd.Start(), _service.InitializeAsync().AsTask());
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _clamd.Dispose();
        await Servers.DropDatabase(_database);
    }

    private static async Task Becomes(PledgeFixture service, Organisation of, Guid evidence, string state) =>
        await Eventually.Passes(async () => (await service.Evidence(of, evidence)).Text("state").ShouldBe(state), seconds: 60);

    // The daemon writes it down when it has answered.
    private Task HasScanned(int times, int before) => Eventually.Passes(() =>
    {
        (_clamd.Scans - before).ShouldBe(times);
        return Task.CompletedTask;
    });

    private async Task<string?> Sql(string statement)
    {
        await using var database = Npgsql.NpgsqlDataSource.Create(_database);
        await using var command = database.CreateCommand(statement);
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    private static string ScanOf(JsonElement evidence, int file = 0) => PledgeFixture.Items(evidence, "files")[file].Text("scan")!;

    [Fact]
    public async Task What_is_clean_waits_for_a_reviewer_and_only_then_is_announced_and_moves_duties()
    {
        var organisation = await _service.SignedOrganisation();
        var pledge = await _service.MadePledge(organisation);
        var content = Clamd.Clean();
        var evidence = await _service.Submitted(organisation, pledge, PledgeFixture.Form(content).With(Clamd.Clean(), "more.txt"));
        evidence.Text("state").ShouldBe("scanning");
        ScanOf(evidence).ShouldBe("waiting");

        await Becomes(_service, organisation, evidence.Id(), "submitted");
        ScanOf(await _service.Evidence(organisation, evidence.Id()), 1).ShouldBe("clean");
        (await _service.Published<EvidenceSubmitted>(e => e.Evidence.EvidenceId == evidence.Id())).Evidence.Version.ShouldBe(2);
        (await _service.Duties(organisation.Id))["embed"].ShouldBe("evidenced");
        (await (await _service.As(_service.Reviewer).GetAsync($"/api/evidence/{evidence.Id()}/files/1")).Content.ReadAsByteArrayAsync()).ShouldBe(content);
    }

    [Fact]
    public async Task What_something_is_found_in_is_refused_and_gone()
    {
        var organisation = await _service.SignedOrganisation();
        var pledge = await _service.MadePledge(organisation);
        var (infected, clean) = (Clamd.Infected(), Clamd.Clean());
        var evidence = (await _service.Submitted(organisation, pledge, PledgeFixture.Form(clean, "minutes.txt").With(infected, "secret-name.txt"))).Id();
        await Becomes(_service, organisation, evidence, "refused");

        await Eventually.Passes(() =>
        {
            File.Exists(_service.PlaceOf(infected)).ShouldBeFalse();
            return Task.CompletedTask;
        });
        var told = await _service.Published<EvidenceRefused>(e => e.Evidence.EvidenceId == evidence);
        told.SubmittedBy.ShouldBe(organisation.Editor.Subject);
        JsonSerializer.Serialize(told).ShouldNotContain("secret-name");
        var noted = await _service.Published<ActionTaken>(a => a.ActorKind == ActorKinds.System && a.ActedOn.Any(s => s.Id == evidence));
        noted.OrganisationId.ShouldBe(organisation.Id);
        JsonSerializer.Serialize(noted).ShouldNotContain("secret-name");

        foreach (var file in new[] { 1, 2 })   // what is clean came with it, so nobody gets that either
            await _service.As(organisation.Editor).GetAsync($"/api/evidence/{evidence}/files/{file}").Is_refused(HttpStatusCode.Conflict, "evidence-refused");
        await _service.Review(evidence, _service.Reviewer).Is_refused(HttpStatusCode.Conflict, "evidence-refused");
        (await _service.Duties(organisation.Id))["embed"].ShouldBe("in-place");
        _service.AllPublished<EvidenceSubmitted>(e => e.Evidence.EvidenceId == evidence).ShouldBeEmpty();

        var again = (await _service.Submitted(organisation, pledge, PledgeFixture.Form(infected, "other-name.txt"))).Id();
        await Becomes(_service, organisation, again, "refused");
        var better = (await _service.As(organisation.Editor).PostAsync($"/api/evidence/{evidence}/versions", PledgeFixture.Form(Clamd.Clean())).Answers_with(HttpStatusCode.Created)).Id();
        await Becomes(_service, organisation, better, "submitted");
    }

    [Fact]
    public async Task While_the_daemon_is_away_files_stay_in_quarantine_through_a_restart_and_are_scanned_once_it_is_back()
    {
        await _clamd.Stop();
        var organisation = await _service.SignedOrganisation();
        var pledge = await _service.MadePledge(organisation);
        var evidence = (await _service.Submitted(organisation, pledge, PledgeFixture.Form(Clamd.Clean()))).Id();
        await Eventually.Passes(async () => (await _service.Sql("select 1")).Count.ShouldBe(1));

        await _service.As(organisation.Editor).GetAsync($"/api/evidence/{evidence}/file").Is_refused(HttpStatusCode.Conflict, "evidence-in-quarantine");
        await _service.As(_service.Reviewer).GetAsync($"/api/evidence/{evidence}/file").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await _service.As(_service.Reviewer).GetAsync($"/api/evidence/{evidence}").Is_refused(HttpStatusCode.Forbidden, "forbidden");
        await _service.Review(evidence, _service.Reviewer).Is_refused(HttpStatusCode.Conflict, "evidence-in-quarantine");
        PledgeFixture.Items(await _service.As(_service.Reviewer).GetAsync("/api/evidence").Answers_with(HttpStatusCode.OK)).ShouldNotContain(e => e.Id() == evidence);
        PledgeFixture.Items(await _service.As(Person.With()).GetAsync($"/api/pledges/{pledge}").Answers_with(HttpStatusCode.OK), "evidence").ShouldBeEmpty();
        (await _service.Duties(organisation.Id))["embed"].ShouldBe("in-place");

        await using var restarted = Replica(_clamd.SocketAddress);
        await restarted.InitializeAsync();
        (await restarted.Evidence(organisation, evidence)).Text("state").ShouldBe("scanning");
        await _clamd.Start();
        await Becomes(restarted, organisation, evidence, "submitted");
    }

    [Fact]
    public async Task With_several_replicas_each_content_is_scanned_once_and_each_item_is_announced_once()
    {
        await using var replica = Replica();
        await replica.InitializeAsync();
        var organisation = await _service.SignedOrganisation();
        var pledge = await _service.MadePledge(organisation);
        var before = _clamd.Scans;
        var shared = Clamd.Clean();
        var items = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            (await (i % 2 == 0 ? _service : replica).As(organisation.Editor).PostAsync($"/api/pledges/{pledge}/evidence", PledgeFixture.Form(shared, "minutes.txt").With(Clamd.Clean(), "more.txt")).Answers_with(HttpStatusCode.Created)).Id()));
        foreach (var item in items)
            await Becomes(_service, organisation, item, "submitted");

        await HasScanned(9, before);
        await Eventually.Passes(() =>
        {
            foreach (var item in items)
                // Each of the two publishes at least once, and a second time the same.
                new[] { _service, replica }.SelectMany(r => r.AllPublished<EvidenceSubmitted>(e => e.Evidence.EvidenceId == item)).Select(e => e.OccurredAt).Distinct().Count().ShouldBe(1);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task What_was_clean_is_looked_at_again_after_a_while_and_refused_when_a_better_signature_finds_something()
    {
        var organisation = await _service.SignedOrganisation();
        var pledge = await _service.MadePledge(organisation);
        var kept = (await _service.Submitted(organisation, pledge, PledgeFixture.Form(Clamd.Clean()))).Id();
        await Becomes(_service, organisation, kept, "submitted");
        await _clamd.Stop();
        await using var without = new Scanned("", _database) { Folder = _folder.FullName };
        await without.InitializeAsync();
        var found = (await without.Submitted(organisation, pledge, PledgeFixture.Form(Clamd.Infected()))).Id();
        // As if the daemon had not known the signature at the time.
        await Sql("update stored_file set scan = 'clean', scan_after = now(), scanned_at = now() - interval '29 days' where scan = 'not-scanned'");
        await _clamd.Start();
        var before = _clamd.Scans;
        await Sql("update stored_file set scanned_at = now() - interval '31 days' where scan = 'clean'");
        await Becomes(_service, organisation, found, "refused");
        await Eventually.Passes(async () => (await Sql("select count(*)::text from stored_file where scan = 'clean' and scanned_at > now() - interval '1 day'")).ShouldBe("1"), seconds: 60);
        (await _service.Evidence(organisation, kept)).Text("state").ShouldBe("submitted");
        await HasScanned(2, before);
    }

    [Fact]
    public async Task What_was_taken_without_a_scanner_is_looked_at_once_there_is_one()
    {
        await using var without = new Scanned("", _database) { Folder = _folder.FullName };
        await without.InitializeAsync();
        var organisation = await without.SignedOrganisation();
        var pledge = await without.MadePledge(organisation);
        (await without.As(organisation.Editor).GetAsync("/api/evidence/rules").Answers_with(HttpStatusCode.OK)).GetProperty("filesAreScanned").GetBoolean().ShouldBeFalse();
        (await _service.As(organisation.Editor).GetAsync("/api/evidence/rules").Answers_with(HttpStatusCode.OK)).GetProperty("filesAreScanned").GetBoolean().ShouldBeTrue();

        var evidence = await without.Submitted(organisation, pledge, PledgeFixture.Form(Clamd.Infected()));
        evidence.Text("state").ShouldBe("submitted");
        ScanOf(evidence).ShouldBe("not-scanned");
        await Becomes(without, organisation, evidence.Id(), "refused");
        (await without.Duties(organisation.Id))["embed"].ShouldBe("in-place");
        var fell = await _service.Published<DutyFellBack>(e => e.EvidenceId == evidence.Id() && e.Duty.Code == "embed");
        fell.Reason.ShouldBe("evidence-refused");
        fell.Duty.Revision.ShouldBe(1);
    }
}
