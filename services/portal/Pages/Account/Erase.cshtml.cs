using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

public sealed class EraseModel(IdentityApi identity, NetworkApi network) : PortalPage
{
    [BindProperty]
    public string? Proof { get; set; }

    [BindProperty]
    public string? Confirmation { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await network.MyAppointments(cancel);   // by asking, the account becomes known where a signatory named it by its address, and is erased there too
        await identity.EraseAccount(Confirmation, Proof, cancel);
        HttpContext.DropSession();
        return Done("Your account is erased.", "/");
    }
}
