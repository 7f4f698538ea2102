using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class OrganisationsModel(SignatoryApi signatory) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    public Listing<Organisation> Waiting { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Waiting = await signatory.Organisations("registered", After, cancel);
}
