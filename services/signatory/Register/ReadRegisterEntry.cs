using Charter.Contracts;
using Charter.ServiceDefaults;
using Charter.Signatories.Gazetteer;
using Charter.Signatories.Organisations;
using Charter.Signatories.Signatures;
using Charter.Signatories.Successions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Signatories.Register;

/// <summary>All that the public sees of one signatory.</summary>
internal static class ReadRegisterEntry
{
    /// <param name="Signature">Its own, or a predecessor's if it has none.</param>
    /// <param name="Pledges">Its own and those of organisations whose place it has taken; none once another has taken its own.</param>
    /// <param name="Predecessors">Organisations whose place it has taken.</param>
    /// <param name="Successor">The organisation that has taken its place.</param>
    internal sealed record Answer(
        Guid OrganisationId, string Name, string Sector, string Kind, string SizeBand, IReadOnlyList<OrganisationIdentifier> Identifiers, IReadOnlyList<Place> Places,
        SignatureFacts Signature, IReadOnlyList<DutyFacts> Duties, IReadOnlyList<Pledge> Pledges, MarkFacts? Mark, DataLicence Licence,
        IReadOnlyList<SuccessionFacts> Predecessors, SuccessionFacts? Successor);

    /// <param name="Status">in-force, lapsed, withdrawn or succeeded.</param>
    /// <param name="Since">First day of this status.</param>
    /// <param name="ResignBy">Last day on which the signature still holds, while a newer version waits to be signed.</param>
    /// <param name="CarriedFrom">The predecessor that signed; null when it did so itself.</param>
    /// <param name="Signatory">Name and role, when the signatory consents to publish them.</param>
    /// <param name="Others">Who else signed, where the charter asks for several and they consent.</param>
    /// <param name="Periods">From when to when the organisation, or the predecessor that signed, was a signatory of this charter, the latest last: a gap shows.</param>
    internal sealed record SignatureFacts(
        Guid Id, Guid CharterId, string CharterTitle, int Version, string ContentHash, DateOnly SignedOn, string Status, DateOnly Since, DateOnly? ResignBy, SignatoryFacts? Signatory,
        Guid? CarriedFrom, DateOnly? EndedOn, bool Countersigned, IReadOnlyList<SignatoryFacts> Others, IReadOnlyList<PeriodFacts> Periods);

    /// <param name="Until">First day on which it was not; null as long as it is.</param>
    /// <param name="Ended">lapsed or withdrawn.</param>
    internal sealed record PeriodFacts(DateOnly From, DateOnly? Until, string? Ended);

    internal sealed record SignatoryFacts(string Name, string Role);

    internal sealed record DutyFacts(string Code, string Commitment, string Binding, string Text, string State);

    /// <param name="BaselineOn">Day on which the baseline stood; null in pledges from before it was asked for.</param>
    /// <param name="Place">Where it is to make a difference; null when it is for no place in particular.</param>
    /// <param name="TargetGroups">Whom it is for; none when it is for everybody.</param>
    /// <param name="Segment">civic, community or service.</param>
    /// <param name="EndedOn">Day on which it was completed, missed or withdrawn.</param>
    /// <param name="EndedByRule">Whether a rule entered that it was missed, because its day had passed and nobody said how it ended.</param>
    /// <param name="PromisedOn">When it was promised, if it was entered afterwards.</param>
    internal sealed record Pledge(
        Guid Id, string Commitment, string Pillar, string Outcome, string Title, string Measure, string Unit, decimal Baseline, decimal Target,
        DateOnly DueOn, string Status, Progress? Progress, IReadOnlyList<EvidenceItem> Evidence, Guid? CarriedFrom,
        DateOnly? BaselineOn, Place? Place, IReadOnlyList<string> TargetGroups, string? Segment, DateOnly? EndedOn, bool EndedByRule, DateOnly? PromisedOn);

    internal sealed record Progress(decimal Value, DateOnly On);

    internal sealed record EvidenceItem(Guid Id, string Title, string State, DateOnly IntroducedOn);

    internal sealed record MarkFacts(string Level, Guid AwardId, DateOnly AwardedOn, DateOnly ValidUntil, string Status);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/register/{organisationId}", Handle)
        .AllowEveryone().AnswersConditionally().Refuses(404, "not-on-register").WithTags("Register").WithSummary("Read an organisation's entry");

