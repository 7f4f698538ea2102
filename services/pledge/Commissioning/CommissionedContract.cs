using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Commissioning;

/// <summary>
/// A contract on the commissioning cycle, as one organisation records it: a commissioner stage by stage, with the weighting and the questions; a provider with
/// what it offered. Both record what was delivered. Two organisations may record the same contract; the open contracting id says that it is.
/// </summary>
internal sealed class CommissionedContract
{
    private readonly List<StageEntry> _stages = [];
    private readonly List<Question> _questions = [];
    private readonly List<Offer> _offers = [];

    private CommissionedContract() { }

    public Guid Id { get; private init; }
    public int Version { get; private set; }
    public Guid OrganisationId { get; private init; }
    /// <summary>See <see cref="Sides"/>.</summary>
    public string Side { get; private init; } = "";
    /// <summary>The buyer's own, as it stands in the notice or the contract.</summary>
    public string Reference { get; private set; } = "";
    public string Title { get; private set; } = "";
    /// <summary>Name of the organisation that buys.</summary>
    public string Buyer { get; private set; } = "";
    /// <summary>Name of the organisation that delivers; null until it is chosen.</summary>
    public string? Provider { get; private set; }
    /// <summary>In pounds.</summary>
    public decimal? Value { get; private set; }
    public string? Ocid { get; private set; }
    public Guid EnteredBy { get; private init; }
    public DateTimeOffset EnteredAt { get; private init; }
    /// <summary>Every entry, the latest of each stage last: what was recorded before stays.</summary>
    public IReadOnlyList<StageEntry> Stages => _stages;
    public IReadOnlyList<Question> Questions => _questions;
    public IReadOnlyList<Offer> Offers => _offers;

    /// <summary>The entry that counts for each stage that has one, in the order of the cycle.</summary>
    public IReadOnlyList<StageEntry> CurrentStages =>
        [.. _stages.GroupBy(s => s.Stage).Select(g => g.MaxBy(s => s.Id)!).OrderBy(s => CommissioningStages.All.Index().Single(c => c.Item == s.Stage).Index)];

    public CommissioningFacts Facts()
    {
        var current = CurrentStages;
        return new(Id, Version, OrganisationId, Side, Reference, Title, Ocid, Value.Plain(), (current.SingleOrDefault(s => s.Weighting is not null)?.Weighting).Plain(),
            [.. current.Where(s => s.NotApplicable is null).Select(s => s.Stage)], [.. current.Where(s => s.NotApplicable is not null).Select(s => s.Stage)], _questions.Count, _offers.Count);
    }

    /// <param name="kind">Kind of the organisation, as it signed.</param>
    public static CommissionedContract Enter(Guid organisation, string name, string kind, ContractTerms asked, string side, Guid by, DateTimeOffset now)
    {
        if (!Sides.IsOpenTo(side, kind))
            throw InvalidRequest.For("side", kind == OrganisationKinds.Neither
                ? "Your organisation signed as neither commissioner nor provider, so it has no contracts to record."
                : $"Your organisation signed as {kind}, so it records contracts as {kind}.");
        var contract = new CommissionedContract { Id = Guid.CreateVersion7(now), OrganisationId = organisation, Side = side, EnteredBy = by, EnteredAt = now };
        contract.Take(asked, name);
        return contract;
    }

    /// <summary>States its facts anew.</summary>
    public void Change(ContractTerms asked, string name, int seen)
    {
        if (seen != Version)
            throw PledgeErrors.ContractChangedSince();
        Take(asked, name);
    }

    /// <summary>Null when that is what stands there already.</summary>
    public StageEntry? Record(string stage, RecordStage.Request asked, Guid by, DateTimeOffset now)
    {
        if (Side != Sides.Commissioner)
            throw PledgeErrors.StageOfTheBuyer();
        if (CurrentStages.SingleOrDefault(s => s.Stage == stage) is { } current && current.Says(Clean(asked.Account), asked.DoneOn, asked.Weighting, Clean(asked.NotApplicable), asked.EvidenceIds ?? []))
            return null;
        var entry = new StageEntry
        {
            Id = Guid.CreateVersion7(now),
            ContractId = Id,
            Stage = stage,
            Account = Clean(asked.Account),
            DoneOn = asked.DoneOn,
            Weighting = asked.Weighting,
            NotApplicable = Clean(asked.NotApplicable),
            EvidenceIds = [.. asked.EvidenceIds ?? []],
            RecordedBy = by,
            RecordedAt = now,
        };
        _stages.Add(entry);
        Version++;
        return entry;
    }

    public Question Ask(AskQuestion.Request asked, Guid by, DateTimeOffset now)
    {
        if (Side != Sides.Commissioner)
            throw PledgeErrors.StageOfTheBuyer();
        if (_questions.Count >= AskQuestion.Most)
            throw PledgeErrors.ContractIsFull("questions", AskQuestion.Most);
        var question = new Question
        {
            Id = Guid.CreateVersion7(now),
            ContractId = Id,
            OrganisationId = OrganisationId,
            Text = asked.Text.Trim(),
            Kind = asked.Kind,
            Pillar = asked.Pillar,
            Measure = Clean(asked.Measure),
            AskedOn = asked.AskedOn,
            Tests = [.. FeasibilityTests.All.Select(test => asked.Tests.Single(t => t.Test == test)).Select(t => new TestResult(t.Test, t.Verdict, Clean(t.Note)))],
            RecordedBy = by,
            RecordedAt = now,
        };
        _questions.Add(question);
        Version++;
        return question;
    }

