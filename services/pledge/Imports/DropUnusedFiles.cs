using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Imports;

/// <summary>Drops files whose columns nobody looked at. Safe with any number of replicas.</summary>
internal sealed class DropUnusedFiles(IServiceScopeFactory scopes, TimeProvider time, ILogger<DropUnusedFiles> log) : Beat(TimeSpan.FromHours(1), time, log)
{
    protected override async Task Look(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var before = Time.GetUtcNow() - Retention.UnusedFiles;
        var db = scope.ServiceProvider.GetRequiredService<PledgeDb>();
        await db.FrameworkUploads.Where(u => u.ImportedAt == null && u.UploadedAt < before).ExecuteDeleteAsync(stop);
        await db.Imports.Where(i => i.State == ImportStates.Uploaded && i.UploadedAt < before).ExecuteDeleteAsync(stop);
    }
}
