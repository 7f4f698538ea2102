using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Commissioning;

[BindProperties]
public sealed class NewModel(CommissioningApi commissioning, ImportsApi imports) : ContractFacts
{
    [FromRoute]
    public Guid Id { get; set; }

    public string? Side { get; set; }

    /// <summary>A contract that was brought in, from whose page somebody comes.</summary>
    [FromQuery(Name = "contract")]
    public Guid? From { get; set; }

    [FromQuery(Name = nameof(Known))]
    public string? Known { get; set; }

    [BindNever]
    public bool IsFilledIn { get; private set; }

    public override Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Editor, Id);
        return Task.CompletedTask;
    }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        var ocid = Known?.Trim() ?? "";
        if (ocid.StartsWith("ocds-", StringComparison.OrdinalIgnoreCase))
            From = (await imports.Contracts(Id, ocid, null, null, null, cancel)).Items.FirstOrDefault(one => one.Ocid == ocid)?.Id;
        if (From is not { } contract)
            return Page();
        var it = await imports.Contract(Id, contract, cancel);
        var awards = it.Awards.Where(award => award.Counts).ToList();
        var value = awards.Where(award => award.Currency == "GBP").Sum(award => award.Value);
        (Title, Buyer, Ocid, Reference) = (PlainText.Cut(it.Title, 300), it.BuyerName, it.Ocid, it.Ocid.Length > 100 ? null : it.Ocid);
        Value = value is > 0 ? value : it.TenderCurrency == "GBP" ? it.TenderValue : null;
        Provider = awards.SelectMany(award => award.Suppliers).Select(supplier => supplier.Name).Distinct().ToList() is [{ Length: <= 200 } only] ? only : null;
        IsFilledIn = true;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var entered = await commissioning.Enter(Id, new(Side, Reference, Title, Filled(Buyer), Filled(Provider), Value, Filled(Ocid), 0), cancel);
        return Done("The contract is entered. Record its stages as they are done.", $"/commissioning/{entered.Id}");
    }
}
