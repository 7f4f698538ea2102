using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Organisations;
using Charter.Signatories.Signatures;
using NpgsqlTypes;

namespace Charter.Signatories.Register;

/// <summary>One organisation on the public register: everything that a line of the list shows, in one row.</summary>
internal sealed class RegisterEntry
{
    private RegisterEntry() { }

    public Guid OrganisationId { get; private init; }
    public string Name { get; private set; } = "";
    /// <summary>Lower-case name: the order of the list and its keyset.</summary>
    public string SortName { get; private set; } = "";
    public string Sector { get; private set; } = "";
    public string Kind { get; private set; } = "";
    public string SizeBand { get; private set; } = "";
    public string[] Places { get; private set; } = [];
    /// <summary>The places and all in which they lie; a trigger keeps it, so that a place which comes to lie elsewhere takes its entries with it.</summary>
    public string[] AllPlaces { get; private init; } = [];
    /// <summary>Their names and codes, kept by the same trigger.</summary>
    public string PlaceText { get; private init; } = "";
    /// <summary>Names and identifiers.</summary>
    public string SearchText { get; private set; } = "";
    public NpgsqlTsVector Search { get; private set; } = null!;
    public Guid SignatureId { get; private set; }
    public Guid CharterId { get; private set; }
    public int CharterVersion { get; private set; }
    public DateOnly SignedOn { get; private set; }
    /// <summary>Level of the kite mark in force; empty when there is none.</summary>
    public string Mark { get; private set; } = "";
    public Guid? AwardId { get; private set; }
    public int AwardVersion { get; private set; }
    public DateOnly? AwardedOn { get; private set; }
    public DateOnly? MarkValidUntil { get; private set; }
    /// <summary>One of <see cref="RegisterStatuses"/>.</summary>
    public string Status { get; private set; } = RegisterStatuses.InForce;
    /// <summary>Last day on which the signature still holds, while a newer version waits to be signed.</summary>
    public DateOnly? ResignBy { get; private set; }
    /// <summary>Since which day the entry says what it says.</summary>
    public DateOnly ChangedOn { get; private set; }
    /// <summary>The organisation that has taken its place; null as a rule.</summary>
    public Guid? SuccessorId { get; private set; }
    /// <summary>The predecessor whose signature it shows, because it has none of its own; null as a rule.</summary>
    public Guid? CarriedFrom { get; private set; }
    /// <summary>Commitments of its charter for which evidence was verified; kept by triggers on the duties and on this.</summary>
    public string[] Commitments { get; private init; } = [];

    /// <summary>Words of names and places in one column to search.</summary>
    public const string SearchColumn = """
        alter table register_entry drop column search;
        alter table register_entry add column search tsvector generated always as (to_tsvector('simple', search_text || ' ' || place_text)) stored not null;
        create index "IX_register_entry_search" on register_entry using gin (search);
        """;

    public static RegisterEntry Of(Organisation organisation, IEnumerable<Signature> signatures, RegisterMark? mark)
    {
        var entry = new RegisterEntry { OrganisationId = organisation.Id };
        entry.Redraw(organisation, signatures, mark);
        return entry;
    }

    /// <summary>Makes the whole entry anew from what it is drawn from.</summary>
    /// <param name="signatures">All of the organisation's, at least one.</param>
    public void Redraw(Organisation organisation, IEnumerable<Signature> signatures, RegisterMark? mark)
    {
        Mark = mark?.Level ?? "";
        AwardId = mark?.AwardId;
        AwardVersion = mark?.Version ?? 0;
        AwardedOn = mark?.AwardedOn;
        MarkValidUntil = mark?.ValidUntil;
        ChangedOn = mark?.AwardedOn ?? DateOnly.MinValue;
        (Status, SuccessorId, CarriedFrom) = (RegisterStatuses.InForce, null, null);
        Describe(organisation);
        var inOrder = signatures.OrderBy(s => s.SignedAt).ThenBy(s => s.Id).ToArray();
        CharterId = inOrder[0].CharterId;
        foreach (var signature in inOrder)
        {
            Resign(signature);
            Await(signature);
            End(signature);
        }
    }

    /// <summary>The organisation has another name or other facts.</summary>
    public void Describe(Organisation organisation)
    {
        var identifiers = organisation.Identifiers.OrderBy(i => i.Scheme, StringComparer.Ordinal).Select(i => i.Value);
        Name = organisation.Name;
        SortName = organisation.Name.ToLowerInvariant();
        Sector = organisation.Sector;
        Kind = organisation.Kind;
        SizeBand = organisation.SizeBand;
        Places = organisation.Places;
        SearchText = string.Join(' ', [organisation.Name, .. organisation.Aliases, .. identifiers]);
        if (organisation.ChangedAt?.LocalDay() is { } day && day > ChangedOn)
            ChangedOn = day;
    }

