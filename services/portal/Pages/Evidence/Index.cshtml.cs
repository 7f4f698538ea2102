using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Evidence;

[ForRole(Roles.EvidenceReviewer)]
public sealed class IndexModel(PledgeApi pledges) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    public Listing<Apis.Evidence> Waiting { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Waiting = await pledges.EvidenceToReview(After, cancel);
}
