using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Network;

[BindProperties(SupportsGet = true)]
public sealed class PracticesModel(NetworkApi network) : PortalPage
{
    public string? Q { get; set; }
    public string? After { get; set; }

    public Listing<PracticeLine> Practices { get; private set; } = null!;
    public IReadOnlyList<Champion> Appointments { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Practices = await network.Practices(Q, After, cancel);
        Appointments = (await network.MyAppointments(cancel)).Items;
    }
}