    public Offer Offer(EnterOffer.Request asked, Guid by, DateTimeOffset now)
    {
        if (_offers.Count >= EnterOffer.Most)
            throw PledgeErrors.ContractIsFull("offers", EnterOffer.Most);
        var offer = new Offer
        {
            Id = Guid.CreateVersion7(now),
            ContractId = Id,
            Stage = asked.Stage,
            Pillar = asked.Pillar,
            What = asked.What.Trim(),
            Unit = asked.Unit.Trim(),
            Amount = asked.Amount,
            DueOn = asked.DueOn,
            RecordedBy = by,
            RecordedAt = now,
        };
        _offers.Add(offer);
        Version++;
        return offer;
    }

    /// <summary>Enters what was delivered of an offer up to a day. The latest day counts; of two for one day, the one entered last.</summary>
    public Delivery Deliver(Offer offer, ReportDelivery.Request asked, Guid by, DateTimeOffset now)
    {
        var delivery = new Delivery
        {
            Id = Guid.CreateVersion7(now),
            OfferId = offer.Id,
            ContractId = Id,
            Amount = asked.Amount,
            On = asked.On,
            Confidence = asked.Confidence,
            Source = asked.Source.Trim(),
            Note = Clean(asked.Note),
            ReportedBy = by,
            ReportedAt = now,
        };
        Version++;
        return delivery;
    }

    private void Take(ContractTerms asked, string name)
    {
        var (buyer, provider) = (Clean(asked.Buyer), Clean(asked.Provider));
        if (Side == Sides.Provider && buyer is null)
            throw InvalidRequest.For("buyer", "Name the organisation that buys.");
        (Buyer, Provider) = Side == Sides.Commissioner ? (buyer ?? name, provider) : (buyer!, provider ?? name);
        Reference = asked.Reference.Trim();
        Title = asked.Title.Trim();
        Value = asked.Value;
        Ocid = Clean(asked.Ocid);
        Version++;
    }

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What was recorded of one stage. Never changed; a later entry supersedes it.</summary>
internal sealed class StageEntry
{
    public Guid Id { get; init; }
    public Guid ContractId { get; init; }
    public required string Stage { get; init; }
    /// <summary>How social value came in; null when the stage does not apply.</summary>
    public string? Account { get; init; }
    public DateOnly? DoneOn { get; init; }
    /// <summary>Share of the score that social value has, in per cent; of the evaluation alone.</summary>
    public decimal? Weighting { get; init; }
    /// <summary>Why the stage does not apply: a direct award, for example.</summary>
    public string? NotApplicable { get; init; }
    /// <summary>Items of the organisation's evidence that show it.</summary>
    public Guid[] EvidenceIds { get; init; } = [];
    public Guid RecordedBy { get; init; }
    public DateTimeOffset RecordedAt { get; init; }

    public bool Says(string? account, DateOnly? doneOn, decimal? weighting, string? notApplicable, IEnumerable<Guid> evidence) =>
        (Account, DoneOn, Weighting, NotApplicable) == (account, doneOn, weighting, notApplicable) && EvidenceIds.ToHashSet().SetEquals(evidence);
}

/// <summary>How the measure behind a question did in one test; the note says why when it is not a plain yes.</summary>
internal sealed record TestResult(string Test, string Verdict, string? Note);

/// <summary>A question that was asked in a tender, with the five tests of what it measures.</summary>
internal sealed class Question
{
    public Guid Id { get; init; }
    public Guid ContractId { get; init; }
    /// <summary>Of the contract; so that questions of many can be collected.</summary>
    public Guid OrganisationId { get; init; }
    public required string Text { get; init; }
    public required string Kind { get; init; }
    public required string Pillar { get; init; }
    public string? Measure { get; init; }
    public DateOnly AskedOn { get; init; }
    public required IReadOnlyList<TestResult> Tests { get; init; }
    public Guid RecordedBy { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>A social value that was offered with a tender, or came about without having been offered.</summary>
internal sealed class Offer
{
    public Guid Id { get; init; }
    public Guid ContractId { get; init; }
    /// <summary>See <see cref="ValueStages"/>. It stays as it was entered.</summary>
    public required string Stage { get; init; }
    public required string Pillar { get; init; }
    public required string What { get; init; }
    public required string Unit { get; init; }
    /// <summary>How much was offered; null for what nobody offered.</summary>
    public decimal? Amount { get; init; }
    public DateOnly? DueOn { get; init; }
    public Guid RecordedBy { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>What was delivered of an offer up to a day, in its unit. Never changed; a later one supersedes it.</summary>
internal sealed class Delivery
{
    public Guid Id { get; init; }
    public Guid OfferId { get; init; }
    public Guid ContractId { get; init; }
    public decimal Amount { get; init; }
    public DateOnly On { get; init; }
    public required string Confidence { get; init; }
    public required string Source { get; init; }
    public string? Note { get; init; }
    public Guid ReportedBy { get; init; }
    public DateTimeOffset ReportedAt { get; init; }
}
