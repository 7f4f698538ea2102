using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Measures;

internal static class MeasureTables
{
    public static void AddMeasures(this ModelBuilder model)
    {
        model.Entity<MeasureMark>(e => e.ToTable("measure_mark").HasIndex(x => new { x.OrganisationId, x.Transaction }).IsUnique());
        model.Entity<MeasureMember>(e => e.ToTable("measure_member").HasKey(x => new { x.CharterId, x.OrganisationId }));
        model.Entity<MeasureMember>().HasIndex(x => x.OrganisationId);
        model.Entity<MeasurePart>(e =>
        {
            e.ToTable("measure_part").HasKey(x => new { x.OrganisationId, x.CharterId, x.Measure, x.Key, x.Month });
            e.Property(x => x.Amount).HasPrecision(24, 4);
        });
        model.Entity<MeasureSum>(e =>
        {
            e.ToTable("measure_sum").HasKey(x => new { x.CharterId, x.Place, x.Sector, x.Measure, x.Key, x.Month });
            e.Property(x => x.Amount).HasPrecision(24, 4);
        });
        model.Entity<MeasureFigure>(e =>
        {
            e.ToTable("measure_figure").HasKey(x => new { x.CharterId, x.Place, x.Sector, x.Measure });
            e.HasIndex(x => x.AsAt);
            e.Property(x => x.Content).HasColumnType("jsonb").HasConversion(
                c => JsonSerializer.Serialize(c, KeptFigure.Json), c => JsonSerializer.Deserialize<KeptFigure>(c, KeptFigure.Json)!);
        });
        model.Entity<MeasureRun>(e => e.ToTable("measure_run").Property(x => x.Id).ValueGeneratedNever());
    }

    /// <summary>
    /// Whatever figures rest on marks its organisation in the transaction of the change, whichever replica makes it: once for each transaction, so an import leaves few.
    /// A mark of another transaction is never looked at, so nobody waits for anybody, and none is taken for one that is being worked off at that moment. A process that
    /// several organisations brought in counts once, so those that have it too are marked with it. Every signatory starts out marked.
    /// </summary>
    public const string Marks = """
        create index ix_contract_process_ocid on contract_process (ocid);
        create index ix_commissioned_question_asked on commissioned_question (asked_on desc, id desc);
        create function mark_measures() returns trigger language plpgsql as $$
        begin
          insert into measure_mark (organisation_id, transaction) select distinct organisation_id, txid_current() from changed on conflict do nothing;
          return null;
        end $$;
        create function mark_measures_of_processes() returns trigger language plpgsql as $$
        begin
          insert into measure_mark (organisation_id, transaction) select organisation_id, txid_current() from changed
            union select p.organisation_id, txid_current() from contract_process p join changed c on c.ocid = p.ocid on conflict do nothing;
          return null;
        end $$;
        create function mark_measures_of_awards() returns trigger language plpgsql as $$
        begin
          insert into measure_mark (organisation_id, transaction) select organisation_id, txid_current() from changed
            union select o.organisation_id, txid_current() from changed a join contract_process p on p.id = a.process_id join contract_process o on o.ocid = p.ocid on conflict do nothing;
          return null;
        end $$;
        create function mark_measures_of_holders() returns trigger language plpgsql as $$
        begin
          insert into measure_mark (organisation_id, transaction) select organisation_id, txid_current() from changed union select holder_id, txid_current() from changed
            union select o.organisation_id, txid_current() from changed c join contract_process p on p.organisation_id = c.organisation_id join contract_process o on o.ocid = p.ocid
            on conflict do nothing;
          return null;
        end $$;
        create function mark_measures_of_suppliers() returns trigger language plpgsql as $$
        begin
          insert into measure_mark (organisation_id, transaction) select distinct n.organisation_id, txid_current() from changed n join before o on o.id = n.id
            where (n.district, n.ward, n.set_place, n.scale, n.is_voluntary) is distinct from (o.district, o.ward, o.set_place, o.scale, o.is_voluntary) on conflict do nothing;
          return null;
        end $$;
        do $$
        declare t text;
        begin
          foreach t in array array['organisation', 'ledger', 'ended_signature', 'evidence', 'evidence_duty', 'commissioned_question', 'spend_month'] loop
            execute format('create trigger mark_added after insert on %I referencing new table as changed for each statement execute function mark_measures()', t);
            execute format('create trigger mark_changed after update on %I referencing new table as changed for each statement execute function mark_measures()', t);
            execute format('create trigger mark_removed after delete on %I referencing old table as changed for each statement execute function mark_measures()', t);
          end loop;
        end $$;
        create trigger mark_added after insert on contract_process referencing new table as changed for each statement execute function mark_measures_of_processes();
        create trigger mark_removed after delete on contract_process referencing old table as changed for each statement execute function mark_measures_of_processes();
        create trigger mark_added after insert on contract_award referencing new table as changed for each statement execute function mark_measures_of_awards();
        create trigger mark_changed after update on contract_award referencing new table as changed for each statement execute function mark_measures_of_awards();
        create trigger mark_removed after delete on contract_award referencing old table as changed for each statement execute function mark_measures_of_awards();
        create trigger mark_added after insert on carried_over referencing new table as changed for each statement execute function mark_measures_of_holders();
        create trigger mark_left after update on carried_over referencing old table as changed for each statement execute function mark_measures_of_holders();
        create trigger mark_changed after update on carried_over referencing new table as changed for each statement execute function mark_measures_of_holders();
        create trigger mark_removed after delete on carried_over referencing old table as changed for each statement execute function mark_measures_of_holders();
        create trigger mark_changed after update on supplier referencing new table as changed old table as before for each statement execute function mark_measures_of_suppliers();
        insert into measure_mark (organisation_id, transaction) select distinct organisation_id, txid_current() from ledger;
        """;

