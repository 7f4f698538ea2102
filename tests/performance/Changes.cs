namespace Charter.Performance;

/// <summary>States changes of the register as if somebody signed all the time, so that no answer can be kept for long.</summary>
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
            await signatory.Do("""
                insert into register_count_change (status, sector, places, mark, commitments, step)
                select status, sector, all_places, mark, commitments, step from (select * from register_entry order by organisation_id limit 1) as entry, (values (-1), (1)) as came(step)
                """);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _changing;
        _stop.Dispose();
    }
}
