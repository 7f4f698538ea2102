using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Commissioning;

[BindProperties]
public sealed class NewModel(CommissioningApi commissioning) : ContractFacts
{
    [FromRoute]
    public Guid Id { get; set; }

    public string? Side { get; set; }

    public override Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Editor, Id);
        return Task.CompletedTask;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var entered = await commissioning.Enter(Id, new(Side, Reference, Title, Filled(Buyer), Filled(Provider), Value, Filled(Ocid), 0), cancel);
        return Done("The contract is entered. Record its stages as they are done.", $"/commissioning/{entered.Id}");
    }
}
