using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class CountersignModel(SigningApi signing) : PortalPage
{
    [FromRoute]
    public Guid Signature { get; set; }

    public OpenSignature Open { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Open = await signing.Open(Signature, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signing.Countersign(Signature, cancel);
        return Done("The signature is countersigned and in force.", "/registrar/signatures");
    }
}
