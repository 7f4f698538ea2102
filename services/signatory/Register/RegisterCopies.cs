using Charter.Contracts;

namespace Charter.Signatories.Register;

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

    /// <summary>Whether what was shown for it counts for the other: it is the same duty of one version, or stands word for word in an earlier one.</summary>
    public bool CountsFor(RegisterDuty other) => CharterVersion == other.CharterVersion ? Code == other.Code
        : CharterVersion < other.CharterVersion && (Commitment, Binding, Text) == (other.Commitment, other.Binding, other.Text);

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
