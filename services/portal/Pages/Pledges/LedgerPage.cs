using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Pledges;

/// <summary>A ledger, the one that counts now or another.</summary>
public abstract class LedgerPage(PledgeApi pledges) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public Guid? Charter { get; set; }

    [FromRoute]
    public int? Version { get; set; }

    public FullLedger Ledger { get; private set; } = null!;
    public IReadOnlyList<LedgerLine> Others { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        var all = (await pledges.Ledgers(Id, cancel)).Items;
        var current = all.FirstOrDefault(ledger => ledger.IsCurrent) ?? all[0];
        Ledger = await pledges.Ledger(Id, Charter ?? current.CharterId, Version ?? current.CharterVersion, cancel);
        Others = [.. all.Where(other => (other.CharterId, other.CharterVersion) != (Ledger.CharterId, Ledger.CharterVersion)).DistinctBy(other => (other.CharterId, other.CharterVersion))];
    }

    /// <summary>2 pledges, 3 items of evidence of which 1 verified; verified since 3 May 2026; kept from version 1</summary>
    public string StandsOn(LedgerDuty duty)
    {
        var on = duty.StandsOn;
        string?[] parts =
        [
            on.Pledges == 0 ? (duty.State == "not-started" ? "Nothing stands under it yet" : "No pledge stands under it at present") : Words.Count(on.Pledges, "pledge"),
            on.PledgesEnded == 0 ? null : $"{Words.Count(on.PledgesEnded, "pledge")} missed or withdrawn",
            on.Evidence == 0 ? null : $"{Words.Count(on.Evidence, "item")} of evidence, {on.EvidenceVerified} verified",
            duty.VerifiedAt is { } at ? $"verified since {at.Day()}" : null,
            duty.KeptFrom is { } version ? $"stands word for word in version {version}, and keeps what was shown there" : null,
        ];
        return string.Join(" · ", parts.OfType<string>());
    }
}
