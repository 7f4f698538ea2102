using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Sign;

[AllowAnonymous]
public sealed class OutModel(IdentityApi identity) : PortalPage
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Visitor is not null) await identity.SignOut(cancel);
        Response.Cookies.Delete(InModel.Cookie, new() { Path = "/" });
        return Done("You have signed out.", "/");
    }
}
