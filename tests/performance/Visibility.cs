using System.Collections.Concurrent;
using System.Diagnostics;

namespace Charter.Performance;

/// <summary>Looks into the databases of the services that copy signatures, every few milliseconds, for organisations that have just signed.</summary>
internal sealed class Visibility : IAsyncDisposable
{
    private static readonly (string Service, string Database, string Find)[] Copies =
    [
        ("pledge", "pledge", "select organisation_id from ledger where organisation_id = any ($1)"),
        ("champions-network", "champions", "select organisation_id from member where organisation_id = any ($1)"),
        ("kite-mark", "kitemark", "select organisation_id from organisation where organisation_id = any ($1) and signature_id is not null"),
    ];

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Guid, long>> _expected = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> _waits = new();
    private readonly List<Task> _looking;

    public Visibility(Installation installation)
    {
        foreach (var (service, _, _) in Copies)
            (_expected[service], _waits[service]) = (new(), []);
        _looking = [.. Copies.Select(c => Task.Run(() => Look(installation, c.Service, c.Database, c.Find)))];
    }

    public void Expect(Guid organisation)
    {
        foreach (var service in _expected.Values)
            service[organisation] = Stopwatch.GetTimestamp();
    }

    /// <summary>Milliseconds from the answer until the organisation was there, by service.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<double>>> All(TimeSpan atMost)
    {
        var began = Stopwatch.GetTimestamp();
        while (_expected.Values.Any(e => !e.IsEmpty))
        {
            if (Stopwatch.GetElapsedTime(began) > atMost)
                throw new InvalidOperationException("Signatures did not reach every service: " + string.Join(", ", _expected.Select(e => $"{e.Key} lacks {e.Value.Count}")));
            await Task.Delay(20);
        }
        return _waits.ToDictionary(w => w.Key, w => (IReadOnlyList<double>)[.. w.Value]);
    }

    private async Task Look(Installation installation, string service, string name, string find)
    {
        await using var database = installation.Database(name);
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(5);
            var missing = _expected[service].Keys.ToArray();
            if (missing.Length == 0)
                continue;
            await using var command = database.CreateCommand(find);
            command.Parameters.Add(new() { Value = missing });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                if (_expected[service].TryRemove(reader.GetGuid(0), out var since))
                    _waits[service].Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_looking);
        _stop.Dispose();
    }
}
