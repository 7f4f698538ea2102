namespace Charter.Testing;

/// <summary>A clock that a test moves forward. What the service does every so often it then does at once.</summary>
public sealed class TestClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private TimeSpan _ahead;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, base.CreateTimer(callback, state, dueTime, period), period);
        lock (_lock)
            _timers.Add(timer);
        return timer;
    }

    /// <summary>Moves forward; by nothing, it only does at once what would be done later.</summary>
    public void Advance(TimeSpan by)
    {
        lock (_lock)
        {
            _ahead += by;
            foreach (var timer in _timers.Where(t => t.Period > TimeSpan.Zero))
                timer.Change(TimeSpan.Zero, timer.Period);
        }
    }

    private sealed class Timer(TestClock clock, ITimer real, TimeSpan period) : ITimer
    {
        public TimeSpan Period => period;

        public bool Change(TimeSpan dueTime, TimeSpan ofPeriod) => real.Change(dueTime, ofPeriod);

        public void Dispose()
        {
            lock (clock._lock)
                clock._timers.Remove(this);
            real.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            lock (clock._lock)
                clock._timers.Remove(this);
            await real.DisposeAsync();
        }
    }
}
