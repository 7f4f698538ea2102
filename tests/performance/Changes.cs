namespace Charter.Performance;

/// <summary>Counts changes of the register as if somebody signed all the time, so that no answer can be kept for long.</summary>
internal sealed class Changes : IAsyncDisposable
{
    public const int PerSecond = 20;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _changing;

    public Changes(Installation installation) => _changing = Task.Run(async () =>
    {
        await using var signatory = installation.Database("signatory");
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        while (!_stop.IsCancellationRequested && await timer.WaitForNextTickAsync())
            await signatory.Do("update register_count set changes = changes + 1 where ctid = (select ctid from register_count where place = '' limit 1)");
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _changing;
        _stop.Dispose();
    }
}
