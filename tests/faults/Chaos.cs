using System.Collections.Concurrent;
using Npgsql;

namespace Charter.Faults.Tests;

/// <summary>
/// Kills, freezes, stalls and fills, two faults at a time, in an order that the seed decides: a deck with every fault is shuffled and
/// dealt, and shuffled again. Each fault ends before its target gets another.
/// </summary>
/// <param name="isLong">With more faults in the deck, and time between them in which much is done.</param>
internal sealed class Chaos(int seed, bool isLong) : IDisposable
{
    public static readonly string[] Hosts = ["gateway", "portal", "identity", "signatory", "pledge", "champions-network", "kite-mark"];
    private static readonly string[] WithDatabase = ["identity", "signatory", "pledge", "champions-network", "kite-mark"];

    private static readonly string[] Consumers = ["pledge", "champions-network", "kite-mark"];
    /// <summary>The broker ends a connection that has not said a word for two heartbeats, with whatever was on its way to the host.</summary>
    private static readonly TimeSpan UntilGivenUp = TimeSpan.FromSeconds(25);

    private readonly Random _random = new(seed);
    private readonly Lock _dealing = new();
    private readonly Queue<Fault> _deck = [];
    private readonly Dictionary<string, HostProcess> _processes = [];
    private readonly Dictionary<string, StallingProxy> _proxies = [];
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _targets = [];

    private sealed record Fault(string Kind, string Target, Func<TimeSpan, Task> Happen);

    /// <summary>Kind of fault → how often it happened.</summary>
    public ConcurrentDictionary<string, int> Happened { get; } = [];

    /// <summary>How many times the whole deck was dealt.</summary>
    public int Decks { get; private set; }

    /// <summary>Whether the disk of the evidence folder can be filled: only where a file system may be mounted.</summary>
    public bool FillsDisk { get; private set; }

    /// <summary>Puts a proxy between every host and its servers, and the evidence on a small disk.</summary>
    public async Task Prepare()
    {
        foreach (var name in Hosts.Concat(["postgresql", "rabbitmq"]))
            _processes[name] = new(name);
        FillsDisk = await SmallDisk.Mount();
        foreach (var host in Hosts.Select(h => _processes[h]))
        {
            if (host.Environment.TryGetValue("ConnectionStrings__Database", out var database))
            {
                var connection = new NpgsqlConnectionStringBuilder(database);
                connection.Port = Proxy($"{host.Name} to postgresql", connection.Port);
                host.Environment["ConnectionStrings__Database"] = connection.ConnectionString;
            }
            if (host.Environment.TryGetValue("ConnectionStrings__RabbitMq", out var broker))
            {
                var address = new UriBuilder(broker);
                address.Port = Proxy($"{host.Name} to rabbitmq", address.Port);
                host.Environment["ConnectionStrings__RabbitMq"] = address.Uri.ToString();
            }
            // A few people do here what hundreds would.
            foreach (var limit in new[] { "WritesPerSecond", "WriteBurst", "ReadsPerSecond", "ReadBurst" })
                host.Environment[$"Limits__{limit}"] = "10000";
            await host.Kill();
            await host.Start();
        }
        await Task.WhenAll(_processes.Values.Select(p => p.Ready()));
    }

    /// <summary>Goes on until it is stopped, and leaves everything running.</summary>
    public Task Reign(CancellationToken stop) => Task.WhenAll(Monkey(stop), Monkey(stop));

    public void Dispose()
    {
        foreach (var proxy in _proxies.Values)
            proxy.Dispose();
    }

    private int Proxy(string name, int server)
    {
        _proxies[name] = new(server);
        return _proxies[name].Port;
    }

    private async Task Monkey(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (fault, duration, pause) = Deal();
            var target = _targets.GetOrAdd(fault.Target, _ => new(1));
            await target.WaitAsync(CancellationToken.None);
            try
            {
                Happened.AddOrUpdate(fault.Kind, 1, (_, times) => times + 1);
                await fault.Happen(duration);
            }
            finally
            {
                target.Release();
            }
            await Task.Delay(pause, CancellationToken.None);
        }
    }

    private (Fault Fault, TimeSpan Duration, TimeSpan Pause) Deal()
    {
        lock (_dealing)
        {
            if (_deck.Count == 0)
            {
                var faults = Deck().ToArray();
                _random.Shuffle(faults);
                foreach (var fault in faults)
                    _deck.Enqueue(fault);
            }
            var dealt = (_deck.Dequeue(), TimeSpan.FromSeconds(2 + (4 * _random.NextDouble())), TimeSpan.FromSeconds((isLong ? 12 : 1) * _random.NextDouble()));
            if (_deck.Count == 0)
                Decks++;
            return dealt;
        }
    }

    private IEnumerable<Fault> Deck()
    {
        foreach (var host in Hosts)
            yield return new($"kill -9 {host}", host, downtime => KillAndStart(host, downtime / 3));
        yield return new("kill -9 postgresql", "postgresql", downtime => KillAndStart("postgresql", downtime / 3));
        yield return new("kill -9 rabbitmq", "rabbitmq", downtime => KillAndStart("rabbitmq", downtime / 3));
        yield return new("kill -9 a postgresql backend", "postgresql", _ => _processes["postgresql"].KillChild(_random));
        foreach (var host in Pick(Hosts, isLong ? 3 : 1))
            yield return new("host restarted", host, _ => StopAndStart(host));
        foreach (var host in Pick(Hosts, isLong ? 3 : 1))
            yield return new("host frozen", host, duration => _processes[host].Freeze(host == "gateway" ? duration / 3 : duration));   // nobody can answer in its place
        foreach (var host in Pick(Consumers, isLong ? 3 : 1))
            yield return new("host frozen until the broker gives it up", host, _ => _processes[host].Freeze(UntilGivenUp));
        foreach (var connection in Pick([.. WithDatabase.Select(h => $"{h} to postgresql")], isLong ? 3 : 1).Concat(Pick([.. WithDatabase.Select(h => $"{h} to rabbitmq")], isLong ? 3 : 1)))
            yield return new("connection stalled", connection, duration => _proxies[connection].Stall(duration * 2));
        if (FillsDisk)
            yield return new("disk full", "disk", SmallDisk.Fill);
    }

    private string[] Pick(string[] from, int count)
    {
        var picked = from.ToArray();
        _random.Shuffle(picked);
        return picked[..count];
    }

    private async Task StopAndStart(string host)
    {
        await _processes[host].Stop();
        await _processes[host].Start();
        await _processes[host].Ready();
    }

    private async Task KillAndStart(string name, TimeSpan downtime)
    {
        await _processes[name].Kill();
        await Task.Delay(downtime);
        await _processes[name].Start();
        await _processes[name].Ready();
    }
}
