using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class SecondFactorsModel(IdentityApi identity) : PortalPage
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Proof { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        try
        {
            await identity.TakeAwaySecondFactors(Email, Proof, cancel);
        }
        catch (ApiRefusal refusal) when (refusal.Code == "account-not-found")
        {
            ModelState.AddModelError(nameof(Email), "There is no account with this e-mail address.");
            return Page();
        }
        return Done("Their second factors are removed, and they are signed out everywhere. They have been told by mail.", "/account");
    }
}
