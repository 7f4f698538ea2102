using System.Diagnostics.Metrics;
using Charter.ServiceDefaults;
using Npgsql;

namespace Charter.Identity.Tokens;

/// <summary>Looks after the signing keys every minute: hears of those that others made, makes the next when it is due, drops what is done with. Safe with any number of replicas.</summary>
internal sealed class ChangeKeys(SigningKeys keys, TimeProvider time, ILogger<ChangeKeys> log) : BackgroundService
{
    private static readonly Counter<long> Changes = Telemetry.Meter.CreateCounter<long>("charter.signing_keys.made", "{key}", "Signing keys made because one was due");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        while (await beat.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await keys.Load(stoppingToken) is not { } made)
                    continue;
                Changes.Add(1);
                log.LogInformation("The signing key {Kid} is published, and signs from {SignsFrom:u}", made.Kid, made.SignsFrom);
            }
            catch (NpgsqlException e)
            {
                log.LogWarning("The signing keys could not be looked after ({Reason}); next attempt in a minute", e.Message);
            }
        }
    }
}
