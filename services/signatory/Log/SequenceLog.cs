using System.Data.Common;
using System.Diagnostics.Metrics;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using OpenTelemetry;

namespace Charter.Signatories.Log;

/// <summary>
/// Gives the entries that wait their places in the log, in the order in which they were recorded. One replica does so at a time, so that changes need not
/// wait for each other; woken by every commit, and each second for those of replicas that died. An entry is in the log well within a second as a rule:
/// the maximum merge delay (RFC 6962, section 3) that the partnership promises is a minute while the service runs.
/// </summary>
internal sealed class SequenceLog(NpgsqlDataSource database, LogSignal signal, TimeProvider time, ILogger<SequenceLog> log) : BackgroundService
{
    public const int BatchSize = 1000;
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);   // so that many changes a second share a transaction

    private static readonly Counter<long> Sequenced = Telemetry.Meter.CreateCounter<long>("charter.log.entries", "{entry}", "Entries of the history that were given their place in the log");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SequenceBatch(stoppingToken) == BatchSize) { }
                await signal.Wait(LookAnyway, stoppingToken);
                await Task.Delay(Gather, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)   // whatever it is: what ends here would end the host
            {
                log.LogWarning("The history does not come into the log ({Reason}); trying again", e.Message);
                await Task.Delay(LookAnyway, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Returns how many entries it gave their places.</summary>
    public async Task<int> SequenceBatch(CancellationToken stop)
    {
        using var quiet = SuppressInstrumentationScope.Begin();   // polling is not worth a span
        await using var connection = await database.OpenConnectionAsync(stop);
        if (!await AnythingWaits(connection, stop))
            return 0;
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await Run(connection, "select pg_advisory_xact_lock(hashtext('log'))", stop);
        var entries = await Read(connection, $"select w.id, h.id, h.facts from log_waiting w join history_entry h on h.id = w.history_entry_id order by w.id limit {BatchSize}",
            row => (Waiting: row.GetInt64(0), Id: row.GetGuid(1), Facts: row.GetString(2)), stop);
        if (entries.Count == 0)
            return 0;
        var first = (await Read(connection, "select coalesce(max(index) + 1, 0) from log_leaf", row => row.GetInt64(0), stop))[0];
        var edge = await Edge(connection, first, stop);
        var leaves = entries.ConvertAll(e => MerkleTree.LeafHash(e.Facts));
        var nodes = Grow(edge, first, leaves);

        await Run(connection, "insert into log_leaf (index, history_entry_id, leaf_hash) select * from unnest($1::bigint[], $2::uuid[], $3::bytea[])", stop,
            entries.Select((_, i) => first + i).ToArray(), entries.ConvertAll(e => e.Id).ToArray(), leaves.ToArray());
        await Run(connection, "insert into log_node (level, index, hash) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])", stop,
            nodes.Select(n => (short)n.At.Level).ToArray(), nodes.Select(n => n.At.Index).ToArray(), nodes.Select(n => n.Hash).ToArray());
        await Run(connection, "delete from log_waiting where id = any($1)", stop, entries.ConvertAll(e => e.Waiting).ToArray());
        await transaction.CommitAsync(stop);
        Sequenced.Add(entries.Count);
        return entries.Count;
    }

    /// <summary>Adds the leaves to a tree with this right edge; returns the subtrees that they complete.</summary>
    internal static List<(Subtree At, byte[] Hash)> Grow(Stack<(Subtree At, byte[] Hash)> edge, long first, IReadOnlyList<byte[]> leaves)
    {
        var completed = new List<(Subtree, byte[])>();
        for (var i = 0; i < leaves.Count; i++)
        {
            var (at, hash) = (new Subtree(0, first + i), leaves[i]);
            while (edge.TryPeek(out var left) && left.At.Level == at.Level)
            {
                (at, hash) = (at.Parent, MerkleTree.NodeHash(edge.Pop().Hash, hash));
                completed.Add((at, hash));
            }
            edge.Push((at, hash));
        }
        return completed;
    }

    private static async Task<Stack<(Subtree, byte[])>> Edge(NpgsqlConnection connection, long size, CancellationToken stop)
    {
        var edge = new Leaves(0, size).Subtrees().ToArray();
        var kept = await Read(connection, """
            select level, index, hash from log_node join unnest($1::smallint[], $2::bigint[]) as edge(level, index) using (level, index)
            union all select 0::smallint, index, leaf_hash from log_leaf where index = $3
            """, row => (At: new Subtree(row.GetInt16(0), row.GetInt64(1)), Hash: row.GetFieldValue<byte[]>(2)), stop,
            edge.Select(s => (short)s.Level).ToArray(), edge.Select(s => s.Index).ToArray(), edge is [.., { Level: 0 } last] ? last.Index : -1);
        return new(kept.OrderByDescending(k => k.At.Level));
    }

    private static async Task<bool> AnythingWaits(NpgsqlConnection connection, CancellationToken stop) =>
        (await Read(connection, "select exists (select from log_waiting)", row => row.GetBoolean(0), stop))[0];

    private static async Task Run(NpgsqlConnection connection, string statement, CancellationToken stop, params object[] values)
    {
        await using var command = Command(connection, statement, values);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task<List<T>> Read<T>(NpgsqlConnection connection, string statement, Func<NpgsqlDataReader, T> read, CancellationToken stop, params object[] values)
    {
        await using var command = Command(connection, statement, values);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var all = new List<T>();
        while (await rows.ReadAsync(stop))
            all.Add(read(rows));
        return all;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string statement, object[] values)
    {
        var command = new NpgsqlCommand(statement, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}

/// <summary>Wakes the sequencer of this process when something was committed.</summary>
internal sealed class LogSignal
{
    private readonly SemaphoreSlim _wake = new(0, 1);

    public Task<bool> Wait(TimeSpan atMost, CancellationToken stop) => _wake.WaitAsync(atMost, stop);

    public IInterceptor[] Interceptors => [new OnSave(this), new OnCommit(this)];

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // already awake
        }
    }

    private sealed class OnSave(LogSignal signal) : SaveChangesInterceptor
    {
        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData data, int result, CancellationToken cancellationToken = default)
        {
            if (data.Context?.Database.CurrentTransaction is null)
                signal.Wake();
            return ValueTask.FromResult(result);
        }
    }

    private sealed class OnCommit(LogSignal signal) : DbTransactionInterceptor
    {
        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData data, CancellationToken cancellationToken = default)
        {
            signal.Wake();
            return Task.CompletedTask;
        }
    }
}
