using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Session;

[AllowAnonymous]
public sealed class OutModel(IdentityApi identity) : PortalPage
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        try
        {
            await identity.SignOut(cancel);
        }
        catch (ApiRefusal refusal) when (refusal.Status is 401 or 404)
        {
            // The session has ended already.
        }
        HttpContext.DropSession();
        return Done("You have signed out.", "/");
    }
}
