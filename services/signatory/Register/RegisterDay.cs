using Charter.Signatories.Organisations;

namespace Charter.Signatories.Register;

/// <summary>
/// By how much the register changed on a day, for each status, sector, place and size band; place empty = every organisation once, and an organisation
/// counts for its places and for those in which they lie. Summed up to a day
/// it says how many there were on that day, at a cost that grows with days and not with organisations. Status <see cref="Confirmed"/> counts confirmed
/// organisations, whether they have signed or not, as long as no other has taken their place.
/// </summary>
internal sealed class RegisterDay
{
    public const string Confirmed = OrganisationStatus.Confirmed;

    public required string Status { get; init; }
    public DateOnly Day { get; init; }
    public required string Sector { get; init; }
    public required string Place { get; init; }
    public required string SizeBand { get; init; }
    public long Change { get; init; }
}

/// <summary>
/// A change that is not yet added to its day. Triggers only ever add here, so that those who sign at the same moment do not wait for one another's
/// counters; <see cref="AddUpChanges"/> adds up what stands here.
/// </summary>
internal sealed class RegisterChange
{
    public long Id { get; init; }
    public required string Status { get; init; }
    public DateOnly Day { get; init; }
    public required string Sector { get; init; }
    public required string[] Places { get; init; }
    public required string SizeBand { get; init; }
    public int Change { get; init; }

    public const string Trigger = $$"""
        create or replace function note_register_change() returns trigger language plpgsql as $$
        begin
          insert into register_change (status, day, sector, places, size_band, change)
          select status, day, sector, places, size_band, sum(step) from (
            select old.status, old.from_on as day, old.sector, old.all_places as places, old.size_band, -1 as step where tg_op <> 'INSERT'
            union all
            select old.status, old.until_on, old.sector, old.all_places, old.size_band, 1 where tg_op <> 'INSERT' and old.until_on is not null
            union all
            select new.status, new.from_on, new.sector, new.all_places, new.size_band, 1 where tg_op <> 'DELETE'
            union all
            select new.status, new.until_on, new.sector, new.all_places, new.size_band, -1 where tg_op <> 'DELETE' and new.until_on is not null
          ) as step
          group by status, day, sector, places, size_band having sum(step) <> 0;
          return null;
        end $$;
        create or replace trigger note_register_change after insert or delete or update on register_period for each row execute function note_register_change();

        create or replace function note_organisation_change() returns trigger language plpgsql as $$
        declare
          was boolean := tg_op <> 'INSERT' and old.status = '{{RegisterDay.Confirmed}}';
          is_now boolean := tg_op <> 'DELETE' and new.status = '{{RegisterDay.Confirmed}}';
        begin
          insert into register_change (status, day, sector, places, size_band, change)
          select '{{RegisterDay.Confirmed}}', day, sector, places, size_band, sum(step) from (
            select {{RegisterPeriod.Today}} as day, old.sector, old.all_places as places, old.size_band, -1 as step where was
            union all
            select case when was then {{RegisterPeriod.Today}} else coalesce((new.confirmed_at at time zone 'Europe/London')::date, {{RegisterPeriod.Today}}) end,
              new.sector, new.all_places, new.size_band, 1 where is_now
          ) as step
          group by day, sector, places, size_band having sum(step) <> 0;
          return null;
        end $$;
        create or replace trigger note_organisation_change after insert or delete or update of status, sector, places, size_band on organisation
          for each row execute function note_organisation_change();
        """;

