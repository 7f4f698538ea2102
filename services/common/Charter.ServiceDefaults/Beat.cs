using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Charter.ServiceDefaults;

/// <summary>
/// Work that a service looks for again and again, at once when it starts and then with every beat. Whatever goes wrong is logged, by its reason alone, and
/// tried again with the next beat: an exception that left here would end the host.
/// </summary>
public abstract class Beat(TimeSpan every, TimeProvider time, ILogger log) : BackgroundService
{
    /// <summary>The clock that the beats follow.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>For what is worth telling of the work.</summary>
    protected ILogger Log { get; } = log;

    /// <summary>Does what there is to do. With several replicas each of them looks.</summary>
    protected abstract Task Look(CancellationToken stop);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, Time);
        do
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.LogWarning("{Work} did not succeed ({Reason}); trying again", GetType().Name, e.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
