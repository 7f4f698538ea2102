using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Network;

[BindProperties(SupportsGet = true)]
public sealed class ChampionsModel(NetworkApi network) : PortalPage
{
    public string? Q { get; set; }
    public string? Sector { get; set; }
    public string? After { get; set; }

    public Listing<Champion> Champions { get; private set; } = null!;

    /// <summary>Where the way to appoint is short: the person is signatory of one organisation.</summary>
    public IReadOnlyList<Guid> MayAppointFor => Person.Memberships.Where(one => one.Role == Roles.Signatory).Select(one => one.Organisation).ToArray() is [var only] ? [only] : [];

    public override async Task LoadAsync(CancellationToken cancel) => Champions = await network.Champions(Q, Sector, null, After, cancel);
}
