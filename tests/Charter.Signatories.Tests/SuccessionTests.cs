using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Tests;

/// <summary>What tests of successions start from.</summary>
public abstract class SuccessionTests(SignatoryFixture service)
{
    protected SignatoryFixture Service => service;

    protected static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    protected static readonly DateOnly Today = TimeProvider.System.Today();
    protected List<KiteMarkAwarded> Marks { get; } = [];
    protected List<LedgerOpened> Ledgers { get; } = [];

    protected Task<HttpResponseMessage> Enter(Guid predecessor, Guid successor, string kind = SuccessionKinds.Succession, DateOnly? on = null, string? note = null) =>
        Service.As(Service.Registrar).Posts($"/api/organisations/{predecessor}/succession", new { successorId = successor, kind, on = $"{on ?? Today:yyyy-MM-dd}", note });

    protected Task<HttpResponseMessage> Reverse(Guid predecessor, string reason = "It was another trust.") =>
        Service.As(Service.Registrar).Posts($"/api/organisations/{predecessor}/succession/reversal", new { reason });

    protected static PledgeMade Pledge(Guid organisation) => new(
        new(Guid.CreateVersion7(), 1, organisation, "embed", "social", "Improving family life", "Policy", "policies", "count", 0, 3, new(2030, 1, 1), "active"), Guid.NewGuid(), Now);

    protected static KiteMarkAwarded Award(Guid organisation, string level = "bronze") =>
        new(Guid.CreateVersion7(), 1, Guid.NewGuid(), organisation, "scheme", level, Today, Today.AddYears(3), Guid.NewGuid(), Now);

    protected static LedgerOpened Ledger(Guid organisation, Guid charter, string state) => new(organisation, charter, 1, [new(1, "embed", "embed", Bindings.EverySignatory, "Adapt policies.", state)], Now);

    /// <summary>Two that have signed; the first has a pledge with evidence, and a mark.</summary>
    protected async Task<(Guid Predecessor, Guid Successor, Guid Pledge, Guid Award)> Two(bool successorSigned = true)
    {
        var charter = await Service.PublishedCharter();
        var (from, _) = await Service.SignedOrganisation(charter);
        var (to, _) = successorSigned ? await Service.SignedOrganisation(charter) : await Service.ConfirmedOrganisation();
        var (pledge, award) = (Pledge(from), Award(from));
        var ledger = Ledger(from, charter.Id, DutyStates.Verified);
        await Service.Deliver(ledger);
        await Service.Deliver(pledge);
        await Service.Deliver(new EvidenceSubmitted(new(Guid.NewGuid(), 1, pledge.Pledge.PledgeId, from, "embed", "Board minute", new(2026, 1, 1), EvidenceStates.Submitted), Guid.NewGuid(), Now));
        await Service.Deliver(award);
        Marks.Add(award);
        Ledgers.Add(ledger);
        return (from, to, pledge.Pledge.PledgeId, award.AwardId);
    }
}
