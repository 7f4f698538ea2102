using System.Data.Common;
using System.Net;
using System.Text;
using Charter.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Charter.Pledges.Tests;

/// <summary>Two hosts keep the figures of one database, and whoever works them out may be cut off in the middle.</summary>
public sealed class Evaluation_with_several_hosts : IAsyncLifetime
{
    private const string Multiplier = "local-multiplier";
    private string _database = "";
    private Replica _one = null!, _other = null!;

    private sealed class Replica(string database) : PledgeFixture
    {
        public Watch Watch { get; } = new();

        protected override IEnumerable<KeyValuePair<string, string>> Settings => [.. base.Settings, new("ConnectionStrings:Database", database), new("Measures:Every", "00:00:00.2")];

        protected override void Replace(IServiceCollection services) => services.ConfigureDbContext<PledgeDb>(o => o.AddInterceptors(Watch));
    }

    /// <summary>Sees how often a host wanted to begin, and lets one statement of it fail.</summary>
    private sealed class Watch : DbCommandInterceptor
    {
        private int _tries;
        private string? _trouble;

        public int Tries => Volatile.Read(ref _tries);
        public string? Trouble { get => Volatile.Read(ref _trouble); set => Volatile.Write(ref _trouble, value); }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData e, InterceptionResult<DbDataReader> result, CancellationToken cancel = default)
        {
            if (command.CommandText.Contains("pg_try_advisory_xact_lock(hashtextextended('measures'", StringComparison.Ordinal))
                Interlocked.Increment(ref _tries);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData e, InterceptionResult<int> result, CancellationToken cancel = default)
        {
            if (Trouble is { } trouble && command.CommandText.Contains(trouble, StringComparison.Ordinal) && Interlocked.CompareExchange(ref _trouble, null, trouble) == trouble)
                throw new InvalidOperationException("trouble");
            return ValueTask.FromResult(result);
        }
    }

    /// <summary>Keeps something until it is let go.</summary>
    private sealed class Hold(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        private bool _isOver;

        public async ValueTask DisposeAsync()
        {
            if (_isOver)
                return;
            _isOver = true;
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    public async ValueTask InitializeAsync()
    {
        _database = await Servers.NewDatabase("pledge");
        (_one, _other) = (new(_database), new(_database));
        await _one.InitializeAsync();
        await _other.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await Servers.DropDatabase(_database);
    }

    private async Task<IReadOnlyList<string>> Sql(string statement)
    {
        await using var database = NpgsqlDataSource.Create(_database);
        await using var command = database.CreateCommand(statement);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetValue(i)}")));
        return rows;
    }

    private async Task<Hold> Holds(string statement)
    {
        var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
        return new(connection, transaction);
    }

    private Task<IReadOnlyList<string>> WaitingNow(string table) =>
        Sql($"select distinct pid from pg_locks where database = (select oid from pg_database where datname = current_database()) and relation = '{table}'::regclass and not granted");

    /// <summary>Who waits for the table, once somebody does.</summary>
    private async Task<IReadOnlyList<string>> Waiting(string table)
    {
        IReadOnlyList<string> found = [];
        await Eventually.Passes(async () => (found = await WaitingNow(table)).ShouldNotBeEmpty(), seconds: 120);
        return found;
    }

    private async Task End(IReadOnlyList<string> connections)
    {
        foreach (var pid in connections)
            (await Sql($"select pg_terminate_backend({pid})")).ShouldBe(["True"]);
    }

    private static Task Pays(Replica at, Organisation by, decimal amount, string day) => at.As(by.Editor).Imports_spend(by.Id, FormattableString.Invariant($"Supplier,Amount,Date\nNear Sample,{amount:0.00},{day}\n"));

    /// <summary>What was paid to suppliers of whom nobody knows where they are; all that waited has been taken in, and the sums add up.</summary>
    private async Task Shows(Guid charter, decimal amount, long payments)
    {
        await _one.Shows(charter, Multiplier, m => m.Part("where", "unknown").ShouldBe((amount, payments)));
        await Eventually.Passes(async () => (await Sql("select count(*) from measure_mark")).ShouldBe(["0"]));
        (await _one.Evaluation(charter)).Measure(Multiplier).Part("where", "unknown").ShouldBe((amount, payments));
        await EvaluationGivens.Adds_up(Sql, charter);
    }

    private async Task Recalculates() => await _one.Registrar().PostAsync("/api/evaluation/recalculation", null).Answers_with(HttpStatusCode.Accepted);

    private Task IsDone() => Eventually.Passes(async () => (await _one.Registrar().Gets("/api/evaluation/recalculation")).Text("state").ShouldBe("done"), seconds: 180);

    /// <summary>Figures are read and written as a whole: two at once would each leave out what the other has just added.</summary>
    [Fact]
    public async Task What_comes_while_one_host_works_figures_out_waits_until_it_is_done()
    {
        var charter = await _one.NewCharter();
        var (first, second) = (await _one.Signs(charter), await _one.Signs(charter));
        await Pays(_one, first, 100, "01/02/2026");
        await Pays(_other, second, 200, "01/02/2026");
        await Shows(charter, 300, 2);
        await using (await Holds("lock table measure_figure in share mode"))
        {
            await Pays(_one, first, 10, "01/03/2026");
            await Waiting("measure_figure");
            await Pays(_other, second, 20, "01/04/2026");
            // The other has come by twice since: it left what there is alone, or stands there too.
            var (a, b) = (_one.Watch.Tries, _other.Watch.Tries);
            await Eventually.Passes(async () => (_one.Watch.Tries >= a + 2 || _other.Watch.Tries >= b + 2
                || (await WaitingNow("measure_figure")).Count > 1).ShouldBeTrue());
        }
        await Shows(charter, 330, 4);
    }

    [Fact]
    public async Task Two_hosts_that_are_given_work_all_the_time_count_everything_once()
    {
        var charter = await _one.NewCharter();
        var all = new List<Organisation>();
        for (var i = 0; i < 4; i++)
            all.Add(await _one.Signs(charter));
        await Task.WhenAll(all.Index().Select(async o =>
        {
            for (var n = 0; n < 5; n++)
                await Pays((o.Index + n) % 2 == 0 ? _one : _other, o.Item, 100 * o.Index + n + 1, $"0{n + 1}/02/2026");
        }));
        await Shows(charter, 3060, 20);
    }

    [Fact]
    public async Task Who_is_cut_off_in_the_middle_leaves_everything_as_it_was_and_the_next_does_it_all()
    {
        var charter = await _one.NewCharter();
        var by = await _one.Signs(charter);
        await Pays(_one, by, 100, "01/02/2026");
        await Shows(charter, 100, 1);
        foreach (var (table, day, amount) in new[] { ("measure_part", "01/03/2026", 10m), ("measure_sum", "01/04/2026", 20m), ("measure_figure", "01/05/2026", 30m) })
            await using (await Holds($"lock table {table} in share mode"))
            {
                await Pays(_other, by, amount, day);
                await End(await Waiting(table));
            }
        await Shows(charter, 160, 4);
    }

    [Fact]
    public async Task What_goes_wrong_once_in_the_middle_goes_right_the_next_time()
    {
        var charter = await _one.NewCharter();
        var by = await _one.Signs(charter);
        await Pays(_one, by, 100, "01/02/2026");
        await Shows(charter, 100, 1);
        _one.Watch.Trouble = _other.Watch.Trouble = "insert into measure_sum";
        await Pays(_other, by, 10, "01/03/2026");
        await Shows(charter, 110, 2);
        (_one.Watch.Trouble is null || _other.Watch.Trouble is null).ShouldBeTrue();   // it did go wrong
    }

    [Fact]
    public async Task A_recalculation_that_is_cut_off_goes_on_and_mends_parts_sums_figures_and_surveys()
    {
        var charter = await _one.NewCharter();
        var by = await _one.Signs(charter);
        await Pays(_one, by, 100, "01/02/2026");
        var round = await _one.OpensRound(charter);
        foreach (var link in await _one.Links(round, by, 5))
            await _one.Answers(link, 4).Answers_with(HttpStatusCode.OK);
        await _one.Closes(round);
        await _one.Shows(charter, "understanding", m => m.Value("value").ShouldBe(4m));
        await Shows(charter, 100, 1);
        await Sql("update measure_part set amount = amount + 1, count = count + 1");
        await Sql("insert into measure_part select organisation_id, charter_id, measure, key, date '2026-05-01', 7, 7 from measure_part where key = 'unknown'");
        await Sql("update measure_sum set amount = amount + 5");
        await Sql("""update measure_figure set content = jsonb_set(content, '{parts}', '[{"key": "unknown", "amount": 9, "count": 9}]') where measure = 'local-multiplier'""");
        await Sql("update measure_figure set content = jsonb_set(content, '{rounds,0,score}', '1') where measure = 'understanding'");
        await using (await Holds("lock table measure_sum in share mode"))
        {
            await using (await Holds("lock table measure_part in share mode"))
            {
                await Recalculates();
                await End(await Waiting("measure_part"));
            }
            await End(await Waiting("measure_sum"));
        }
        await IsDone();
        await Shows(charter, 100, 1);
        var evaluation = await _one.Evaluation(charter);
        (evaluation.Measure("signatories").Value("value"), evaluation.Measure("understanding").Value("value")).ShouldBe((1m, 4m));
    }

    /// <summary>Half a file is nobody's figure: who imports is left as it was, and is worked out when that has ended.</summary>
    [Fact]
    public async Task A_recalculation_leaves_out_who_is_importing_until_that_has_ended()
    {
        var charter = await _one.NewCharter();
        var (by, before, other) = (await _one.Signs(charter), await _one.Signs(charter), await _one.Signs(charter));
        await _one.Deliver(new OrganisationSucceeded(Guid.CreateVersion7(), 1, SuccessionKinds.Merge, before.Id, by.Id, PledgeFixture.Today, "Sample", "business", [], Guid.NewGuid(), DateTimeOffset.UtcNow));
        await Pays(_one, by, 100, "01/02/2026");
        await Pays(_one, other, 10, "01/02/2026");
        await Shows(charter, 110, 2);
        var name = $"waits_{by.Id:n}";
        await Sql($"""
            create function {name}() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(hashtextextended('{name}', 0)); return new; end $$;
            create trigger {name} before insert on spend_line for each row when (new.organisation_id = '{by.Id}' and new.line > 600) execute function {name}();
            """);
        Guid import;
        await using (await Holds($"select pg_advisory_xact_lock(hashtextextended('{name}', 0))"))
        {
            var table = "Supplier,Amount,Date\n" + string.Concat(Enumerable.Repeat("Near Sample,1.00,01/02/2026\n", 700));
            var sent = await _one.As(by.Editor).Sends(by.Id, "spend", Encoding.UTF8.GetBytes(table)).Answers_with(HttpStatusCode.Created);
            import = sent.Id();
            await _one.As(by.Editor).PutAsync($"/api/imports/{import}/mapping", new StringContent(sent.GetProperty("mapping").GetRawText(), Encoding.UTF8, "application/json")).Answers_with(HttpStatusCode.Accepted);
            await Eventually.Passes(async () => (await Sql($"select sum(lines) from spend_month where organisation_id = '{by.Id}'")).ShouldBe(["501"]), seconds: 120);
            // Others go on meanwhile; who stands together with it waits with it.
            await Sql($"update organisation set sector = 'faith' where organisation_id in ('{before.Id}', '{other.Id}')");
            await Recalculates();
            await IsDone();
            await _one.Shows(charter, Multiplier, m => m.Part("where", "unknown").ShouldBe((10m, 1)), "?sector=faith");
            (await _one.Evaluation(charter)).Measure(Multiplier).Part("where", "unknown").ShouldBe((110m, 2));
        }
        await _one.As(by.Editor).Reads(import, "imported");
        await Shows(charter, 810, 702);
    }

    [Fact]
    public async Task An_import_that_brings_nothing_new_is_waited_for_too_and_who_was_left_out_is_not_forgotten()
    {
        var charter = await _one.NewCharter();
        var by = await _one.Signs(charter);
        await Pays(_one, by, 100, "01/02/2026");
        await Shows(charter, 100, 1);
        await Sql("update measure_part set amount = amount + 5");
        Guid import;
        await using (await Holds($"select pg_advisory_xact_lock(hashtextextended('job {by.Id}', 0))"))
        {
            var sent = await _one.As(by.Editor).Sends(by.Id, "spend", "Supplier,Amount,Date\nNear Sample,100.00,01/02/2026\n"u8.ToArray()).Answers_with(HttpStatusCode.Created);
            import = sent.Id();
            await _one.As(by.Editor).PutAsync($"/api/imports/{import}/mapping", new StringContent(sent.GetProperty("mapping").GetRawText(), Encoding.UTF8, "application/json")).Answers_with(HttpStatusCode.Accepted);
            await Recalculates();
            await IsDone();
        }
        (await _one.As(by.Editor).Reads(import, "imported")).Counts().ShouldBe((1, 0, 1, 0, 0));
        await Shows(charter, 100, 1);
    }
}
