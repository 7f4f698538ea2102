using Charter.Contracts;
using Charter.Pledges.Evidence;
using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Commissioning;

/// <param name="State">not-applicable, or how far it is shown: not-started, in-place, evidenced, verified.</param>
internal sealed record StageView(
    string Stage, string State, string? Account, DateOnly? DoneOn, decimal? Weighting, string? NotApplicable, IReadOnlyList<StageEvidence> Evidence, DateTimeOffset? RecordedAt, IReadOnlyList<EarlierStage> Earlier);

internal sealed record StageEvidence(Guid Id, string Title, string State);

/// <summary>What was recorded of the stage before, the latest first.</summary>
internal sealed record EarlierStage(string? Account, DateOnly? DoneOn, decimal? Weighting, string? NotApplicable, DateTimeOffset RecordedAt);

/// <param name="Passes">Every test was answered with yes.</param>
internal sealed record QuestionView(Guid Id, string Text, string Kind, string Pillar, string? Measure, DateOnly AskedOn, IReadOnlyList<TestResult> Tests, bool Passes);

/// <param name="Latest">What was delivered so far.</param>
/// <param name="Share">Of what was offered; null for what nobody offered, and until something was reported.</param>
internal sealed record OfferView(
    Guid Id, string Stage, string Pillar, string What, string Unit, decimal? Amount, DateOnly? DueOn, DeliveryView? Latest, decimal? Share, IReadOnlyList<DeliveryView> Deliveries);

internal sealed record DeliveryView(decimal Amount, DateOnly On, string Confidence, string Source, string? Note, DateTimeOffset ReportedAt);

/// <summary>A contract with its grid, its questions, and what was offered and delivered.</summary>
/// <param name="OrganisationId">Whose record it is now.</param>
/// <param name="ImportedAs">The contract that was brought in with the same open contracting id, for whoever may see it.</param>
/// <param name="Stages">All five, in the order of the cycle; none for a provider, whose part is what it offers and delivers.</param>
internal sealed record ContractView(
    Guid Id, int Version, Guid OrganisationId, string? OrganisationName, string Side, string Reference, string Title, string Buyer, string? Provider, decimal? Value, string? Ocid, DateOnly EnteredOn,
    IReadOnlyList<StageView> Stages, IReadOnlyList<QuestionView> Questions, IReadOnlyList<OfferView> Offers, Guid? ImportedAs)
{
    public static async Task<ContractView> Of(CommissionedContract c, PledgeDb db, CancellationToken cancel)
    {
        var holder = await db.HolderOf(c.OrganisationId, cancel);
        var name = await db.Organisations.Where(o => o.OrganisationId == holder).Select(o => o.Name).SingleOrDefaultAsync(cancel);
        var current = c.CurrentStages.ToDictionary(s => s.Stage);
        var named = current.Values.SelectMany(s => s.EvidenceIds).Distinct().ToArray();
        var evidence = await db.Evidence.Where(e => named.Contains(e.Id)).Select(e => new StageEvidence(e.Id, e.Title, e.State)).ToDictionaryAsync(e => e.Id, cancel);
        var deliveries = (await db.CommissionedDeliveries.AsNoTracking().Where(d => d.ContractId == c.Id).OrderByDescending(d => d.On).ThenByDescending(d => d.Id).ToListAsync(cancel))
            .ToLookup(d => d.OfferId, d => new DeliveryView(d.Amount, d.On, d.Confidence, d.Source, d.Note, d.ReportedAt));
        var held = c.Ocid is null ? [] : await db.HeldBy(holder, cancel);
        var imported = c.Ocid is null ? null : await db.Processes.Where(p => held.Contains(p.OrganisationId) && p.Ocid == c.Ocid).OrderByDescending(p => p.ReleasedAt).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(cancel);
        return new(c.Id, c.Version, holder, name, c.Side, c.Reference, c.Title, c.Buyer, c.Provider, c.Value, c.Ocid, c.EnteredAt.LocalDay(),
            c.Side == Sides.Provider ? [] : [.. CommissioningStages.All.Select(stage => StageOf(stage, current.GetValueOrDefault(stage), c.Stages, evidence))],
            [.. c.Questions.OrderBy(q => q.Id).Select(q => new QuestionView(q.Id, q.Text, q.Kind, q.Pillar, q.Measure, q.AskedOn, q.Tests, q.Tests.All(t => t.Verdict == Verdicts.Yes)))],
            [.. c.Offers.OrderBy(o => o.Id).Select(o => OfferOf(o, [.. deliveries[o.Id]]))], imported);
    }

    /// <summary>How far a stage is shown: it follows from the evidence that it names.</summary>
    public static string StateOf(StageEntry? entry, IEnumerable<string> evidence) => entry switch
    {
        null => DutyStates.NotStarted,
        { NotApplicable: not null } => StageStates.NotApplicable,
        _ when evidence.Contains(EvidenceStates.Verified) => DutyStates.Verified,
        _ when evidence.Contains(EvidenceStates.Submitted) => DutyStates.Evidenced,
        _ => DutyStates.InPlace,
    };

    private static StageView StageOf(string stage, StageEntry? entry, IReadOnlyList<StageEntry> all, Dictionary<Guid, StageEvidence> evidence)
    {
        StageEvidence[] shown = [.. (entry?.EvidenceIds ?? []).Where(evidence.ContainsKey).Select(id => evidence[id])];
        return new(stage, StateOf(entry, shown.Select(e => e.State)), entry?.Account, entry?.DoneOn, entry?.Weighting, entry?.NotApplicable, shown, entry?.RecordedAt,
            [.. all.Where(s => s.Stage == stage && s.Id != entry?.Id).OrderByDescending(s => s.Id).Select(s => new EarlierStage(s.Account, s.DoneOn, s.Weighting, s.NotApplicable, s.RecordedAt))]);
    }

    private static OfferView OfferOf(Offer o, IReadOnlyList<DeliveryView> deliveries) =>
        new(o.Id, o.Stage, o.Pillar, o.What, o.Unit, o.Amount, o.DueOn, deliveries.Count > 0 ? deliveries[0] : null,
            o.Amount is { } amount && deliveries.Count > 0 ? decimal.Round(deliveries[0].Amount / amount, 4) : null, deliveries);
}

/// <summary>Reading of one contract.</summary>
internal static class ReadingContracts
{
    /// <summary>With all that is recorded of it but the deliveries; for an editor of the organisation alone.</summary>
    public static async Task<CommissionedContract> ContractToChange(this PledgeDb db, Guid id, Caller caller, CancellationToken cancel)
    {
        var contract = await db.CommissionedContracts.Include(c => c.Stages).Include(c => c.Questions).Include(c => c.Offers).AsSplitQuery().SingleOrDefaultAsync(c => c.Id == id, cancel) ?? throw PledgeErrors.NoContract();
        caller.MustBe(Roles.Editor, contract.OrganisationId);
        return contract;
    }

    /// <summary>Tenders hold what is between buyer and bidder: the organisation's people read them, and those who judge its evidence.</summary>
    public static void MustRead(this Caller caller, Guid organisation)
    {
        if (!caller.BelongsTo(organisation) && !EvidenceItem.Readers.Any(caller.PartnershipRoles.Contains))
            throw PledgeErrors.NotForOutsidersOfContract();
    }
}
