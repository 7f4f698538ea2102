using Charter.Contracts;

namespace Charter.Pledges.Ledgers;

/// <summary>
/// The duties that bind one signatory under one charter version. It starts with the signature and opens, once and for all, when the
/// charter version is known too; the two become known in any order.
/// </summary>
internal sealed class Ledger
{
    private readonly List<Duty> _duties = [];

    private Ledger() { }

    public Guid OrganisationId { get; private init; }
    public Guid CharterId { get; private init; }
    public int CharterVersion { get; private init; }
    /// <summary>The latest of this version: an organisation whose signature ended may sign the same version again.</summary>
    public Guid SignatureId { get; private set; }
    /// <summary>The organisation whose signature it goes by: a predecessor's, until this one has signed itself. Null when it has.</summary>
    public Guid? CarriedFrom { get; private set; }
    /// <summary>Kind of the organisation on the day of signing.</summary>
    public string Kind { get; private init; } = "";
    public DateTimeOffset SignedAt { get; private set; }
    public DateTimeOffset? OpenedAt { get; private set; }
    public IReadOnlyList<Duty> Duties => _duties;

    /// <summary>
    /// The ledger of an organisation that goes by the signature of a predecessor, to be opened: the same duties, none of them started, because what stands
    /// under them is its own from now on.
    /// </summary>
    public Ledger CarryOn(Guid successor) => new()
    {
        OrganisationId = successor,
        CharterId = CharterId,
        CharterVersion = CharterVersion,
        SignatureId = SignatureId,
        CarriedFrom = OrganisationId,
        Kind = Kind,
        SignedAt = SignedAt,
    };

    /// <summary>Goes on under the signature of another predecessor, when that by which it was begun is its own no longer or has ended.</summary>
    public void GoBy(Ledger left) => (SignatureId, CarriedFrom, SignedAt) = (left.SignatureId, left.OrganisationId, left.SignedAt);

    /// <summary>
    /// Enters the duties that bind this kind of organisation, in the charter's order. One that stands word for word in an earlier version, whatever its code there,
    /// keeps what was shown for it; every other is not started, because the organisation has to show that it does what it now says.
    /// </summary>
    /// <param name="earlier">The organisation's duties under earlier versions of the charter.</param>
    public LedgerOpened Open(CharterCopy charter, IReadOnlyCollection<Duty> earlier, DateTimeOffset now)
    {
        if (OpenedAt is not null)
            throw new InvalidOperationException("A ledger opens once.");
        OpenedAt = now;
        _duties.AddRange(charter.Duties.Where(d => Bindings.Binds(d.Binding, Kind)).Select((d, i) =>
        {
            var kept = earlier.Where(e => e.StateRank > 0 && e.Says(d.Commitment, d.Binding, d.Text)).OrderByDescending(e => e.StateRank).ThenByDescending(e => e.CharterVersion).FirstOrDefault();
            return new Duty
            {
                OrganisationId = OrganisationId,
                CharterId = CharterId,
                CharterVersion = CharterVersion,
                Code = d.Code,
                Position = i + 1,
                Commitment = d.Commitment,
                Binding = d.Binding,
                Text = d.Text,
                StateRank = kept?.StateRank ?? 0,
                VerifiedAt = kept?.VerifiedAt,
                KeptFrom = kept?.KeptFrom ?? kept?.CharterVersion,
            };
        }));
        return new LedgerOpened(OrganisationId, CharterId, CharterVersion, [.. _duties.Select(d => d.Facts())], now);
    }
}

/// <summary>A duty of one signatory.</summary>
internal sealed class Duty
{
    /// <summary>
    /// What shows and serves which duties: in the version under which it was entered by the code, in later ones by the words. When a duty became verified is kept
    /// with it, also for those verified before that was kept, and while replicas run that do not know the column.
    /// </summary>
    public const string WordForWord = """
        create view evidence_shows as
          select s.evidence_id, d.organisation_id, d.charter_id, d.charter_version, d.code from evidence_duty s
            join ledger_duty served on (served.organisation_id, served.charter_id, served.charter_version, served.code) = (s.organisation_id, s.charter_id, s.charter_version, s.code)
            join ledger_duty d on d.organisation_id = served.organisation_id and d.charter_id = served.charter_id and (d.charter_version = served.charter_version and d.code = served.code
              or d.charter_version > served.charter_version and (d.commitment, d.binding, d.text) = (served.commitment, served.binding, served.text));
        create view pledge_serves as
          select p.id as pledge_id, p.status, d.organisation_id, d.charter_id, d.charter_version, d.code from pledge p
            join ledger_duty served on served.organisation_id = p.organisation_id and served.charter_id = p.charter_id and served.charter_version = p.charter_version and served.code in (p.commitment, p.duty)
            join ledger_duty d on d.organisation_id = served.organisation_id and d.charter_id = served.charter_id and (d.charter_version = served.charter_version and d.code = served.code
              or d.charter_version > served.charter_version and (d.commitment, d.binding, d.text) = (served.commitment, served.binding, served.text));
        update ledger_duty d set verified_at = coalesce((
          select min(e.reviewed_at) from evidence_duty s join evidence e on e.id = s.evidence_id and e.state = 'verified'
          where s.organisation_id = d.organisation_id and s.charter_id = d.charter_id and s.charter_version <= d.charter_version and s.code = d.code), now())
        where d.state_rank = 3;
        create function keep_when_verified() returns trigger language plpgsql as $$
        begin
          new.verified_at := case when new.state_rank = 3 then coalesce(new.verified_at, now()) end;
          return new;
        end $$;
        create trigger keep_when_verified before insert or update on ledger_duty for each row execute function keep_when_verified();
        """;

    public Guid OrganisationId { get; init; }
    public Guid CharterId { get; init; }
    public int CharterVersion { get; init; }
    public required string Code { get; init; }
    public int Position { get; init; }
    public required string Commitment { get; init; }
    public required string Binding { get; init; }
    public required string Text { get; init; }
    /// <summary>Index in <see cref="DutyStates.All"/>. It grows through <see cref="AdvanceDuties"/>, and falls when evidence counts no longer.</summary>
    public int StateRank { get; init; }
    /// <summary>How often it has fallen back.</summary>
    public int Revision { get; init; }
    /// <summary>When it became verified, also if that was under an earlier version.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }
    /// <summary>Earlier version of the charter, in which it stands word for word and under which its state was first shown.</summary>
    public int? KeptFrom { get; init; }

    public string State => DutyStates.All[StateRank];

    /// <summary>Whether it is this duty, word for word.</summary>
    public bool Says(string commitment, string binding, string text) => Commitment == commitment && Binding == binding && Text == text;

    /// <summary>Whether what was shown for it counts for the other: it is the same duty of one version, or stands word for word in an earlier one.</summary>
    public bool CountsFor(Duty other) => CharterVersion == other.CharterVersion ? Code == other.Code : CharterVersion < other.CharterVersion && Says(other.Commitment, other.Binding, other.Text);

    public LedgerDuty Facts() => new(Position, Code, Commitment, Binding, Text, State, Revision);
}

/// <summary>
/// A signature that lapsed or was withdrawn. The ledger under it stays with all that is in it; there can be progress and evidence for what was pledged
/// and no new pledge, until the organisation signs again.
/// </summary>
internal sealed class EndedSignature
{
    public Guid SignatureId { get; init; }
    public Guid OrganisationId { get; init; }
    public DateOnly EndedOn { get; init; }
    /// <summary>lapsed or withdrawn.</summary>
    public required string Reason { get; init; }
}
