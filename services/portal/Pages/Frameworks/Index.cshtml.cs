using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Frameworks;

[AllowAnonymous]
public sealed class IndexModel(FrameworksApi frameworks) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    public Listing<FrameworkLine> Frameworks { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Frameworks = await frameworks.Frameworks(After, cancel);
}
