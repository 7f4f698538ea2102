using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Imports;

/// <summary>Drops files whose columns nobody looked at. Safe with any number of replicas.</summary>
internal sealed class DropUnusedFiles(IServiceScopeFactory scopes, TimeProvider time, ILogger<DropUnusedFiles> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), time);
        while (await hourly.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var before = time.GetUtcNow() - Retention.UnusedFiles;
                await scope.ServiceProvider.GetRequiredService<PledgeDb>().Imports.Where(i => i.State == ImportStates.Uploaded && i.UploadedAt < before).ExecuteDeleteAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning("Files that nobody imported wait ({Reason}); next attempt in an hour", e.GetBaseException().Message);
            }
        }
    }
}
