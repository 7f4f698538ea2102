using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Value;

/// <summary>
/// One outcome in the value ledger: a figure with its corrections, and who has which share in it. Stage, figure and shares follow from entries and claims that
/// are only ever added; the parts that count are never more than the whole.
/// </summary>
internal sealed class ValueRecord
{
    private readonly List<ValueEntry> _entries = [];
    private readonly List<ValueClaim> _claims = [];
    private readonly List<ValueDispute> _disputes = [];
    private readonly List<ValueStanding> _standing = [];

    private ValueRecord() { }

    public Guid Id { get; private init; }
    public int Version { get; private set; }
    /// <summary>The organisation for which it was recorded.</summary>
    public Guid OrganisationId { get; private init; }
    /// <summary>Number of the entry that counts.</summary>
    public int CurrentEntry { get; private set; }
    /// <summary>Another record of the same outcome, in which it counts instead of here.</summary>
    public Guid? JoinedTo { get; private set; }
    public string? JoinedReason { get; private set; }
    public IReadOnlyList<ValueEntry> Entries => _entries;
    public IReadOnlyList<ValueClaim> Claims => _claims;
    public IReadOnlyList<ValueDispute> Disputes => _disputes;
    /// <summary>Of those read, at least the rows that stand.</summary>
    public IReadOnlyList<ValueStanding> Standing => _standing;

    public ValueEntry Current => _entries.Single(e => e.Number == CurrentEntry);
    /// <summary>When it last changed, and through whom.</summary>
    public DateTimeOffset LastAt { get; private set; }
    public Guid LastBy { get; private set; }
    public bool IsDisputed => _disputes.Exists(d => d.SettledAt is null);

    public IReadOnlyList<Part> Parts => JoinedTo is not null || Current.Amount == 0 ? [] : AllParts;

    /// <summary>Also of what was taken back or joined to another record.</summary>
    private IReadOnlyList<Part> AllParts => Shares.Of(_claims.OrderBy(c => c.Number).Select(c => (c.OrganisationId, c.Share)));

    public static ValueRecord Begin(Guid organisation, ValueFigure asked, decimal share, Func<string, bool> isKnownOutcome, MeasureOfFramework? measure, Guid by, DateTimeOffset now)
    {
        if (share == 0)
            throw InvalidRequest.For("share", "This must be more than 0: record what your organisation has a part in.");
        var record = new ValueRecord { Id = Guid.CreateVersion7(now), OrganisationId = organisation };
        record.Enter(ValueEntry.Of(record.Id, 1, asked, null, isKnownOutcome, measure, null, by, now));
        record.Claim(organisation, share, ClaimCauses.Recorded, null, by, now);
        record.Settle(by, now);
        return record;
    }

    public void Correct(ValueFigure asked, string reason, Func<string, bool> isKnownOutcome, MeasureOfFramework? measure, Guid by, DateTimeOffset now)
    {
        MustStand();
        Enter(ValueEntry.Of(Id, CurrentEntry + 1, asked, reason, o => isKnownOutcome(o) || o == Current.Outcome, measure, Current.Named, by, now));
        Settle(by, now);
    }

    /// <summary>From now on this is the organisation's share; with 0 it has none.</summary>
    public void Claim(Guid organisation, decimal share, string reason, Guid by, DateTimeOffset now)
    {
        MustStand();
        if (Current.Amount == 0)
            throw PledgeErrors.ValueTakenBack();
        if (ClaimOf(organisation) == share)
            throw InvalidRequest.For("share", share == 0 ? "Your organisation has no share in this: give one of more than 0." : "This is your organisation's share already.");
        Claim(organisation, share, ClaimCauses.Claimed, reason, by, now);
        Settle(by, now);
    }

