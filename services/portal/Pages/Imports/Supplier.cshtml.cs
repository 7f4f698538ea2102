using Charter.Portal.Apis;
using Charter.Portal.Components;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

public sealed class SupplierModel(SignatoryApi signatory, ImportsApi imports) : ImportsPage(signatory)
{
    [FromRoute]
    public Guid Supplier { get; set; }

    [FromQuery]
    public string? After { get; set; }

    [BindProperty]
    public string? Place { get; set; }

    public Supplier Read { get; private set; } = null!;
    public Listing<Payment> Payments { get; private set; } = null!;
    public IReadOnlyList<Choice> Places => [.. Charter.Contracts.Places.All.OrderBy(place => place.Name, StringComparer.Ordinal).Select(place => new Choice(place.Code, place.Name)), new("elsewhere", "Elsewhere")];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Read = await imports.Supplier(Id, Supplier, cancel);
        Payments = await imports.Spend(Id, new(SupplierId: Supplier.ToString()), After, cancel);
        if (HttpMethods.IsGet(Request.Method)) Place = Read.Place?.Code;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await imports.SetPlace(Id, Supplier, string.IsNullOrEmpty(Place) ? null : Place, cancel);
        return Done("It is remembered, and every figure follows it.", $"/organisations/{Id}/suppliers?place=unknown");
    }
}
