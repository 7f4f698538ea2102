using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Value;

[ForRole(Roles.Registrar)]
public sealed class DisputesModel(ValueApi value) : PortalPage
{
    [FromQuery]
    public string? After { get; set; }

    public Listing<ValueLine> Lines { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Lines = await value.Disputes(After, cancel);
}
