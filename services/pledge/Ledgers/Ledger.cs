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
    /// The ledger of an organisation that goes by the signature of a predecessor: the same duties, none of them started, because what stands under them is
    /// its own from now on.
    /// </summary>
    public (Ledger Ledger, LedgerOpened Opened) CarryOn(Guid successor, CharterCopy charter, DateTimeOffset now)
    {
        var ledger = new Ledger
        {
            OrganisationId = successor,
            CharterId = CharterId,
            CharterVersion = CharterVersion,
            SignatureId = SignatureId,
            CarriedFrom = OrganisationId,
            Kind = Kind,
            SignedAt = SignedAt,
        };
        return (ledger, ledger.Open(charter, now));
    }

    /// <summary>Goes on under the signature of another predecessor, when that by which it was begun is its own no longer or has ended.</summary>
    public void GoBy(Ledger left) => (SignatureId, CarriedFrom, SignedAt) = (left.SignatureId, left.OrganisationId, left.SignedAt);

    /// <summary>Enters the duties that bind this kind of organisation, in the charter's order, none started.</summary>
    public LedgerOpened Open(CharterCopy charter, DateTimeOffset now)
    {
        if (OpenedAt is not null)
            throw new InvalidOperationException("A ledger opens once.");
        OpenedAt = now;
        _duties.AddRange(charter.Duties.Where(d => Bindings.Binds(d.Binding, Kind)).Select((d, i) => new Duty
        {
            OrganisationId = OrganisationId,
            CharterId = CharterId,
            CharterVersion = CharterVersion,
            Code = d.Code,
            Position = i + 1,
            Commitment = d.Commitment,
            Binding = d.Binding,
            Text = d.Text,
        }));
        return new LedgerOpened(OrganisationId, CharterId, CharterVersion, [.. _duties.Select(d => d.Facts())], now);
    }
}

/// <summary>A duty of one signatory.</summary>
internal sealed class Duty
{
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

    public string State => DutyStates.All[StateRank];

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
