using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

public sealed class ConfirmModel(IdentityApi identity) : LinkPage(identity, "confirm-account")
{
    [BindProperty]
    public string? Password { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        HttpContext.KeepSession(await Identity.ConfirmAccount(Code, Password, cancel));
        return Done("Your e-mail address is confirmed and your account is ready.", "/account");
    }
}
