using System.Collections.Frozen;
using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Charter.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;

namespace Charter.ServiceDefaults;

/// <summary>An event that is committed but perhaps not yet on the bus.</summary>
public sealed class OutboxMessage
{
    /// <summary>Becomes the message id, by which consumers know a repetition.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();
    /// <summary>Name of the contract.</summary>
    public required string Type { get; init; }
    /// <summary>The event as JSON.</summary>
    public required string Payload { get; init; }
    /// <summary>W3C trace context of the request that caused it.</summary>
    public string? TraceParent { get; init; }
    /// <summary>The only service for which it is meant; null when it is for everybody, as every event is that is not a restatement.</summary>
    public string? Audience { get; init; }
    /// <summary>When it was committed, for the age metric.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>Failed attempts so far.</summary>
    public int Attempts { get; init; }
    /// <summary>Not to be tried before.</summary>
    public DateTimeOffset NextAttemptAt { get; init; }
}

/// <summary>Publishing with the state change: the event is a row in the same transaction.</summary>
public static class Outbox
{
    /// <summary>Header with the audience of a message that is not for everybody.</summary>
    public const string AudienceHeader = "Charter-Audience";

    internal static FrozenDictionary<string, Type> Contracts { get; } = typeof(IEvent).Assembly.GetExportedTypes()
        .Where(t => t.IsAssignableTo(typeof(IEvent)) && !t.IsInterface).ToFrozenDictionary(t => t.Name);

    /// <summary>Adds the event to the context; it goes on the bus after the next SaveChanges has committed.</summary>
    public static void Publish<TEvent>(this DbContext db, TEvent occurred) where TEvent : class, IEvent => db.Add(MessageOf(occurred));

    internal static OutboxMessage MessageOf<TEvent>(TEvent occurred) where TEvent : class, IEvent => new()
    {
        Type = typeof(TEvent).Name,
        Payload = JsonSerializer.Serialize(occurred),
        TraceParent = Activity.Current?.Id,
        CreatedAt = occurred.OccurredAt,
        NextAttemptAt = occurred.OccurredAt,
    };
}

/// <summary>Wakes the relay of this process as soon as a transaction with outbox rows has committed.</summary>
internal sealed class OutboxSignal
{
    private readonly SemaphoreSlim _wake = new(0, 1);

    public OutboxSignal()
    {
        OnSave = new SaveInterceptor(this);
        OnCommit = new CommitInterceptor(this);
    }

    public IInterceptor OnSave { get; }
    public IInterceptor OnCommit { get; }

    public Task<bool> Wait(TimeSpan atMost, CancellationToken stop) => _wake.WaitAsync(atMost, stop);

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

    private sealed class SaveInterceptor(OutboxSignal signal) : SaveChangesInterceptor
    {
        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData data, int result, CancellationToken cancellationToken = default)
        {
            if (data.Context?.Database.CurrentTransaction is null)
                signal.Wake();
            return ValueTask.FromResult(result);
        }
    }

    private sealed class CommitInterceptor(OutboxSignal signal) : DbTransactionInterceptor
    {
        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData data, CancellationToken cancellationToken = default)
        {
            signal.Wake();
            return Task.CompletedTask;
        }
    }
}

/// <summary>
/// Moves committed events to the bus: at least once, in no promised order. Rows are taken with <c>skip locked</c>, so that replicas share the
/// work, and deleted only when the broker has confirmed. A row that fails waits longer each time and holds up no other.
/// </summary>
internal sealed class OutboxRelay(NpgsqlDataSource database, OutboxSignal signal, IBus bus, TimeProvider time, ILogger<OutboxRelay> log) : BackgroundService
{
    private const int BatchSize = 100;
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(1);   // finds rows whose writer died before relaying them
    private static readonly TimeSpan ConfirmWithin = TimeSpan.FromSeconds(10);

    private static readonly Histogram<double> Waited = Telemetry.Meter.CreateHistogram("charter.outbox.wait", "s", "Time from an event's happening to the broker's confirmation, by event",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 300] });

    private sealed record Row(Guid Id, string Type, string Payload, string? TraceParent, int Attempts, DateTimeOffset CreatedAt, string? Audience);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RelayBatch(stoppingToken) == BatchSize) { }
                await signal.Wait(LookAnyway, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)   // whatever it is: what ends here would end the host, and with it the relay
            {
                log.LogWarning("The outbox cannot be read ({Reason}); trying again", e.Message);
                await Task.Delay(LookAnyway, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> RelayBatch(CancellationToken stop)
    {
        using var quiet = SuppressInstrumentationScope.Begin();   // polling is not worth a span
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var batch = await Take(connection, stop);
        if (batch.Count == 0)
            return 0;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(ConfirmWithin);
        var confirmed = await Task.WhenAll(batch.Select(row => Send(row, limit.Token)));

        await using (var done = new NpgsqlCommand("delete from outbox where id = any($1)", connection)
        {
            Parameters = { new() { Value = batch.Where((_, i) => confirmed[i]).Select(r => r.Id).ToArray() } },
        })
            await done.ExecuteNonQueryAsync(CancellationToken.None);
        await using (var later = new NpgsqlCommand(
            "update outbox set attempts = attempts + 1, next_attempt_at = now() + power(2, least(attempts, 3)) * interval '1 second' where id = any($1)", connection)
        {
            Parameters = { new() { Value = batch.Where((_, i) => !confirmed[i]).Select(r => r.Id).ToArray() } },
        })
            await later.ExecuteNonQueryAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return batch.Count;
    }

    private static async Task<List<Row>> Take(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var take = new NpgsqlCommand(
            $"select id, type, payload::text, trace_parent, attempts, created_at, audience from outbox where next_attempt_at <= now() order by id limit {BatchSize} for update skip locked", connection);
        await using var reader = await take.ExecuteReaderAsync(stop);
        var rows = new List<Row>();
        while (await reader.ReadAsync(stop))
            rows.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetInt32(4), reader.GetFieldValue<DateTimeOffset>(5), reader.IsDBNull(6) ? null : reader.GetString(6)));
        return rows;
    }

    private async Task<bool> Send(Row row, CancellationToken limit)
    {
        using var loud = SuppressInstrumentationScope.Begin(false);
        Activity.Current = null;
        using var activity = ActivityContext.TryParse(row.TraceParent, null, isRemote: true, out var cause)
            ? Telemetry.Activities.StartActivity("outbox relay", ActivityKind.Internal, cause)
            : null;
        try
        {
            var contract = Outbox.Contracts[row.Type];
            // With a limit of our own: when a connection ends while a confirmation is awaited, the client may wait for it for ever.
            await bus.Publish(JsonSerializer.Deserialize(row.Payload, contract)!, contract, context =>
            {
                context.MessageId = row.Id;
                if (row.Audience is not null)
                    context.Headers.Set(Outbox.AudienceHeader, row.Audience);
            }, limit).WaitAsync(limit);
            Waited.Record((time.GetUtcNow() - row.CreatedAt).TotalSeconds, new KeyValuePair<string, object?>("event", row.Type));
            return true;
        }
        catch (Exception e)
        {
            log.LogWarning("Event {Type} {Id} is not on the bus yet (attempt {Attempt}): {Reason}", row.Type, row.Id, row.Attempts + 1, e.Message);
            return false;
        }
    }
}
