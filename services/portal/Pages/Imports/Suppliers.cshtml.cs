using Charter.Portal.Apis;
using Charter.Portal.Components;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

public sealed class SuppliersModel(SignatoryApi signatory, ImportsApi imports) : FilteredPage(signatory)
{
    [BindProperty(SupportsGet = true)]
    public string? Place { get; set; }

    public IReadOnlyList<Choice> Known { get; } = [new("unknown", "Unknown"), new("known", "Known")];
    public IReadOnlyList<Choice> ByPaid { get; } = [new("largest", "Most paid first")];
    public Listing<Supplier> Suppliers { get; private set; } = null!;

    private SupplierFilter Filter => new(Q, Place, Sort);
    public override (string Name, string? Value)[] Asked => Filter.Parts;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Suppliers = await imports.Suppliers(Id, Filter, After, cancel);
    }
}
