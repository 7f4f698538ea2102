using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

/// <summary>A page to which a link in a mail leads. To open it does nothing, because mail filters open links too; its button does.</summary>
/// <param name="purpose">As identity names what the link is for.</param>
[AllowAnonymous]
public abstract class LinkPage(IdentityApi identity, string purpose) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>False shows why nothing can be done, and what to do instead.</summary>
    public bool IsGood { get; private set; }

    protected IdentityApi Identity { get; } = identity;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        IsGood = await Identity.IsGood(purpose, Code, cancel);
        if (!IsGood && HttpMethods.IsGet(Request.Method)) Response.StatusCode = StatusCodes.Status410Gone;
    }
}
