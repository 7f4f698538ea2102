using System.Collections.Concurrent;
using System.Diagnostics;

namespace Charter.Faults.Tests;

/// <summary>When the machine itself stood still: a thread that sleeps for a moment, and notes when it was woken late. Nobody can answer meanwhile.</summary>
internal sealed class Stalls : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentQueue<(long From, long Until)> _noted = [];
    private volatile bool _over;

    public Stalls() => new Thread(Watch) { IsBackground = true, Priority = ThreadPriority.AboveNormal }.Start();

    public void Dispose() => _over = true;

    /// <summary>How long it stood still between two timestamps that are a while ago.</summary>
    public TimeSpan Between(long from, long until) =>
        _noted.Aggregate(TimeSpan.Zero, (sum, s) => Math.Min(until, s.Until) is var end && Math.Max(from, s.From) is var begin && begin < end ? sum + Stopwatch.GetElapsedTime(begin, end) : sum);

    private void Watch()
    {
        while (!_over)
        {
            var asleep = Stopwatch.GetTimestamp();
            Thread.Sleep(Moment);
            var awake = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(asleep, awake) > Moment + Late)
                _noted.Enqueue((asleep, awake));
        }
    }
}