    public const string WithoutMarks = """
        drop function mark_measures, mark_measures_of_processes, mark_measures_of_awards, mark_measures_of_holders, mark_measures_of_suppliers cascade;
        drop index ix_contract_process_ocid, ix_commissioned_question_asked;
        """;
}

/// <summary>Something changed on which figures of this organisation rest.</summary>
internal sealed class MeasureMark
{
    public long Id { get; init; }
    public Guid OrganisationId { get; init; }
    /// <summary>That of the change.</summary>
    public long Transaction { get; init; }
}

/// <summary>A signatory as its parts of the figures were added up: to take them out again when it becomes another.</summary>
internal sealed class MeasureMember
{
    public Guid CharterId { get; init; }
    public Guid OrganisationId { get; init; }
    public required string Sector { get; set; }
    /// <summary>Those that it serves, and those in which they lie.</summary>
    public required string[] Places { get; set; }
    /// <summary>Its signature holds.</summary>
    public bool IsInForce { get; set; }
}

/// <summary>What one signatory has in one figure, under one key, in one month.</summary>
internal sealed class MeasurePart
{
    public Guid OrganisationId { get; init; }
    public Guid CharterId { get; init; }
    public required string Measure { get; init; }
    public required string Key { get; init; }
    /// <summary>Its first day; <see cref="Parts.Always"/> for what has none.</summary>
    public DateOnly Month { get; init; }
    public decimal Amount { get; init; }
    public long Count { get; init; }
}

/// <summary>Parts added up, for all signatories of a place and sector; an empty word stands for every one.</summary>
internal sealed class MeasureSum
{
    public Guid CharterId { get; init; }
    public required string Place { get; init; }
    public required string Sector { get; init; }
    public required string Measure { get; init; }
    public required string Key { get; init; }
    public DateOnly Month { get; init; }
    public decimal Amount { get; init; }
    public long Count { get; init; }
}

/// <summary>A figure as it is read.</summary>
internal sealed class MeasureFigure
{
    public Guid CharterId { get; init; }
    public required string Place { get; init; }
    public required string Sector { get; init; }
    public required string Measure { get; init; }
    /// <summary>Day on which it was worked out last.</summary>
    public DateOnly AsAt { get; set; }
    public required KeptFigure Content { get; set; }
}

/// <summary>When somebody last saw that every figure is up to date. One row.</summary>
internal sealed class MeasureRun
{
    public int Id { get; init; }
    public DateTimeOffset LookedAt { get; set; }
}
