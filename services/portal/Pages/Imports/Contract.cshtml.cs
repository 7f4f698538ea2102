using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Imports;

public sealed class ContractModel(SignatoryApi signatory, ImportsApi imports) : ImportsPage(signatory)
{
    [FromRoute]
    public Guid Contract { get; set; }

    public ContractingProcess Read { get; private set; } = null!;

    public string? Money(decimal? value, string? currency) => value is null ? null : currency == "GBP" ? Words.Pounds(value) : $"{Words.Number(value)} {currency ?? "without a currency"}";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Read = await imports.Contract(Id, Contract, cancel);
    }
}
