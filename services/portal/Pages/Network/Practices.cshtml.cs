using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Network;

public sealed class PracticesModel(NetworkApi network) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    public Listing<Practice> Practices { get; private set; } = null!;
    public IReadOnlyList<Guid> MayPublishFor => Person.Memberships.Where(one => one.Role == Roles.Champion).Select(one => one.Organisation).ToArray() is [var only, ..] ? [only] : [];

    public override async Task LoadAsync(CancellationToken cancel) => Practices = await network.Practices(After, cancel);
}
