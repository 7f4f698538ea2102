using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Organisations;

namespace Charter.Signatories.Successions;

/// <summary>
/// One organisation stands in the place of another from the day on which a registrar enters it; since when it holds in law is recorded beside. It can be
/// taken back for thirty days, as long as nobody has taken the successor's own place.
/// </summary>
internal sealed class Succession
{
    /// <summary>Days after that of the entry on which it can be taken back.</summary>
    public const int ReversibleDays = 30;
    private const int LongestAgoYears = 50;

    private Succession() { }

    public Guid Id { get; private init; }
    public int Version { get; private set; }
    /// <summary>One of <see cref="SuccessionKinds"/>.</summary>
    public string Kind { get; private init; } = "";
    public Guid PredecessorId { get; private init; }
    public Guid SuccessorId { get; private init; }
    /// <summary>Day from which it holds in law.</summary>
    public DateOnly On { get; private init; }
    /// <summary>For the registrars.</summary>
    public string? Note { get; private init; }
    public DateOnly EnteredOn { get; private init; }
    public Guid EnteredBy { get; private init; }
    public DateTimeOffset EnteredAt { get; private init; }
    public DateOnly? ReversedOn { get; private set; }
    public Guid? ReversedBy { get; private set; }
    public DateTimeOffset? ReversedAt { get; private set; }
    public string? ReversalReason { get; private set; }

    public DateOnly ReversibleUntil => EnteredOn.AddDays(ReversibleDays);

    public bool IsReversible(DateOnly today) => ReversedAt is null && today <= ReversibleUntil;

    /// <summary>Puts the successor in the predecessor's place.</summary>
    public static Succession Enter(Organisation predecessor, Organisation successor, EnterSuccession.Request asked, Guid by, DateTimeOffset now)
    {
        var today = now.LocalDay();
        if (asked.On > today || asked.On < today.AddYears(-LongestAgoYears))
            throw InvalidRequest.For("on", $"This must be a day from {today.AddYears(-LongestAgoYears):yyyy-MM-dd} to today. What is yet to come is entered on its day.");
        var succession = new Succession
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            Kind = asked.Kind,
            PredecessorId = predecessor.Id,
            SuccessorId = successor.Id,
            On = asked.On,
            Note = string.IsNullOrWhiteSpace(asked.Note) ? null : asked.Note.Trim(),
            EnteredOn = today,
            EnteredBy = by,
            EnteredAt = now,
        };
        predecessor.Succeed(succession.Id);
        return succession;
    }

    /// <summary>Puts the predecessor back into its own place.</summary>
    public void Reverse(Organisation predecessor, Organisation successor, string reason, Guid by, DateTimeOffset now)
    {
        if (!IsReversible(now.LocalDay()))
            throw SignatoryErrors.SuccessionIsFinal(ReversibleUntil);
        if (successor.IsSucceeded)
            throw SignatoryErrors.LaterSuccession(successor.Name);
        (ReversedOn, ReversedBy, ReversedAt, ReversalReason) = (now.LocalDay(), by, now, reason.Trim());
        Version++;
        predecessor.Restore();
    }

    /// <summary>What was published of it last: of one that was taken back only that, so that nobody carries anything over meanwhile.</summary>
    public IEvent Latest(Organisation successor) => ReversedAt is null ? Entry(successor) : Reversal();

    public OrganisationSucceeded Entry(Organisation successor) =>
        new OrganisationSucceeded(Id, 1, Kind, PredecessorId, SuccessorId, On, successor.Name, successor.Sector, successor.Places, EnteredBy, EnteredAt);

    public SuccessionReversed Reversal() => new SuccessionReversed(Id, 2, Kind, PredecessorId, SuccessorId, On, ReversedBy!.Value, ReversedAt!.Value);
}
