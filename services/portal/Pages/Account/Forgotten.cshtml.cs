using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

[AllowAnonymous]
public sealed class ForgottenModel(IdentityApi identity) : PortalPage
{
    [BindProperty]
    public string? Email { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await identity.RequestReset(Email, cancel);
        return this.LookForMail("/account/forgotten/sent", Email);
    }
}
