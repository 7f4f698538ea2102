using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

[AllowAnonymous]
public sealed class NewResendModel(IdentityApi identity) : PortalPage
{
    [BindProperty]
    public string? Email { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await identity.ResendConfirmation(Email, cancel);
        return this.LookForMail("/account/new/sent", Email);
    }
}
