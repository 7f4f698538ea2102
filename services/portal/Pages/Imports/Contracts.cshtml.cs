using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

public sealed class ContractsModel(SignatoryApi signatory, ImportsApi imports) : ImportsPage(signatory)
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public ContractTotals Totals { get; private set; } = null!;
    public Listing<ProcessLine> Contracts { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Totals = await imports.ContractTotals(Id, null, cancel);
        Contracts = await imports.Contracts(Id, Q, null, null, After, cancel);
    }
}
