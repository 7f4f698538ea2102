using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Charter.ServiceDefaults;

/// <summary>
/// Work that waits in a table, as the gauges <c>charter.{name}.length</c> and <c>charter.{name}.age</c> (seconds that the oldest has waited).
/// Every replica reports the same table: take the largest, never the sum.
/// </summary>
public static class Backlogs
{
    /// <param name="builder">The service that owns the table.</param>
    /// <param name="name">Such as <c>evidence.queue</c>.</param>
    /// <param name="unit">What waits, as a UCUM annotation such as <c>{item}</c>.</param>
    /// <param name="what">What waits for what, in words.</param>
    /// <param name="rows">SQL after <c>from</c>: which rows wait.</param>
    /// <param name="since">Their column that says since when.</param>
    public static void AddBacklog(this WebApplicationBuilder builder, string name, string unit, string what, string rows, string since) =>
        builder.Services.AddSingleton<IHostedService>(services => new Backlog(services.GetRequiredService<NpgsqlDataSource>(), name, unit, what,
            $"select count(*), coalesce(greatest(extract(epoch from now() - min({since})), 0), 0)::float8 from {rows}"));

    private sealed class Backlog : BackgroundService
    {
        private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);   // as often as figures are exported
        private readonly NpgsqlDataSource _database;
        private readonly string _select;
        private (long Length, double Age)? _seen;

        public Backlog(NpgsqlDataSource database, string name, string unit, string what, string select)
        {
            _database = database;
            _select = select;
            Telemetry.Meter.CreateObservableGauge<long>($"charter.{name}.length", () => _seen is { } seen ? [new(seen.Length)] : [], unit, $"{what}; replicas report the same: take the largest");
            Telemetry.Meter.CreateObservableGauge<double>($"charter.{name}.age", () => _seen is { } seen ? [new(seen.Age)] : [], "s", $"How long the oldest has waited. {what}; replicas report the same: take the largest");
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(Every);
            do
            {
                _seen = await Look(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }

        // Nothing rather than the figure of before: a database that is away has its own alert.
        private async Task<(long, double)?> Look(CancellationToken stop)
        {
            try
            {
                using var quiet = OpenTelemetry.SuppressInstrumentationScope.Begin();
                await using var select = _database.CreateCommand(_select);
                await using var row = await select.ExecuteReaderAsync(stop);
                await row.ReadAsync(stop);
                return (row.GetInt64(0), row.GetDouble(1));
            }
            catch (Exception) when (!stop.IsCancellationRequested)   // a figure that cannot be had ends no host
            {
                return null;
            }
        }

        public override Task StopAsync(CancellationToken cancellationToken)
        {
            _seen = null;
            return base.StopAsync(cancellationToken);
        }
    }
}
