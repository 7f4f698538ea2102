using Charter.ServiceDefaults;

namespace Charter.Pledges.Evidence;

/// <summary>Once at start and then daily. Safe with any number of replicas.</summary>
internal sealed class RemoveAbandonedUploads(EvidenceStore store, TimeProvider time, ILogger<RemoveAbandonedUploads> log) : Beat(Day, time, log)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    protected override Task Look(CancellationToken stop)
    {
        store.RemoveAbandoned(Time.GetUtcNow() - Day);
        return Task.CompletedTask;
    }
}
