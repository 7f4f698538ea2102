using Charter.Contracts;

namespace Charter.Signatories.Register;

/// <summary>
/// How many entries there are for each combination of status, sector, place and mark; place empty = every entry once,
/// and an entry counts for its places and for those in which they lie, so that totals and facets cost the same however long the register is.
/// With <see cref="RegisterCountChange"/> it is what is asked.
/// </summary>
internal sealed class RegisterCount
{
    public string Status { get; init; } = RegisterStatuses.InForce;
    public required string Sector { get; init; }
    public required string Place { get; init; }
    public required string Mark { get; init; }
    public long Entries { get; init; }
    /// <summary>How often entries of this combination have changed, in whatever they show; only where the place is empty. Their sum is the register's revision.</summary>
    public long Changes { get; init; }

    /// <summary>Before changes waited to be added up, when all who signed in one place waited for one another's counters; see <see cref="RegisterCountChange.Trigger"/>.</summary>
    public const string TriggerAtOnce = """
        create or replace function count_register_entry() returns trigger language plpgsql as $$
        begin
          if tg_op = 'UPDATE' and new is not distinct from old then
            return null;   -- what is stated again changes nothing
          end if;
          insert into register_count (status, sector, place, mark, entries, changes)
          select status, sector, place, mark, sum(step), count(*) filter (where place = '') from (
            select old.status, old.sector, unnest(array_append(old.all_places, '')) as place, old.mark, -1 as step where tg_op <> 'INSERT'
            union all
            select new.status, new.sector, unnest(array_append(new.all_places, '')), new.mark, 1 where tg_op <> 'DELETE'
          ) as change
          group by status, sector, place, mark having sum(step) <> 0 or place = '' order by status, sector, place, mark   -- one order of locks for all
          on conflict (status, sector, place, mark) do update set entries = register_count.entries + excluded.entries, changes = register_count.changes + excluded.changes;
          if coalesce(old.commitments, '{}') || coalesce(new.commitments, '{}') <> '{}' then
            insert into register_commitment_count (place, commitment, status, sector, mark, entries)
            select place, commitment, status, sector, mark, sum(step) from (
              select commitment, place, old.status, old.sector, old.mark, -1 as step from unnest(old.commitments) as commitment, unnest(array_append(old.all_places, '')) as place
              union all
              select commitment, place, new.status, new.sector, new.mark, 1 from unnest(new.commitments) as commitment, unnest(array_append(new.all_places, '')) as place
            ) as change
            group by place, commitment, status, sector, mark having sum(step) <> 0 order by place, commitment, status, sector, mark
            on conflict (place, commitment, status, sector, mark) do update set entries = register_commitment_count.entries + excluded.entries;
          end if;
          return null;
        end $$;
        create or replace trigger count_register_entry after insert or delete or update on register_entry for each row execute function count_register_entry();
        """;

    /// <summary>Makes both kinds of counters anew. Whoever calls it keeps writers out of the entries.</summary>
    public const string Recount = """
        create or replace function recount_register() returns void language plpgsql as $$
        begin
          lock table register_count_change in share row exclusive mode;   -- what is being added up at this moment stands in the counters then
          update register_count set entries = 0, changes = changes + 1 + (select count(*) from register_count_change);   -- the revision never falls
          delete from register_count_change;
          insert into register_count (status, sector, place, mark, entries, changes)
          select status, sector, unnest(array_append(all_places, '')) as place, mark, count(*), 1 from register_entry group by status, sector, place, mark
          on conflict (status, sector, place, mark) do update set entries = excluded.entries;
          delete from register_commitment_count;
          insert into register_commitment_count (place, commitment, status, sector, mark, entries)
          select place, commitment, status, sector, mark, count(*) from register_entry, unnest(commitments) as commitment, unnest(array_append(all_places, '')) as place
          group by place, commitment, status, sector, mark;
        end $$;
        """;