    /// <summary>The organisation signed, for the first time, again or anew. A signature to another partnership's charter leaves the entry as it is: it shows the first.</summary>
    public void Resign(Signature signature)
    {
        if (CarriedFrom is not null && signature.OrganisationId == OrganisationId)
            CharterId = signature.CharterId;   // the first of its own, which counts before one that it was left
        if (signature.CharterId != CharterId)
            return;
        (SignatureId, CharterVersion, SignedOn) = (signature.Id, signature.CharterVersion, signature.SignedOn);
        CarriedFrom = signature.OrganisationId == OrganisationId ? null : signature.OrganisationId;
        (Status, ResignBy) = (RegisterStatuses.InForce, null);
        ChangedOn = ChangedOn > signature.SignedOn ? ChangedOn : signature.SignedOn;
    }

    /// <summary>A newer version waits for the organisation to sign it.</summary>
    public void Await(Signature signature)
    {
        if (signature.Id == SignatureId && signature.Holds)
            ResignBy = signature.ResignBy;
    }

    /// <summary>The signature lapsed or was withdrawn; one whose place another took is no longer shown anyhow.</summary>
    public void End(Signature signature)
    {
        if (signature.Id != SignatureId || signature.EndReason is not (SignatureEnds.Lapsed or SignatureEnds.Withdrawn))
            return;
        ResignBy = null;
        if (Status != RegisterStatuses.Succeeded)
            Status = signature.EndReason == SignatureEnds.Lapsed ? RegisterStatuses.Lapsed : RegisterStatuses.Withdrawn;
        ChangedOn = ChangedOn > signature.EndedOn!.Value ? ChangedOn : signature.EndedOn.Value;
    }

    /// <summary>It had nothing of its own, and another has taken the place that it had taken.</summary>
    public void HandOn(Guid successor, DateOnly? since)
    {
        (Mark, AwardId, AwardVersion, AwardedOn, MarkValidUntil) = ("", null, 0, null, null);
        TakePartInSuccession(successor, since);
    }

    /// <summary>After it was drawn: whether another has taken its place, and since when the entry says so.</summary>
    /// <param name="successor">Null when nobody has.</param>
    /// <param name="since">Day of the latest succession of which it is a part, or of its reversal.</param>
    public void TakePartInSuccession(Guid? successor, DateOnly? since)
    {
        if (successor is not null)
            (Status, SuccessorId, ResignBy) = (RegisterStatuses.Succeeded, successor, null);
        if (since > ChangedOn)
            ChangedOn = since.Value;
    }
}

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

/// <summary>A duty of a signatory as the pledge service states it.</summary>
internal sealed class RegisterDuty
{
    public Guid OrganisationId { get; init; }
    public Guid CharterId { get; init; }
    public int CharterVersion { get; init; }
    public required string Code { get; init; }
    public int Position { get; init; }
    public required string Commitment { get; init; }
    public required string Binding { get; init; }
    public required string Text { get; init; }
    /// <summary>Index in <see cref="DutyStates.All"/>, so that "further" is "greater".</summary>
    public int StateRank { get; init; }
    /// <summary>How often the duty has fallen back; what comes from before that is older.</summary>
    public int Revision { get; init; }

    /// <summary>
    /// Duties of those whose place an organisation has taken count for it, and no longer for them. Successions stay as they are meanwhile: they are held
    /// before anything else, as everywhere.
    /// </summary>
    public const string CarriedTrigger = """
        create or replace function verified_commitments(organisation uuid, charter uuid) returns text[] language plpgsql stable as $$
        begin   -- in the language whose plans are kept
          return array(select distinct d.commitment from register_duty d
            where d.organisation_id in (
                select organisation where not exists (select from carried_over c where c.organisation_id = organisation)
                union all select c.organisation_id from carried_over c where c.holder_id = organisation)
              and d.charter_id = charter and d.state_rank = 3 order by d.commitment);
        end $$;
        create or replace function show_verified_commitment() returns trigger language plpgsql as $$
        declare
          holder uuid;
        begin
          perform pg_advisory_xact_lock_shared(hashtextextended('successions', 0));
          lock table register_entry in row exclusive mode;
          holder := coalesce((select c.holder_id from carried_over c where c.organisation_id = new.organisation_id), new.organisation_id);
          perform pg_advisory_xact_lock(hashtextextended(holder::text, 0));
          update register_entry set commitments = verified_commitments(organisation_id, charter_id)
          where organisation_id = holder and charter_id = new.charter_id and not new.commitment = any (commitments);
          return null;
        end $$;
        """;

