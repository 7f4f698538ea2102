using Charter.Portal.Apis;
using Charter.Portal.Components;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

public sealed class SuppliersModel(SignatoryApi signatory, ImportsApi imports) : ImportsPage(signatory)
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Place { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public IReadOnlyList<Choice> Known { get; } = [new("unknown", "Unknown"), new("known", "Known")];
    public Listing<Supplier> Suppliers { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Suppliers = await imports.Suppliers(Id, Place, Q, After, cancel);
    }
}
