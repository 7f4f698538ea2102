using Charter.Portal.Apis;
using Charter.Portal.Pages.Session;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

public sealed class EraseModel(IdentityApi identity, NetworkApi network) : PortalPage
{
    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? Confirmation { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await network.MyAppointments(cancel);   // by asking, the account becomes known where a signatory named it by its address, and is erased there too
        await identity.EraseAccount(Confirmation, Password, cancel);
        Response.Cookies.Delete(InModel.Cookie, new() { Path = "/" });
        return Done("Your account is erased.", "/");
    }
}
