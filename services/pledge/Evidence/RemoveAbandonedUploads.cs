namespace Charter.Pledges.Evidence;

/// <summary>Once at start and then daily. Safe with any number of replicas.</summary>
internal sealed class RemoveAbandonedUploads(EvidenceStore store, TimeProvider time, ILogger<RemoveAbandonedUploads> log) : BackgroundService
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var daily = new PeriodicTimer(Day, time);
        do
        {
            try
            {
                store.RemoveAbandoned(time.GetUtcNow() - Day);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogWarning("Abandoned uploads could not be removed ({Reason}); next attempt tomorrow", e.Message);
            }
        }
        while (await daily.WaitForNextTickAsync(stoppingToken));
    }
}