    /// <summary>As it was before changes waited to be added up, for the migration of that time.</summary>
    public const string RecountAtOnce = """
        create or replace function recount_register() returns void language sql as $$
          update register_count set entries = 0, changes = changes + 1;
          insert into register_count (status, sector, place, mark, entries, changes)
          select status, sector, unnest(array_append(all_places, '')) as place, mark, count(*), 1 from register_entry group by status, sector, place, mark
          on conflict (status, sector, place, mark) do update set entries = excluded.entries;
          delete from register_commitment_count;
          insert into register_commitment_count (place, commitment, status, sector, mark, entries)
          select place, commitment, status, sector, mark, count(*) from register_entry, unnest(commitments) as commitment, unnest(array_append(all_places, '')) as place
          group by place, commitment, status, sector, mark;
        $$;
        """;

    /// <summary>All of them anew, while nobody writes entries; as it was before there were revisions, for the migrations of that time.</summary>
    public const string RecountBeforeRevisions = """
        delete from register_count;
        insert into register_count (status, sector, place, mark, entries)
        select status, sector, unnest(array_append(all_places, '')) as place, mark, count(*) from register_entry group by status, sector, place, mark;
        """;

    /// <summary>As it was before there were revisions, for the migrations of that time.</summary>
    public const string TriggerBeforeRevisions = """
        create or replace function count_register_entry() returns trigger language plpgsql as $$
        begin
          insert into register_count (status, sector, place, mark, entries)
          select status, sector, place, mark, sum(step) from (
            select old.status, old.sector, unnest(array_append(old.all_places, '')) as place, old.mark, -1 as step where tg_op <> 'INSERT'
            union all
            select new.status, new.sector, unnest(array_append(new.all_places, '')), new.mark, 1 where tg_op <> 'DELETE'
          ) as change
          group by status, sector, place, mark having sum(step) <> 0 order by status, sector, place, mark   -- one order of locks for all
          on conflict (status, sector, place, mark) do update set entries = register_count.entries + excluded.entries;
          return null;
        end $$;
        create or replace trigger count_register_entry after insert or delete or update of status, sector, places, mark on register_entry
          for each row execute function count_register_entry();
        """;
}

/// <summary>The same for the entries with verified evidence of a commitment, of whom there are few beside all others.</summary>
internal sealed class RegisterCommitmentCount
{
    public required string Place { get; init; }
    public required string Commitment { get; init; }
    public required string Status { get; init; }
    public required string Sector { get; init; }
    public required string Mark { get; init; }
    public long Entries { get; init; }
}

/// <summary>
/// A change that is not yet added to the counters: an entry came with what it shows, or went with what it showed. A trigger on the entries only ever adds
/// here, as with <see cref="RegisterChange"/>; <see cref="AddUpChanges"/> adds up what stands here.
/// </summary>
internal sealed class RegisterCountChange
{
    public long Id { get; init; }
    public required string Status { get; init; }
    public required string Sector { get; init; }
    public required string[] Places { get; init; }
    public required string Mark { get; init; }
    public required string[] Commitments { get; init; }
    /// <summary>1 or −1.</summary>
    public int Step { get; init; }

    public const string Trigger = """
        create or replace function count_register_entry() returns trigger language plpgsql as $$
        begin
          if tg_op = 'UPDATE' and new is not distinct from old then
            return null;   -- what is stated again changes nothing
          end if;
          insert into register_count_change (status, sector, places, mark, commitments, step)
          select old.status, old.sector, old.all_places, old.mark, old.commitments, -1 where tg_op <> 'INSERT'
          union all
          select new.status, new.sector, new.all_places, new.mark, new.commitments, 1 where tg_op <> 'DELETE';
          return null;
        end $$;
        """;

    /// <summary>All of them, added up or not: what is asked. Sums over these are right at every moment, single rows are not.</summary>
    public const string Views = """
        create view register_counted as
        select status, sector, place, mark, entries, changes from register_count
        union all
        select status, sector, place, mark, step::bigint, (place = '')::int::bigint from register_count_change, unnest(array_append(places, '')) as place;
        create view register_commitment_counted as
        select place, commitment, status, sector, mark, entries from register_commitment_count
        union all
        select place, commitment, status, sector, mark, step::bigint from register_count_change, unnest(commitments) as commitment, unnest(array_append(places, '')) as place;
        """;
}
