using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

public sealed class EmailConfirmModel(IdentityApi identity) : LinkPage(identity, "change-address")
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await Identity.ConfirmAddress(Code, cancel);
        return Done("Your e-mail address is changed. From now on you sign in with the new one.", Visitor is null ? "/sign-in" : "/account/security");
    }
}
