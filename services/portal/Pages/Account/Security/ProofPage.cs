using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account.Security;

/// <summary>A page that changes how one signs in, and so asks once more who one is.</summary>
public abstract class ProofPage(IdentityApi identity) : PortalPage
{
    protected IdentityApi Identity { get; } = identity;

    [BindProperty]
    public string? Proof { get; set; }

    public SecondFactors Held { get; private set; } = null!;
    public bool HasAuthenticator => Held.AuthenticatorSince is not null;

    /// <summary>Shown once, in the very answer that they come with.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel) => Held = await Identity.SecondFactors(cancel);

    /// <summary>The session goes on with two factors, and recovery codes, if any came, are shown.</summary>
    protected async Task<IActionResult> Added(SecondFactorAdded added, string message, CancellationToken cancel)
    {
        if (added.Elevation is not null)
            HttpContext.KeepSession(await Identity.Elevate(added.Elevation, null, cancel));
        if (added.RecoveryCodes.Count == 0)
            return Done(message, "/account/security");
        RecoveryCodes = added.RecoveryCodes;
        return Page();
    }
}