    /// <summary>What was not carried over before that.</summary>
    public const string CarryCommitments = """
        update register_entry set commitments = verified_commitments(organisation_id, charter_id)
        where organisation_id in (select organisation_id from carried_over union select holder_id from carried_over) and commitments <> verified_commitments(organisation_id, charter_id);
        """;

    /// <summary>
    /// Entries show what duties say, whichever of the two comes first. Both take the organisation's lock, and the table's before it, so that neither misses the
    /// other. Before duties were carried over; see <see cref="CarriedTrigger"/>.
    /// </summary>
    public const string Trigger = """
        create or replace function verified_commitments(organisation uuid, charter uuid) returns text[] language sql stable as $$
          select array(select distinct commitment from register_duty where organisation_id = organisation and charter_id = charter and state_rank = 3 order by commitment)
        $$;
        create or replace function show_verified_commitment() returns trigger language plpgsql as $$
        begin
          lock table register_entry in row exclusive mode;
          perform pg_advisory_xact_lock(hashtextextended(new.organisation_id::text, 0));
          update register_entry set commitments = verified_commitments(organisation_id, charter_id)
          where organisation_id = new.organisation_id and charter_id = new.charter_id and not new.commitment = any (commitments);
          return null;
        end $$;
        create or replace trigger show_verified_commitment after insert or update of state_rank on register_duty
          for each row when (new.state_rank = 3) execute function show_verified_commitment();
        create or replace function draw_verified_commitments() returns trigger language plpgsql as $$
        begin
          perform pg_advisory_xact_lock(hashtextextended(new.organisation_id::text, 0));
          new.commitments := verified_commitments(new.organisation_id, new.charter_id);
          return new;
        end $$;
        create or replace trigger draw_verified_commitments before insert or update of charter_id on register_entry
          for each row execute function draw_verified_commitments();
        """;

    /// <summary>The other way: a commitment that nothing shows any more, neither in whose place the organisation stands nor it itself.</summary>
    public const string TriggerOnFall = """
        create or replace function hide_fallen_commitment() returns trigger language plpgsql as $$
        declare
          holder uuid;
        begin
          perform pg_advisory_xact_lock_shared(hashtextextended('successions', 0));
          lock table register_entry in row exclusive mode;
          holder := coalesce((select c.holder_id from carried_over c where c.organisation_id = new.organisation_id), new.organisation_id);
          perform pg_advisory_xact_lock(hashtextextended(holder::text, 0));
          update register_entry set commitments = verified_commitments(organisation_id, charter_id)
          where organisation_id = holder and charter_id = new.charter_id and new.commitment = any (commitments)
            and not new.commitment = any (verified_commitments(organisation_id, charter_id));
          return null;
        end $$;
        create or replace trigger hide_fallen_commitment after update of state_rank on register_duty
          for each row when (old.state_rank = 3 and new.state_rank < 3) execute function hide_fallen_commitment();
        """;
}

/// <summary>The latest award of an organisation as the kite-mark service states it, whether or not the organisation is on the register yet.</summary>
internal sealed class RegisterMark
{
    public Guid OrganisationId { get; init; }
    public required string Level { get; init; }
    public Guid AwardId { get; init; }
    public int Version { get; init; }
    public DateOnly AwardedOn { get; init; }
    public DateOnly ValidUntil { get; init; }

    /// <summary>What an organisation shows of its own mark and those that it was left: one in force before one that lapsed, then the higher level, then its own.</summary>
    public static RegisterMark? BestOf(IEnumerable<RegisterMark> marks, Guid holder, DateOnly today) => marks
        .OrderByDescending(m => m.ValidUntil >= today).ThenByDescending(m => MarkLevels.All.Index().FirstOrDefault(l => l.Item == m.Level).Index)
        .ThenByDescending(m => m.OrganisationId == holder).ThenByDescending(m => m.AwardedOn).ThenByDescending(m => m.AwardId).FirstOrDefault();
}

/// <summary>A pledge as the pledge service states it.</summary>
internal sealed class RegisterPledge
{
    public Guid PledgeId { get; init; }
    public Guid OrganisationId { get; init; }
    public int Version { get; init; }
    public required PledgeFacts Facts { get; init; }
}

/// <summary>An item of evidence as the pledge service states it.</summary>
internal sealed class RegisterEvidence
{
    public Guid EvidenceId { get; init; }
    public Guid PledgeId { get; init; }
    public Guid OrganisationId { get; init; }
    public int Version { get; init; }
    public required string Title { get; init; }
    public DateOnly IntroducedOn { get; init; }
    public required string State { get; init; }
}
