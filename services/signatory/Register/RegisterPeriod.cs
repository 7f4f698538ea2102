namespace Charter.Signatories.Register;

/// <summary>
/// What an entry of the register showed from one day to another, kept by a trigger on the entries: with it the register answers as at any day. A day has
/// one answer, the last of the day; days that are over never change, not even when the register is made anew from what it is drawn from.
/// </summary>
internal sealed class RegisterPeriod
{
    public Guid OrganisationId { get; init; }
    public DateOnly FromOn { get; init; }
    /// <summary>First day on which it showed something else; null while it still shows this.</summary>
    public DateOnly? UntilOn { get; init; }
    public required string Name { get; init; }
    public required string SortName { get; init; }
    public required string Sector { get; init; }
    public required string Kind { get; init; }
    public required string SizeBand { get; init; }
    public required string[] Places { get; init; }
    /// <summary>Places and all in which they lie; kept by a trigger.</summary>
    public string[] AllPlaces { get; init; } = [];
    public required string Status { get; init; }
    public Guid CharterId { get; init; }
    public int CharterVersion { get; init; }
    public Guid SignatureId { get; init; }
    public DateOnly SignedOn { get; init; }
    public required string Mark { get; init; }
    public Guid? AwardId { get; init; }

    /// <summary>The partnership's local day, as <see cref="ServiceDefaults.Calendar"/> has it.</summary>
    public const string Today = "(now() at time zone 'Europe/London')::date";

    public static string Trigger { get; } = Written("", "", "");

    /// <summary>The entry has found out already in which wider places its places lie.</summary>
    public static string TriggerWithWiderPlaces { get; } = Written(", all_places", ", new.all_places", ", all_places = excluded.all_places") + """
        drop trigger find_wider_places on register_period;
        create trigger find_wider_places before update of places on register_period for each row when (new.all_places = old.all_places) execute function find_wider_places();
        """;

    private static string Written(string wider, string widerOfNew, string widerOfExcluded) => $$"""
        create or replace function keep_register_period() returns trigger language plpgsql as $$
        declare
          shown register_period;
          since date;
        begin
          if tg_op = 'DELETE' then
            delete from register_period where organisation_id = old.organisation_id and until_on is null and from_on = (now() at time zone 'Europe/London')::date;
            update register_period set until_on = (now() at time zone 'Europe/London')::date where organisation_id = old.organisation_id and until_on is null;
            return null;
          end if;
          select * into shown from register_period where organisation_id = new.organisation_id and until_on is null;
          if found and (shown.name, shown.sort_name, shown.sector, shown.kind, shown.size_band, shown.places, shown.status, shown.charter_id, shown.charter_version, shown.signature_id, shown.signed_on, shown.mark, shown.award_id)
              is not distinct from (new.name, new.sort_name, new.sector, new.kind, new.size_band, new.places, new.status, new.charter_id, new.charter_version, new.signature_id, new.signed_on, new.mark, new.award_id) then
            return null;
          end if;
          since := greatest(new.changed_on, shown.from_on);
          update register_period set until_on = since where organisation_id = new.organisation_id and until_on is null and from_on < since;
          insert into register_period (organisation_id, from_on, name, sort_name, sector, kind, size_band, places, status, charter_id, charter_version, signature_id, signed_on, mark, award_id{{wider}})
          values (new.organisation_id, since, new.name, new.sort_name, new.sector, new.kind, new.size_band, new.places, new.status, new.charter_id, new.charter_version, new.signature_id, new.signed_on, new.mark, new.award_id{{widerOfNew}})
          on conflict (organisation_id, from_on) do update set name = excluded.name, sort_name = excluded.sort_name, sector = excluded.sector, kind = excluded.kind, size_band = excluded.size_band,
            places = excluded.places, status = excluded.status, charter_id = excluded.charter_id, charter_version = excluded.charter_version, signature_id = excluded.signature_id,
            signed_on = excluded.signed_on, mark = excluded.mark, award_id = excluded.award_id{{widerOfExcluded}};
          return null;
        end $$;
        create or replace trigger keep_register_period after insert or update or delete on register_entry for each row execute function keep_register_period();
        """;

    /// <summary>What the register shows on the day when periods begin to be kept.</summary>
    public const string Backfill = """
        insert into register_period (organisation_id, from_on, name, sort_name, sector, kind, size_band, places, status, charter_id, charter_version, signature_id, signed_on, mark, award_id)
        select organisation_id, signed_on, name, sort_name, sector, kind, size_band, places, status, charter_id, charter_version, signature_id, signed_on, mark, award_id from register_entry;
        """;
}
