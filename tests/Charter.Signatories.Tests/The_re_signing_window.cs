using System.Net;
using System.Text.Json;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

/// <summary>Two replicas of the service on one database, with one clock that the test moves.</summary>
public sealed class The_re_signing_window : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private ClockedFixture _service = null!, _replica = null!;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _database = await Servers.NewDatabase("signatory");
        (_service, _replica) = (new(_clock, _database), new(_clock, _database));
        await Task.WhenAll(_service.InitializeAsync().AsTask(), _replica.InitializeAsync().AsTask());
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _replica.DisposeAsync();
        await Servers.DropDatabase(_database);
    }

    // The database that the fixture would have made for itself is not the one that it uses.
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

    /// <summary>Events of this type about the organisation; those that are ahead of real time wait in the outbox.</summary>
    private async Task<IReadOnlyList<JsonElement>> Told(string type, Guid organisation) =>
        [.. (await Sql($"select payload::text from outbox where type = '{type}' and payload ->> 'OrganisationId' = '{organisation}' order by id")).Select(p => JsonSerializer.Deserialize<JsonElement>(p))];

    private Task<IReadOnlyList<string>> History(Guid organisation) => Sql($"select kind || ' ' || occurred_on from history_entry where organisation_id = '{organisation}' order by occurred_at, id");

    private async Task ShowsResignBy(Guid organisation, DateOnly? day) => await Eventually.Passes(async () => (await _service.Shown(organisation)).Text("resignBy").ShouldBe(day?.Iso()));

    [Fact]
    public async Task The_signature_before_holds_until_its_last_day_and_lapses_when_the_next_begins()
    {
        var charter = await _service.CharterWith(null);
        var (id, signatory, signature) = await _service.Signed(charter);
        var signedOn = _service.Today;
        var from = new DateOnly(_service.Today.Year + 1, 6, 1);   // summer time: a local day begins while it is still yesterday in UTC
        await _service.Supersede(charter, new { resigningDays = 10, reminderDays = Array.Empty<int>() }, from);
        (await _service.Shown(id)).Text("resignBy").ShouldBeNull();

        _service.GoTo(from);
        await ShowsResignBy(id, from.AddDays(10));
        (await _service.Shown(id)).Text("status").ShouldBe("in-force");
        (await Sql($"select status from register_period where organisation_id = '{id}' and until_on is null")).ShouldBe(["in-force"]);

        _service.GoTo(from.AddDays(11), TimeSpan.FromMinutes(-5));
        await Eventually.Passes(async () => (await Sql($"select due_on from signature where id = '{signature}'")).Single().ShouldNotBeEmpty());
        (await _service.Shown(id)).Text("status").ShouldBe("in-force");
        _service.GoTo(from.AddDays(11), TimeSpan.FromSeconds(1));
        await Eventually.Passes(async () => (await _service.Shown(id)).Text("status").ShouldBe("lapsed"));

        var shown = await _service.Shown(id);
        (shown.Text("endedOn"), shown.Text("resignBy")).ShouldBe((from.AddDays(11).Iso(), null));
        (await History(id)).ShouldBe([$"signed {signedOn.Iso()}", $"lapsed {from.AddDays(11).Iso()}"]);
        var told = (await Told(nameof(SignatureLapsed), id)).Single();
        (told.Id("SignatureId"), told.Text("LapsedOn")).ShouldBe((signature, from.AddDays(11).Iso()));
        (await Sql($"select from_on, status from register_period where organisation_id = '{id}' order by from_on desc limit 1")).Single().ShouldEndWith("|lapsed");
        var missed = (await Told(nameof(ResigningMissed), id)).Single();
        (missed.Id("SignatureId"), missed.GetProperty("Version").GetInt32(), missed.Text("LapsedOn")).ShouldBe((signature, 2, from.AddDays(11).Iso()));
        await _service.Withdraw(signatory, signature).Is_refused(HttpStatusCode.Conflict, "signature-ended");
    }

    [Fact]
    public async Task Who_signs_in_time_goes_on_without_a_gap()
    {
        var charter = await _service.CharterWith(null);
        var (id, signatory, _) = await _service.Signed(charter);
        var (idle, _, _) = await _service.Signed(charter);
        var from = _service.Today;
        var newer = await _service.Supersede(charter, new { resigningDays = 5 });
        _service.GoTo(from.AddDays(5), TimeSpan.FromHours(23));
        await ShowsResignBy(id, from.AddDays(5));
        (await _service.Sign(signatory, id, newer).Answers_with(HttpStatusCode.Created)).Text("kind").ShouldBe("re-signed");
        _service.GoTo(from.AddDays(30));
        await Eventually.Passes(async () => (await _service.Shown(idle)).Text("status").ShouldBe("lapsed"));
        var shown = await _service.Shown(id);
        (shown.Text("status"), shown.Text("resignBy"), shown.GetProperty("version").GetInt32()).ShouldBe(("in-force", null, 2));
        shown.GetProperty("periods").GetArrayLength().ShouldBe(1);
        (await Told(nameof(SignatureLapsed), id)).ShouldBeEmpty();
        (await Sql($"select end_reason from signature where organisation_id = '{id}' and charter_version = 1")).ShouldBe(["superseded"]);
    }

    [Fact]
    public async Task Its_people_are_reminded_on_the_days_that_the_charter_names_once_each()
    {
        var charter = await _service.CharterWith(null);
        var (id, _, signature) = await _service.Signed(charter);
        var from = _service.Today;
        await _service.Supersede(charter, new { resigningDays = 60, reminderDays = new[] { 30, 7, 0 } });
        foreach (var (day, left) in new[] { (29, new int[0]), (30, [30]), (31, [30]), (53, [30, 7]), (59, [30, 7]), (60, [30, 7, 0]) })
        {
            _service.GoTo(from.AddDays(day));
            await Eventually.Passes(async () => (await Told(nameof(ResigningDue), id)).Select(e => e.GetProperty("DaysLeft").GetInt32()).ShouldBe(left, $"on day {day}"));
        }
        var last = (await Told(nameof(ResigningDue), id))[^1];
        (last.Id("SignatureId"), last.GetProperty("Version").GetInt32(), last.Text("ResignBy")).ShouldBe((signature, 2, from.AddDays(60).Iso()));
    }

    [Fact]
    public async Task What_was_missed_while_nothing_ran_is_made_up_for_once_and_nothing_is_dated_back()
    {
        var charter = await _service.CharterWith(null);
        var (late, _, _) = await _service.Signed(charter);
        var from = _service.Today;
        await _service.Supersede(charter, new { resigningDays = 60, reminderDays = new[] { 30, 20 } });
        _service.GoTo(from.AddDays(45));   // nobody was asked on the day itself, nor reminded on two others
        await ShowsResignBy(late, from.AddDays(60));
        await Eventually.Passes(async () => (await Told(nameof(ResigningDue), late)).Single().GetProperty("DaysLeft").GetInt32().ShouldBe(15));

        _service.GoTo(from.AddDays(70));   // ten days late
        await Eventually.Passes(async () => (await _service.Shown(late)).Text("status").ShouldBe("lapsed"));
        (await History(late))[^1].ShouldBe($"lapsed {from.AddDays(70).Iso()}");
        (await Sql($"select facts from history_entry where organisation_id = '{late}' and kind = 'lapsed'")).Single().ShouldContain($"\"resignBy\":\"{from.AddDays(60).Iso()}\"");
        (await Sql($"select from_on from register_period where organisation_id = '{late}' and status = 'lapsed'")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_was_not_asked_while_there_was_time_has_the_whole_window_from_the_day_on_which_they_are()
    {
        var charter = await _service.CharterWith(null);
        var (id, _, _) = await _service.Signed(charter);
        var from = _service.Today;
        await _service.Supersede(charter, new { resigningDays = 60, reminderDays = new[] { 30 } });
        _service.GoTo(from.AddDays(200));   // as after an upgrade from before there was such a rule
        await ShowsResignBy(id, from.AddDays(260));
        (await _service.Shown(id)).Text("status").ShouldBe("in-force");
        _service.GoTo(from.AddDays(231));
        await Eventually.Passes(async () => (await Told(nameof(ResigningDue), id)).Single().GetProperty("DaysLeft").GetInt32().ShouldBe(29));
        _service.GoTo(from.AddDays(261));
        await Eventually.Passes(async () => (await _service.Shown(id)).Text("status").ShouldBe("lapsed"));
    }

    [Fact]
    public async Task However_many_there_are_two_replicas_at_once_do_everything_once()
    {
        const int many = 230;
        var charter = await _service.CharterWith(null);
        var (id, _, _) = await _service.Signed(charter);
        await Sql($"""
            insert into organisation (id, version, name, sector, kind, size_band, places, status, registered_by, registered_at, confirmed_by, confirmed_at)
            select gen_random_uuid(), 2, 'Many ' || i, 'faith', 'neither', 'small', array['E08000001'], 'confirmed', gen_random_uuid(), now(), gen_random_uuid(), now() from generate_series(1, {many}) i;
            insert into signature (id, charter_id, charter_version, content_hash, organisation_id, signed_by, signatory_name, signatory_role, signatory_email, consents_to_publish, signed_at, signed_on)
            select gen_random_uuid(), '{charter.Charter}', 1, '', id, gen_random_uuid(), '', '', '', false, now(), now() from organisation where name like 'Many %';
            insert into register_entry (organisation_id, name, sort_name, sector, kind, size_band, places, search_text, signature_id, charter_id, charter_version, signed_on, mark, award_version)
            select o.id, o.name, lower(o.name), o.sector, o.kind, o.size_band, o.places, '', s.id, s.charter_id, 1, signed_on, '', 0 from organisation o join signature s on s.organisation_id = o.id where name like 'Many %'
            """);
        var from = _service.Today;
        await _service.Supersede(charter, new { resigningDays = 20, reminderDays = new[] { 5 } });
        _service.GoTo(from.AddDays(15));
        await Eventually.Passes(async () => (await Sql("select count(*), count(distinct payload ->> 'SignatureId') from outbox where type = 'ResigningDue'")).ShouldBe([$"{many + 1}|{many + 1}"]), seconds: 60);
        _service.GoTo(from.AddDays(21));
        await Eventually.Passes(async () => (await Sql("select count(*) from register_entry where status = 'lapsed'")).ShouldBe([$"{many + 1}"]), seconds: 60);
        (await Sql("select count(*), count(distinct payload ->> 'SignatureId') from outbox where type = 'SignatureLapsed'")).ShouldBe([$"{many + 1}|{many + 1}"]);
        (await Sql("select count(*) from history_entry where kind = 'lapsed'")).ShouldBe([$"{many + 1}"]);
        (await Sql("select status, sum(entries) from register_counted where place = '' group by status having sum(entries) <> 0")).ShouldBe([$"lapsed|{many + 1}"]);
        (await History(id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_organisation_that_has_done_its_part_does_not_lapse_while_a_registrar_takes_time()
    {
        var charter = await _service.CharterWith(null);
        var (id, signatory, _) = await _service.Signed(charter);
        var from = _service.Today;
        var newer = await _service.Supersede(charter, new { resigningDays = 5, countersigned = true });
        var open = (await _service.Sign(signatory, id, newer).Answers_with(HttpStatusCode.Accepted)).Id();
        _service.GoTo(from.AddDays(1));
        await ShowsResignBy(id, from.AddDays(5));
        _service.GoTo(from.AddDays(9));
        await Eventually.Passes(async () => (await Sql($"select due_on = '{from.AddDays(10).Iso()}' from signature where organisation_id = '{id}'")).ShouldBe(["True"]));
        (await _service.Shown(id)).Text("status").ShouldBe("in-force");
        (await _service.As(_service.Registrar).Posts($"/api/signatures/open/{open}/countersignature", "").Answers_with(HttpStatusCode.Created)).Text("kind").ShouldBe("re-signed");
        (await _service.Shown(id)).GetProperty("periods").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_later_version_does_not_prolong_the_window_and_is_the_one_to_be_signed()
    {
        var charter = await _service.CharterWith(null);
        var (id, signatory, _) = await _service.Signed(charter);
        var from = _service.Today;
        var second = await _service.Supersede(charter, new { resigningDays = 20 });
        await _service.Supersede(second, new { resigningDays = 90 }, from.AddDays(10));
        _service.GoTo(from.AddDays(12));
        await ShowsResignBy(id, from.AddDays(20));
        await _service.Sign(signatory, id, second).Is_refused(HttpStatusCode.Conflict, "charter-version-superseded");
        _service.GoTo(from.AddDays(21));
        await Eventually.Passes(async () => (await _service.Shown(id)).Text("status").ShouldBe("lapsed"));
    }
}
