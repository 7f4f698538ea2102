using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Network;

public sealed class PracticeModel(NetworkApi network) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Practice Practice { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Practice = await network.Practice(Id, cancel);
}
