using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.KiteMarks;

public sealed class ApplicationsModel(KiteMarkApi kiteMarks) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    public Listing<ApplicationLine> Applications { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Applications = await kiteMarks.Applications(null, After, cancel);
}
