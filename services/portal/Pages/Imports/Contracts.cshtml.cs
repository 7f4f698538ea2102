using Charter.Portal.Apis;
using Charter.Portal.Components;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

public sealed class ContractsModel(SignatoryApi signatory, ImportsApi imports) : FilteredPage(signatory)
{
    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }
    [BindProperty(SupportsGet = true)]
    public string? Procedure { get; set; }

    public IReadOnlyList<Choice> Statuses { get; } = [.. new[] { "planning", "planned", "active", "complete", "cancelled", "unsuccessful", "withdrawn" }.Select(word => new Choice(word, Words.Say(word)))];
    public IReadOnlyList<Choice> Categories { get; } = [.. new[] { "goods", "works", "services" }.Select(word => new Choice(word, Words.Say(word)))];
    public IReadOnlyList<Choice> Procedures { get; } = [new("open", "Open to everybody"), new("selective", "Open to those who qualify"), new("limited", "Limited to a few"), new("direct", "Awarded directly")];

    public ContractTotals Totals { get; private set; } = null!;
    /// <summary>Null while something in the filter is wrong.</summary>
    public Listing<ProcessLine>? Contracts { get; private set; }

    private ContractFilter Filter => new(Q, Status, Category, Procedure, From, Until, Sort);
    public override (string Name, string? Value)[] Asked => Filter.Parts;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Totals = await imports.ContractTotals(Id, null, cancel);
        Contracts = ModelState.ErrorCount > 0 ? null : await imports.Contracts(Id, Filter, After, cancel);
    }
}
