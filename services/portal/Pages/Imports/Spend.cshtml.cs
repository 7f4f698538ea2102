using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

public sealed class SpendModel(SignatoryApi signatory, ImportsApi imports) : ImportsPage(signatory)
{
    [FromQuery]
    public string? After { get; set; }

    public SpendTotals Totals { get; private set; } = null!;
    public Listing<Payment> Payments { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Totals = await imports.SpendTotals(Id, null, cancel);
        Payments = await imports.Spend(Id, null, After, cancel);
    }
}
