namespace Charter.Pledges.Value;

/// <summary>
/// Functions and triggers that keep the sums with what stands. Changes are added as rows of their own, so that nobody who records value waits for another. A record
/// that organisations share counts once in each scope, so what one change does to a scope follows from all that stands of the record, before it and after it.
/// </summary>
internal static class ValueSumTriggers
{
    public const string Sql = """
        create view summed_value as
          select scope, name, place, pillar, outcome, unit, stage, confidence, amount, disputed, records, period_from, period_until from value_sum
          union all select scope, name, place, pillar, outcome, unit, stage, confidence, amount, disputed, records, period_from, period_until from value_sum_change;

        -- Adds these rows of records to their sums (1), or takes them out (-1). All that stands of a record has to be among them.
        create function change_value_sums(standing value_standing[], sign int) returns void language plpgsql as $$
        begin
          insert into value_sum_change (scope, name, place, pillar, outcome, unit, stage, confidence, amount, disputed, records, period_from, period_until)
          select scope, name, place, pillar, outcome, unit, stage, confidence, sign * sum(amount), sign * sum(disputed), sign * count(*)::int,
            case when sign > 0 then min(period_from) end, case when sign > 0 then max(period_until) end
          from (select s.scope, s.name, w.place, r.pillar, r.outcome, r.unit, r.stage, r.confidence, sum(r.amount) as amount, sum(r.disputed) as disputed, min(r.period_from) as period_from, max(r.period_until) as period_until
                from unnest(standing) r join value_holder h on h.organisation_id = r.organisation_id
                  cross join lateral (values ('all', ''), ('sector', h.sector), ('organisation', h.holder_id::text)) s(scope, name)
                  cross join lateral (values (''), (coalesce(r.place, '-'))) w(place)
                where r.until is null group by r.value_id, 1, 2, 3, 4, 5, 6, 7, 8) of_record
          group by 1, 2, 3, 4, 5, 6, 7, 8;
        end $$;

        -- Nobody brings these under another holder until the transaction ends.
        create function hold_value_holders(organisations uuid[]) returns void language plpgsql as $$
        begin
          insert into value_holder (organisation_id, holder_id, sector)
          select u.id, coalesce(c.holder_id, u.id), coalesce(o.sector, '') from (select distinct unnest(organisations) as id) u
            left join carried_over c on c.organisation_id = u.id left join organisation o on o.organisation_id = coalesce(c.holder_id, u.id)
          where not exists (select from value_holder h where h.organisation_id = u.id) order by u.id on conflict do nothing;
          perform from value_holder where organisation_id = any(organisations) order by organisation_id for share;
        end $$;

        create function keep_value_sums() returns trigger language plpgsql as $$
        declare
          gone value_standing[] := '{}'; came value_standing[] := '{}'; rest value_standing[];
        begin
          if tg_op <> 'INSERT' then
            gone := array(select row(o.*)::value_standing from before o where o.until is null);
          end if;
          if tg_op <> 'DELETE' then
            came := array(select row(n.*)::value_standing from after n where n.until is null);
          end if;
          rest := array(select s from value_standing s where s.until is null and s.value_id in (select value_id from unnest(gone || came))
            and not exists (select from unnest(came) c where (c.value_id, c.organisation_id, c.since) = (s.value_id, s.organisation_id, s.since)));
          perform hold_value_holders(array(select distinct organisation_id from unnest(gone || came || rest)));
          perform change_value_sums(rest || gone, -1);
          perform change_value_sums(rest || came, 1);
          return null;
        end $$;
        create trigger keep_sums_added after insert on value_standing referencing new table as after for each statement execute function keep_value_sums();
        create trigger keep_sums_changed after update on value_standing referencing old table as before new table as after for each statement execute function keep_value_sums();
        create trigger keep_sums_gone after delete on value_standing referencing old table as before for each statement execute function keep_value_sums();

        create function mark_value_holders() returns trigger language plpgsql as $$
        begin
          if tg_op <> 'INSERT' then
            insert into value_holder_mark (organisation_id) select organisation_id from before union select c.organisation_id from before b join carried_over c on c.holder_id = b.organisation_id;
          end if;
          if tg_op <> 'DELETE' then
            insert into value_holder_mark (organisation_id) select organisation_id from after union select c.organisation_id from after b join carried_over c on c.holder_id = b.organisation_id;
          end if;
          return null;
        end $$;
        create trigger mark_holders_added after insert on organisation referencing new table as after for each statement execute function mark_value_holders();
        create trigger mark_holders_changed after update on organisation referencing old table as before new table as after for each statement execute function mark_value_holders();
        create trigger mark_holders_gone after delete on organisation referencing old table as before for each statement execute function mark_value_holders();
        create trigger mark_holders_added after insert on carried_over referencing new table as after for each statement execute function mark_value_holders();
        create trigger mark_holders_changed after update on carried_over referencing old table as before new table as after for each statement execute function mark_value_holders();
        create trigger mark_holders_gone after delete on carried_over referencing old table as before for each statement execute function mark_value_holders();

        -- Brings what counts for an organisation under the holder and the sector that it has now. Says whether anything was to be done.
        create function move_value(moved uuid) returns boolean language plpgsql as $$
        declare
          held value_holder; now_held value_holder; ids uuid[]; step constant int := 50000;
        begin
          perform hold_value_holders(array[moved]);
          select * into held from value_holder where organisation_id = moved for update;
          select moved, coalesce(c.holder_id, moved), coalesce(o.sector, '') into now_held
            from (select moved as id) u left join carried_over c on c.organisation_id = u.id left join organisation o on o.organisation_id = coalesce(c.holder_id, u.id);
          if held = now_held then
            return false;
          end if;
          ids := array(select value_id from value_standing where organisation_id = moved and until is null);
          for i in 1 .. cardinality(ids) by step loop
            perform change_value_sums(array(select s from value_standing s where s.value_id = any(ids[i : i + step - 1]) and s.until is null), -1);
          end loop;
          update value_holder set holder_id = now_held.holder_id, sector = now_held.sector where organisation_id = moved;
          for i in 1 .. cardinality(ids) by step loop
            perform change_value_sums(array(select s from value_standing s where s.value_id = any(ids[i : i + step - 1]) and s.until is null), 1);
          end loop;
          return true;
        end $$;

        -- Adds changes that wait to their sums, and says how many sums are others now. Where something was taken out, the period is looked up: it cannot be worked out from sums.
        create function add_up_value(most int) returns int language plpgsql as $$
        declare
          kept int;
        begin
          with taken as (delete from value_sum_change where id = any(array(select id from value_sum_change order by id limit most for update skip locked)) returning *)
          merge into value_sum v using (
            select t.*, e.first_day, e.last_day from (
              select scope, name, place, pillar, outcome, unit, stage, confidence, sum(amount) as amount, sum(disputed) as disputed, sum(records)::int as records,
                min(period_from) as period_from, max(period_until) as period_until, bool_or(records < 0) as lost
              from taken group by 1, 2, 3, 4, 5, 6, 7, 8) t
            left join lateral (
              select min(s.period_from) as first_day, max(s.period_until) as last_day from value_standing s join value_holder h on h.organisation_id = s.organisation_id
              where t.lost and s.until is null and s.outcome = t.outcome and s.unit = t.unit and s.stage = t.stage and s.confidence = t.confidence and s.pillar = t.pillar
                and (t.place = '' or coalesce(s.place, '-') = t.place) and (t.scope = 'all' or (t.scope = 'sector' and h.sector = t.name) or (t.scope = 'organisation' and h.holder_id::text = t.name))) e on true) n
          on (v.scope, v.name, v.place, v.pillar, v.outcome, v.unit, v.stage, v.confidence) = (n.scope, n.name, n.place, n.pillar, n.outcome, n.unit, n.stage, n.confidence)
          when matched and v.records + n.records = 0 then delete
          when matched then update set amount = v.amount + n.amount, disputed = v.disputed + n.disputed, records = v.records + n.records,
            period_from = case when n.lost then n.first_day else least(v.period_from, n.period_from) end, period_until = case when n.lost then n.last_day else greatest(v.period_until, n.period_until) end
          when not matched and n.records <> 0 then insert (scope, name, place, pillar, outcome, unit, stage, confidence, amount, disputed, records, period_from, period_until)
            values (n.scope, n.name, n.place, n.pillar, n.outcome, n.unit, n.stage, n.confidence, n.amount, n.disputed, n.records, n.period_from, n.period_until);
          get diagnostics kept = row_count;
          return kept;
        end $$;
        """;

    /// <summary>What stands already. It needs the functions.</summary>
    public const string Fill = """
        insert into value_holder (organisation_id, holder_id, sector)
        select u.id, coalesce(c.holder_id, u.id), coalesce(o.sector, '') from (select organisation_id as id from organisation union select organisation_id from value_standing) u
          left join carried_over c on c.organisation_id = u.id left join organisation o on o.organisation_id = coalesce(c.holder_id, u.id);
        do $$
        declare
          ids uuid[]; step constant int := 50000;
        begin
          ids := array(select id from value_record order by id);
          for i in 1 .. cardinality(ids) by step loop
            perform change_value_sums(array(select s from value_standing s where s.value_id = any(ids[i : i + step - 1]) and s.until is null), 1);
          end loop;
        end $$;
        """;

    public const string Undo = """
        drop view summed_value;
        drop function keep_value_sums, mark_value_holders cascade;
        drop function add_up_value, move_value, hold_value_holders, change_value_sums;
        """;
}
