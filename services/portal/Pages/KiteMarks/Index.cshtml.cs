using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;

namespace Charter.Portal.Pages.KiteMarks;

[AllowAnonymous]
public sealed class IndexModel(KiteMarkApi kiteMarks) : PortalPage
{
    public Scheme Scheme { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Scheme = await kiteMarks.CurrentScheme(cancel);
}
