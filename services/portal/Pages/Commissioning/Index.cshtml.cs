using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Commissioning;

public sealed class IndexModel(SignatoryApi signatory, CommissioningApi commissioning) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public Listing<ContractLine> Contracts { get; private set; } = null!;
    public bool MayEdit => Person.Has(Roles.Editor, Id);

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Organisation = await signatory.Organisation(Id, cancel);
        Contracts = await commissioning.Contracts(Id, After, cancel);
    }
}
