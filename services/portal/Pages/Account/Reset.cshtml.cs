using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

public sealed class ResetModel(IdentityApi identity) : LinkPage(identity, "reset-password")
{
    [BindProperty]
    public string? Password { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await Identity.ResetPassword(Code, Password, cancel);
        return Done("Your password is changed. Sign in with the new one.", "/sign-in");
    }
}
