using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Commissioning;

[BindProperties]
public sealed class ChangeModel(CommissioningApi commissioning) : ContractFacts
{
    [FromRoute]
    public Guid Id { get; set; }

    /// <summary>Version of the record with which the form began.</summary>
    public int Version { get; set; }

    [BindNever]
    public Contract Contract { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Contract = await commissioning.Contract(Id, cancel);
        Person.MustBe(Roles.Editor, Contract.OrganisationId);
    }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        (Reference, Title, Buyer, Provider, Ocid, Version) = (Contract.Reference, Contract.Title, Contract.Buyer, Contract.Provider, Contract.Ocid, Contract.Version);
        Value = Contract.Value.Plain();   // as a number is typed, without zeros behind the point
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await commissioning.Change(Id, new(null, Reference, Title, Filled(Buyer), Filled(Provider), Value, Filled(Ocid), Version), cancel);
        return Done("The contract is changed.", $"/commissioning/{Id}");
    }
}
