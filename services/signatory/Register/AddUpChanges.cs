using Charter.ServiceDefaults;
using Npgsql;

namespace Charter.Signatories.Register;

/// <summary>Adds the changes that wait to the counters and to their days. Replicas share the work: each takes rows that no other has.</summary>
internal sealed class AddUpChanges(NpgsqlDataSource database, TimeProvider time, ILogger<AddUpChanges> log) : Beat(TimeSpan.FromSeconds(2), time, log)
{
    private const int AtOnce = 10_000;

    // One order for all, so that two replicas never wait for each other.
    private static readonly string ToCounters = $"""
        with taken as (
          delete from register_count_change where id in (select id from register_count_change order by id limit {AtOnce} for update skip locked) returning *
        ), counted as (
          insert into register_count (status, sector, place, mark, entries, changes)
          select status, sector, place, mark, sum(step), count(*) filter (where place = '') from taken, unnest(array_append(places, '')) as place
          group by status, sector, place, mark having sum(step) <> 0 or place = '' order by status, sector, place, mark
          on conflict (status, sector, place, mark) do update set entries = register_count.entries + excluded.entries, changes = register_count.changes + excluded.changes
        ), committed as (
          insert into register_commitment_count (place, commitment, status, sector, mark, entries)
          select place, commitment, status, sector, mark, sum(step) from taken, unnest(commitments) as commitment, unnest(array_append(places, '')) as place
          group by place, commitment, status, sector, mark having sum(step) <> 0 order by place, commitment, status, sector, mark
          on conflict (place, commitment, status, sector, mark) do update set entries = register_commitment_count.entries + excluded.entries
        )
        select count(*) from taken
        """;

    private static readonly string ToDays = $"""
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
        using var quiet = OpenTelemetry.SuppressInstrumentationScope.Begin();
        foreach (var statement in new[] { ToCounters, ToDays })
            while (await Once(statement, stop) == AtOnce)
            {
            }
    }

    private async Task<long> Once(string statement, CancellationToken stop)
    {
        await using var command = database.CreateCommand(statement);
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }
}
