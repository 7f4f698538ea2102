using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

public sealed class PasswordModel(IdentityApi identity) : PortalPage
{
    [BindProperty]
    public string? Current { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await identity.ChangePassword(Current, Password, cancel);
        return Done("Your password is changed. Wherever else you were signed in, you are signed out.", "/account/security");
    }
}
