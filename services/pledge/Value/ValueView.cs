using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Value;

/// <summary>A record of value as the API shows it.</summary>
/// <param name="OrganisationId">Whose it is now: the organisation that recorded it, or the one in its place.</param>
/// <param name="Share">What the organisation of the list claims; null outside of lists.</param>
/// <param name="Counted">The amount that counts for it.</param>
internal sealed record ValueLine(
    Guid Id, Guid OrganisationId, string? OrganisationName, string Stage, string Pillar, string Outcome, string Title, decimal Amount, string Unit, string Confidence, string Source,
    DateOnly PeriodFrom, DateOnly PeriodUntil, Place? Place, DateOnly RecordedOn, int Corrections, bool IsDisputed, Guid? JoinedTo, decimal? Share = null, decimal? Counted = null);

/// <param name="Reason">Why the one before was wrong; null in the first.</param>
/// <param name="FrameworkMeasure">The measure of a framework by which it is counted; null also for whoever may not read the framework.</param>
/// <param name="KeptMeasure">For the people of the organisation that recorded it, when they may read its framework no longer: a correction that names it keeps it.</param>
internal sealed record EntryView(
    int Number, string Stage, string Pillar, string Outcome, string Title, decimal Amount, string Unit, string Confidence, string Source, DateOnly PeriodFrom, DateOnly PeriodUntil, Place? Place,
    DateOnly RecordedOn, string? Reason, MeasureOfFramework? FrameworkMeasure, NamedMeasure? KeptMeasure);

/// <param name="Counted">The amount that counts for it.</param>
internal sealed record PartView(Guid OrganisationId, string? OrganisationName, decimal Share, decimal CountedShare, decimal Counted);

/// <param name="Cause">recorded, claimed, joined or settled.</param>
/// <param name="Reason">Left out for whoever is neither of a party nor in an office of the partnership.</param>
internal sealed record ClaimView(int Number, Guid OrganisationId, string? OrganisationName, decimal Share, string Cause, string? Reason, DateOnly MadeOn);

/// <param name="Outcome">agreed, decided or joined; null while it is open.</param>
internal sealed record DisputeView(int Number, DateOnly OpenedOn, DateOnly? SettledOn, string? Outcome, string? Reason);

/// <summary>A record with all that was entered and claimed.</summary>
/// <param name="Entries">Newest first: the first one counts, and each says why the one after it in the list was wrong.</param>
/// <param name="Parts">Who has which share now.</param>
internal sealed record ValueView(ValueLine Value, IReadOnlyList<EntryView> Entries, IReadOnlyList<PartView> Parts, IReadOnlyList<ClaimView> Claims, IReadOnlyList<DisputeView> Disputes, string? JoinedReason)
{
    /// <summary>Roles that read reasons beside the parties.</summary>
    private static readonly string[] Offices = [Roles.Registrar, Roles.EvidenceReviewer, Roles.Assessor, Roles.PanelChair];

    /// <summary>The id is also that of the view, as of everything that is made.</summary>
    public Guid Id => Value.Id;

    public static async Task<ValueView> Of(ValueRecord record, Caller? caller, PledgeDb db, CancellationToken cancel)
    {
        Guid[] asked = [.. record.Claims.Select(c => c.OrganisationId).Append(record.OrganisationId).Distinct()];
        var holders = await db.Set<CarriedOver>().Where(c => asked.Contains(c.OrganisationId)).ToDictionaryAsync(c => c.OrganisationId, c => c.HolderId, cancel);
        Guid[] named = [.. asked.Concat(holders.Values).Distinct()];
        var names = await db.Organisations.Where(o => named.Contains(o.OrganisationId)).ToDictionaryAsync(o => o.OrganisationId, o => o.Name, cancel);
        var measures = await db.MeasuresOf([.. record.Entries.Select(x => x.Named).OfType<NamedMeasure>().Distinct()], caller, cancel);
        var isOwn = caller is not null && caller.BelongsTo(record.OrganisationId);
        var isInsider = caller is not null && (Offices.Any(caller.PartnershipRoles.Contains) || asked.Any(caller.BelongsTo));
        var e = record.Current;
        var holder = holders.GetValueOrDefault(record.OrganisationId, record.OrganisationId);
        return new(
            new(record.Id, holder, names.GetValueOrDefault(holder), e.Stage, e.Pillar, e.Outcome, e.Title, e.Amount.Plain(), e.Unit, e.Confidence, e.Source, e.PeriodFrom, e.PeriodUntil, PlaceOf(e.Place),
                record.Entries.Min(x => x.RecordedOn), record.CurrentEntry - 1, record.IsDisputed, record.JoinedTo),
            [.. record.Entries.OrderByDescending(x => x.Number).Select(x => new EntryView(
                x.Number, x.Stage, x.Pillar, x.Outcome, x.Title, x.Amount.Plain(), x.Unit, x.Confidence, x.Source, x.PeriodFrom, x.PeriodUntil, PlaceOf(x.Place), x.RecordedOn, x.Reason, MeasureOf(x), isOwn && MeasureOf(x) is null ? x.Named : null))],
            [.. record.Parts.Select(p => new PartView(p.Organisation, NameOf(p.Organisation), p.Claimed.Plain(), p.Counted.Plain(), (e.Amount * p.Counted).Plain()))],
            [.. record.Claims.OrderByDescending(c => c.Number).Select(c => new ClaimView(c.Number, c.OrganisationId, NameOf(c.OrganisationId), c.Share.Plain(), c.Cause, isInsider ? c.Reason : null, c.MadeOn))],
            [.. record.Disputes.OrderByDescending(d => d.Number).Select(d => new DisputeView(d.Number, d.OpenedOn, d.SettledOn, d.Outcome, isInsider ? d.Reason : null))],
            isInsider ? record.JoinedReason : null);

        MeasureOfFramework? MeasureOf(ValueEntry x) => x.Named is { } one ? measures.GetValueOrDefault(one) : null;

        // A share stays with whoever claimed it and is said with the one in its place.
        string? NameOf(Guid organisation) => holders.TryGetValue(organisation, out var now) ? $"{names.GetValueOrDefault(organisation)}, now {names.GetValueOrDefault(now)}" : names.GetValueOrDefault(organisation);
    }

    public static Place? PlaceOf(string? code) => code is null ? null : Places.Of(code);

}
