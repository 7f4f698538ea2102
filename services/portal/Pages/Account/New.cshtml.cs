using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

[AllowAnonymous]
public sealed class NewModel(IdentityApi identity) : PortalPage
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await identity.CreateAccount(Name, Email, Password, cancel);
        return this.LookForMail("/account/new/sent", Email);
    }
}
