using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class SignaturesModel(SigningApi signing) : PortalPage
{
    [FromQuery]
    public bool All { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public Listing<OpenSignature> Found { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Found = await signing.AllOpen(!All, After, cancel);
}