    /// <summary>
    /// The other records the same outcome. From now on it counts there alone, and whoever had a share here has one there, at least as large: what that makes
    /// too much is a dispute. Nothing can be entered or claimed here any more.
    /// </summary>
    public void Join(ValueRecord other, string reason, Guid by, DateTimeOffset now)
    {
        MustStand();
        other.MustStand();
        if (other.Id == Id)
            throw InvalidRequest.For("sameAs", "This is the record itself. Give the address of the other.");
        if ((other.Current.Stage, other.Current.Unit) != (Current.Stage, Current.Unit))
            throw PledgeErrors.ValueNotAlike();
        if (other.Current.Amount == 0 || Current.Amount == 0)
            throw PledgeErrors.ValueTakenBack();
        foreach (var part in AllParts.Where(p => p.Claimed > other.ClaimOf(p.Organisation)))
            other.Claim(part.Organisation, part.Claimed, ClaimCauses.Joined, reason, by, now);
        (JoinedTo, JoinedReason) = (other.Id, reason.Trim());
        Settle(by, now);
        other.Settle(by, now);
    }

    /// <summary>A registrar decides who has which share.</summary>
    /// <param name="shares">Of every organisation that claims one now.</param>
    public void Decide(IReadOnlyDictionary<Guid, decimal> shares, string reason, Guid by, DateTimeOffset now)
    {
        MustStand();
        if (!IsDisputed)
            throw PledgeErrors.ValueNotDisputed();
        if (!AllParts.Select(p => p.Organisation).ToHashSet().SetEquals(shares.Keys))
            throw InvalidRequest.For("shares", "Give a share for each organisation that claims one, and for no other; 0 for none.");
        if (shares.Values.Sum() > 1)
            throw InvalidRequest.For("shares", $"Together they may be at most 1, and these are {shares.Values.Sum().Plain()}.");
        foreach (var part in AllParts.Where(p => p.Claimed != shares[p.Organisation]))
            Claim(part.Organisation, shares[part.Organisation], ClaimCauses.Settled, reason, by, now);
        _disputes.Single(d => d.SettledAt is null).End(ValueDispute.Decided, reason.Trim(), by, now.LocalDay(), now);
        Settle(by, now);
    }

    public decimal ClaimOf(Guid organisation) => _claims.Where(c => c.OrganisationId == organisation).MaxBy(c => c.Number)?.Share ?? 0;

    public ValueStated Stated()
    {
        var e = Current;
        return new ValueStated(
            new(Id, Version, OrganisationId, e.Stage, e.Pillar, e.Outcome, e.Title, e.Amount.Plain(), e.Unit, e.Confidence, e.PeriodFrom, e.PeriodUntil, e.Place, JoinedTo),
            [.. Parts.Select(p => new ValueShare(p.Organisation, p.Claimed.Plain(), p.Counted.Plain()))], IsDisputed, LastBy, LastAt);
    }

    private void MustStand()
    {
        if (JoinedTo is { } other)
            throw PledgeErrors.ValueJoined(other);
    }

    private void Enter(ValueEntry entry)
    {
        if (_entries.Exists(e => e.Number == entry.Number))
            throw PledgeErrors.ValueCorrectedMeanwhile();   // between the reading of the record and that of its entries
        _entries.Add(entry);
        CurrentEntry = entry.Number;
    }

    private void Claim(Guid organisation, decimal share, string cause, string? reason, Guid by, DateTimeOffset now) => _claims.Add(new()
    {
        ValueId = Id,
        Number = _claims.Count + 1,
        OrganisationId = organisation,
        Share = share,
        Cause = cause,
        Reason = reason?.Trim(),
        MadeOn = now.LocalDay(),
        MadeAt = now,
        MadeBy = by,
    });

    /// <summary>After every change: a dispute is open exactly while more than the whole is claimed, and what counts is drawn anew.</summary>
    private void Settle(Guid by, DateTimeOffset now)
    {
        Version++;
        (LastAt, LastBy) = (now, by);
        var isTooMuch = Parts.Sum(p => p.Claimed) > 1;
        if (isTooMuch && !IsDisputed)
            _disputes.Add(new() { ValueId = Id, Number = _disputes.Count + 1, OpenedOn = now.LocalDay(), OpenedAt = now });
        else if (!isTooMuch && IsDisputed)
            _disputes.Single(d => d.SettledAt is null).End(JoinedTo is null ? ValueDispute.Agreed : ValueDispute.Joined, null, by, now.LocalDay(), now);
        ValueStanding.Redraw(_standing, Current, Parts, now.LocalDay());
    }

}