    private static async Task<Ok<Answer>> Handle(Guid organisationId, SignatoryDb db, TimeProvider time, IConfiguration configuration, CancellationToken cancel)
    {
        var entry = await db.Register.AsNoTracking().SingleOrDefaultAsync(e => e.OrganisationId == organisationId, cancel) ?? throw SignatoryErrors.NotOnRegister();
        var signed = await db.Signatures.AsNoTracking().Where(s => s.Id == entry.SignatureId)
            .Join(db.Versions, s => new { s.CharterId, Number = s.CharterVersion }, v => new { v.CharterId, v.Number }, (s, v) => new { Signature = s, v.Title }).SingleAsync(cancel);
        var identifiers = await db.Set<Identifier>().AsNoTracking().Where(i => i.OrganisationId == organisationId).OrderBy(i => i.Scheme).ToListAsync(cancel);
        var held = await db.HeldBy(organisationId, cancel);
        var (predecessors, successor) = await SuccessionFacts.Of(db, organisationId, cancel);
        var isCarried = held.Length > 1;
        var duties = await db.RegisterDuties.AsNoTracking().Where(d => held.Contains(d.OrganisationId) && d.CharterId == entry.CharterId
            && (d.CharterVersion == entry.CharterVersion || (isCarried && d.CharterVersion < entry.CharterVersion))).ToListAsync(cancel);
        var pledges = await db.RegisterPledges.AsNoTracking().Where(p => held.Contains(p.OrganisationId)).OrderBy(p => p.PledgeId).ToListAsync(cancel);
        var evidence = (await db.RegisterEvidence.AsNoTracking().Where(e => held.Contains(e.OrganisationId) && !EvidenceStates.Hidden.Contains(e.State)).OrderBy(e => e.EvidenceId).ToListAsync(cancel)).ToLookup(e => e.PledgeId);
        var since = await db.RegisterPeriods.Where(p => p.OrganisationId == organisationId && p.Status != entry.Status).MaxAsync(p => p.UntilOn, cancel)
            ?? await db.RegisterPeriods.Where(p => p.OrganisationId == organisationId).MinAsync(p => (DateOnly?)p.FromOn, cancel);
        var places = await db.PlaceNames(entry.Places.Concat(pledges.Select(p => p.Facts.Place).OfType<string>()), cancel);
        var s = signed.Signature;
        var signatory = entry.CarriedFrom ?? organisationId;
        var spans = await db.Signatures.AsNoTracking().Where(o => o.OrganisationId == signatory && o.CharterId == entry.CharterId).OrderBy(o => o.SignedAt).ThenBy(o => o.Id)
            .Select(o => new Span(o.SignatureKind, o.SignedOn, o.EndedOn, o.EndReason)).ToListAsync(cancel);
        return TypedResults.Ok(new Answer(
            entry.OrganisationId, entry.Name, entry.Sector, entry.Kind, entry.SizeBand, [.. identifiers.Select(i => new OrganisationIdentifier(i.Scheme, i.Value))],
            [.. entry.Places.Select(places.Of)],
            new(s.Id, s.CharterId, signed.Title, s.CharterVersion, s.ContentHash, s.SignedOn, entry.Status, since ?? entry.SignedOn, entry.ResignBy, s.ConsentsToPublish && !s.IsNameWithheld ? new(s.SignatoryName, s.SignatoryRole) : null,
                entry.CarriedFrom, s.EndedOn, s.CountersignedBy is not null, [.. s.Others.Where(o => o.ConsentsToPublish && !o.IsNameWithheld).Select(o => new SignatoryFacts(o.Name, o.Role))], Periods(spans)),
            [.. duties.Where(d => d.CharterVersion == entry.CharterVersion).DistinctBy(d => d.Code).OrderBy(d => d.Position)
                .Select(d => new DutyFacts(d.Code, d.Commitment, d.Binding, d.Text, DutyStates.All[duties.Where(o => o.CountsFor(d)).Max(o => o.StateRank)]))],
            [.. pledges.Select(p => PledgeOf(p.Facts, evidence[p.PledgeId], organisationId, places))],
            MarkOf(entry, time.Today()), DataLicence.From(configuration), predecessors, successor));
    }

    private sealed record Span(string Kind, DateOnly SignedOn, DateOnly? EndedOn, string? EndReason);

    /// <summary>Signatures that follow one another are one period; one that was given anew begins another.</summary>
    private static List<PeriodFacts> Periods(IEnumerable<Span> signatures)
    {
        var periods = new List<PeriodFacts>();
        foreach (var s in signatures)
        {
            var ended = s.EndReason == SignatureEnds.Superseded ? null : s.EndReason;
            if (s.Kind == SignatureKinds.ReSigned && periods.Count > 0)
                periods[^1] = periods[^1] with { Until = ended is null ? null : s.EndedOn, Ended = ended };
            else
                periods.Add(new(s.SignedOn, ended is null ? null : s.EndedOn, ended));
        }
        return periods;
    }

    private static Pledge PledgeOf(PledgeFacts f, IEnumerable<RegisterEvidence> evidence, Guid organisation, PlaceNames places) => new(
        f.PledgeId, f.Commitment, f.Pillar, f.Outcome, f.Title, f.Measure, f.Unit, f.Baseline, f.Target, f.DueOn, f.Status,
        f is { ProgressValue: { } value, ProgressOn: { } on } ? new(value, on) : null,
        [.. evidence.Select(e => new EvidenceItem(e.EvidenceId, e.Title, e.State, e.IntroducedOn))], f.OrganisationId == organisation ? null : f.OrganisationId,
        f.BaselineOn, f.Place is { } place ? places.Of(place) : null, f.TargetGroups ?? [], f.Segment, f.EndedOn, f.EndedByRule, f.PromisedOn);

    private static MarkFacts? MarkOf(RegisterEntry entry, DateOnly today) =>
        entry is { AwardId: { } award, AwardedOn: { } on, MarkValidUntil: { } until }
            ? new(entry.Mark, award, on, until, until >= today ? "active" : "lapsed")
            : null;
}