    /// <summary>An organisation whose place another has taken is none to be counted, from the day on which that is entered until it is taken back.</summary>
    public const string ActingTrigger = $$"""
        create or replace function note_organisation_change() returns trigger language plpgsql as $$
        declare
          was boolean := tg_op <> 'INSERT' and old.status = '{{RegisterDay.Confirmed}}' and old.succession_id is null;
          is_now boolean := tg_op <> 'DELETE' and new.status = '{{RegisterDay.Confirmed}}' and new.succession_id is null;
        begin
          insert into register_change (status, day, sector, places, size_band, change)
          select '{{RegisterDay.Confirmed}}', day, sector, places, size_band, sum(step) from (
            select {{RegisterPeriod.Today}} as day, old.sector, old.all_places as places, old.size_band, -1 as step where was
            union all
            select case when tg_op = 'UPDATE' and old.status = '{{RegisterDay.Confirmed}}' then {{RegisterPeriod.Today}}
              else coalesce((new.confirmed_at at time zone 'Europe/London')::date, {{RegisterPeriod.Today}}) end, new.sector, new.all_places, new.size_band, 1 where is_now
          ) as step
          group by day, sector, places, size_band having sum(step) <> 0;
          return null;
        end $$;
        create or replace trigger note_organisation_change after insert or delete or update of status, succession_id, sector, places, size_band on organisation
          for each row execute function note_organisation_change();
        """;

    /// <summary>Those whose place had been taken before that was counted.</summary>
    public const string CountActing = $"""
        insert into register_change (status, day, sector, places, size_band, change)
        select '{RegisterDay.Confirmed}', s.entered_on, o.sector, o.all_places, o.size_band, -1 from succession s join organisation o on o.id = s.predecessor_id
        union all
        select '{RegisterDay.Confirmed}', s.reversed_on, o.sector, o.all_places, o.size_band, 1 from succession s join organisation o on o.id = s.predecessor_id where s.reversed_on is not null;
        """;

    /// <summary>What there is on the day when days begin to be counted.</summary>
    public const string Backfill = $"""
        insert into register_day (status, day, sector, place, size_band, change)
        select status, day, sector, place, size_band, sum(step) from (
          select status, from_on as day, sector, unnest(array_append(places, '')) as place, size_band, 1 as step from register_period
          union all
          select status, until_on, sector, unnest(array_append(places, '')), size_band, -1 from register_period where until_on is not null
          union all
          select '{RegisterDay.Confirmed}', coalesce((confirmed_at at time zone 'Europe/London')::date, {RegisterPeriod.Today}), sector, unnest(array_append(places, '')), size_band, 1
          from organisation where status = '{RegisterDay.Confirmed}'
        ) as step
        group by status, day, sector, place, size_band having sum(step) <> 0;
        """;

    /// <summary>Periods and organisations know in which wider places theirs lie, as <see cref="Gazetteer.KnownPlace"/> has it now.</summary>
    public const string WiderPlaces = """
        create or replace function find_wider_places() returns trigger language plpgsql as $$
        begin
          new.all_places := with_wider_places(new.places);
          return new;
        end $$;
        create or replace trigger find_wider_places before insert or update of places on register_period for each row execute function find_wider_places();
        create or replace trigger find_wider_places before insert or update of places on organisation for each row execute function find_wider_places();
        """;

    /// <summary>All days anew.</summary>
    public const string Recount = $"""
        delete from register_change;
        delete from register_day;
        insert into register_day (status, day, sector, place, size_band, change)
        select status, day, sector, place, size_band, sum(step) from (
          select status, from_on as day, sector, unnest(array_append(all_places, '')) as place, size_band, 1 as step from register_period
          union all
          select status, until_on, sector, unnest(array_append(all_places, '')), size_band, -1 from register_period where until_on is not null
          union all
          select '{RegisterDay.Confirmed}', coalesce((confirmed_at at time zone 'Europe/London')::date, {RegisterPeriod.Today}), sector, unnest(array_append(all_places, '')), size_band, 1
          from organisation where status = '{RegisterDay.Confirmed}'
        ) as step
        group by status, day, sector, place, size_band having sum(step) <> 0;
        """;
}

/// <summary>All changes, added up or not: what is asked.</summary>
internal sealed class RegisterDaily
{
    public string Status { get; init; } = "";
    public DateOnly Day { get; init; }
    public string Sector { get; init; } = "";
    public string Place { get; init; } = "";
    public string SizeBand { get; init; } = "";
    public long Change { get; init; }

    public const string View = """
        create or replace view register_daily as
        select status, day, sector, place, size_band, change from register_day
        union all
        select status, day, sector, unnest(array_append(places, '')), size_band, change::bigint from register_change;
        """;
}
