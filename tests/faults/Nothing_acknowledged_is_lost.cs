using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Charter.Faults.Tests;

/// <summary>
/// The main journey by eight workers while hosts and servers are killed, frozen, cut off and filled. <c>tests/faults/run</c> makes it long;
/// <c>./charter test</c> runs every fault once.
/// </summary>
public sealed class Nothing_acknowledged_is_lost
{
    private static readonly int Least = int.Parse(Environment.GetEnvironmentVariable("CHARTER_FAULTS_OPERATIONS") ?? "500", CultureInfo.InvariantCulture);
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("CHARTER_FAULTS_SEED") ?? $"{Random.Shared.Next(1_000_000)}", CultureInfo.InvariantCulture);
    private static readonly int Workers = int.Parse(Environment.GetEnvironmentVariable("CHARTER_FAULTS_WORKERS") ?? "8", CultureInfo.InvariantCulture);

    private readonly StringBuilder _report = new();

    [Fact]
    public async Task Whatever_is_killed_stalled_or_full_every_acknowledged_operation_is_there_once_and_every_copy_agrees()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Installation.Home, "output"));
        try
        {
            await Run();
        }
        finally
        {
            await SmallDisk.Unmount();
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "faults.txt"), _report.ToString());
        }
    }

    private async Task Run()
    {
        using var chaos = new Chaos(Seed, isLong: Least >= 5_000);
        using var work = new Workload();
        Say($"seed {Seed}, {Workers} workers, at least {Least} operations");
        await chaos.Prepare();
        var journeys = await Task.WhenAll(Enumerable.Range(1, Workers).Select(async worker =>
        {
            var email = await Installation.NewAccount($"worker-{worker}");
            return (Email: email, Client: await Installation.As(email));
        }));
        var offices = await Offices.Find();

        var clock = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource();
        var reign = chaos.Reign(stop.Token);
        var failures = await Task.WhenAll(journeys.Select((who, worker) => WalkUntilEnough(chaos, work, offices, who.Email, who.Client, worker)));
        await stop.CancelAsync();
        await reign;
        var busy = clock.Elapsed;

        clock.Restart();
        var differences = await Converge();
        var converged = clock.Elapsed;
        var lost = await Agreement.LostOrDoubled(work.Acknowledged);
        var damaged = await Agreement.DamagedFiles();
        Say($"{work.Operations} operations acknowledged in {busy.TotalSeconds:0} s with {work.Requests} requests");
        Say($"answers: {string.Join(", ", work.Answers.OrderBy(a => a.Key).Select(a => $"{(a.Key == 0 ? "none" : a.Key)} {a.Value}"))}");
        Say($"faults: {string.Join(", ", chaos.Happened.OrderBy(h => h.Key).Select(h => $"{h.Key} {h.Value}"))}{(chaos.FillsDisk ? "" : "; the disk was not filled, because nothing may be mounted here")}");
        Say($"slowest request: {work.Slowest.Time.TotalSeconds:0.0} s, {work.Slowest.Request}");
        Say($"time to agree after the last fault: {converged.TotalSeconds:0.0} s");
        string[] wrong = [.. failures.OfType<string>(), .. work.Wrong, .. work.Hung(), .. differences, .. lost, .. damaged];
        foreach (var what in wrong)
            Say($"WRONG {what}");
        if (wrong.Length > 0)
            Assert.Fail(_report.ToString());   // whole: the faults are random, and this may be all that is left of the run

        await SmallDisk.Unmount();
        Say($"the register's damaged copies were rebuilt in {(await Drill.Rebuild()).TotalSeconds:0.0} s");
        (await Converge()).ShouldBeEmpty();
        var (backup, restore) = await Drill.Restore();
        Say(backup);
        Say(restore);
        (await Converge()).ShouldBeEmpty();
        (await Agreement.LostOrDoubled(work.Acknowledged)).ShouldBeEmpty();
        (await Agreement.DamagedFiles()).ShouldBeEmpty();
    }

    private static async Task<string?> WalkUntilEnough(Chaos chaos, Workload work, Offices offices, string email, HttpClient client, int worker)
    {
        try
        {
            for (var n = 1; work.Operations < Least || chaos.Decks == 0; n++)
                await new Journey(work, email, client, offices).Walk($"Faults {Seed} {worker}-{n}");
            return null;
        }
        catch (Exception e)
        {
            return $"worker {worker} stopped: {e.Message}";
        }
    }

    private static async Task<List<string>> Converge()
    {
        var deadline = DateTime.UtcNow.AddMinutes(2);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (true)
        {
            var differences = await Agreement.Differences();
            if (differences.Count == 0 || DateTime.UtcNow > deadline)
                return differences;
            await beat.WaitForNextTickAsync();
        }
    }

    private void Say(string line) => _report.AppendLine(line);
}
