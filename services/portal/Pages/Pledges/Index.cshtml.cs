using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Pledges;

public sealed class IndexModel(SignatoryApi signatory, PledgeApi pledges) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public Ledger Ledger { get; private set; } = null!;
    public Listing<PledgeLine> Pledges { get; private set; } = null!;
    public bool MayEdit => Person.Has(Roles.Editor, Id);

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Organisation = await signatory.Organisation(Id, cancel);
        Ledger = await pledges.Ledger(Id, cancel);
        Pledges = await pledges.Pledges(Id, After, cancel);
    }
}
