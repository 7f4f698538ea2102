using Charter.Portal.Apis;
using Charter.Portal.Components;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

public sealed class SpendModel(SignatoryApi signatory, ImportsApi imports) : FilteredPage(signatory)
{
    [BindProperty(SupportsGet = true)]
    public string? Locality { get; set; }

    public IReadOnlyList<Choice> Localities { get; } = [new("local", "Local"), new("elsewhere", "Elsewhere"), new("unknown", "Unknown")];

    public SpendTotals Totals { get; private set; } = null!;
    /// <summary>Null while something in the filter is wrong.</summary>
    public Listing<Payment>? Payments { get; private set; }

    private PaymentFilter Filter => new(Q, null, From, Until, Locality, Sort);
    public override (string Name, string? Value)[] Asked => Filter.Parts;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Totals = await imports.SpendTotals(Id, null, cancel);
        Payments = ModelState.ErrorCount > 0 ? null : await imports.Spend(Id, Filter, After, cancel);
    }
}
