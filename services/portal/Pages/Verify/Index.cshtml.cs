using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Verify;

[AllowAnonymous]
public sealed class IndexModel(KiteMarkApi kiteMarks, IConfiguration configuration, TimeProvider time) : PortalPage
{
    [FromRoute]
    public string Id { get; set; } = "";

    public Award? Award { get; private set; }
    public DateOnly Today => time.Today();
    public string Address => $"{Request.Address(configuration)}/verify/{Award!.AwardId}";

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Award = Guid.TryParse(Id, out var id) ? await kiteMarks.FindAward(id, cancel) : null;
        if (Award is null) Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
