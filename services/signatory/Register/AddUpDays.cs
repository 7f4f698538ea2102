using Charter.ServiceDefaults;
using Npgsql;

namespace Charter.Signatories.Register;

/// <summary>Adds the changes that wait to their days. Replicas share the work: each takes rows that no other has.</summary>
internal sealed class AddUpDays(NpgsqlDataSource database, TimeProvider time, ILogger<AddUpDays> log) : Beat(TimeSpan.FromSeconds(10), time, log)
{
    private const int AtOnce = 10_000;

    // One order for all, so that two replicas never wait for each other.
    private static readonly string Statement = $"""
        with taken as (
          delete from register_change where id in (select id from register_change order by id limit {AtOnce} for update skip locked) returning *
        ), added as (
          insert into register_day (status, day, sector, place, size_band, change)
          select status, day, sector, place, size_band, sum(change) from (select *, unnest(array_append(places, '')) as place from taken) as each
          group by status, day, sector, place, size_band having sum(change) <> 0 order by status, day, sector, place, size_band
          on conflict (status, place, day, sector, size_band) do update set change = register_day.change + excluded.change
        )
        select count(*) from taken
        """;

    protected override async Task Look(CancellationToken stop)
    {
        while (await Once(stop) == AtOnce)
        {
        }
    }
    private async Task<long> Once(CancellationToken stop)
    {
        using var quiet = OpenTelemetry.SuppressInstrumentationScope.Begin();
        await using var command = database.CreateCommand(Statement);
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }
}
