using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account.Security;

/// <summary>For somebody whose office does not count yet: whatever they have to do next.</summary>
public sealed class SecondFactorModel(IdentityApi identity) : PortalPage
{
    [BindProperty]
    public string? Code { get; set; }

    public SecondFactors Held { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Held = await identity.SecondFactors(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        try
        {
            HttpContext.KeepSession(await identity.Elevate(null, Code ?? "", cancel));
            return Done("Your office counts from now on.", "/account");
        }
        catch (ApiRefusal refusal) when (refusal.Code == "code-refused")
        {
            ModelState.AddModelError(nameof(Code), refusal.Message);
            return await OnGetAsync(cancel);
        }
    }
}
