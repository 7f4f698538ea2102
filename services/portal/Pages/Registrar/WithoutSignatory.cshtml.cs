using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class WithoutSignatoryModel(PeopleApi people) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    public Listing<WithoutSignatory> Found { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Found = await people.WithoutSignatory(After, cancel);
}
