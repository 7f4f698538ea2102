using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Network;

[AllowAnonymous]
public sealed class IndexModel(NetworkApi network) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    public Listing<Member>? Members { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        if (Visitor is not null) Members = await network.Members(After, cancel).OrNothing();
    }
}
