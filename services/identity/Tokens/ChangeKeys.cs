using System.Diagnostics.Metrics;
using Charter.ServiceDefaults;

namespace Charter.Identity.Tokens;

/// <summary>Looks after the signing keys every minute: hears of those that others made, makes the next when it is due, drops what is done with. Safe with any number of replicas.</summary>
internal sealed class ChangeKeys(SigningKeys keys, TimeProvider time, ILogger<ChangeKeys> log) : Beat(TimeSpan.FromMinutes(1), time, log)
{
    private static readonly Counter<long> Changes = Telemetry.Meter.CreateCounter<long>("charter.signing_keys.made", "{key}", "Signing keys made because one was due");

    protected override async Task Look(CancellationToken stop)
    {
        if (await keys.Load(stop) is not { } made)
            return;
        Changes.Add(1);
        Log.LogInformation("The signing key {Kid} is published, and signs from {SignsFrom:u}", made.Kid, made.SignsFrom);
    }
}
