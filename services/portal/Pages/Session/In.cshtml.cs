using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Session;

[AllowAnonymous]
public sealed class InModel(IdentityApi identity, Carried carried) : PortalPage
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The second step was not taken in time.</summary>
    [BindProperty(SupportsGet = true)]
    public bool TooLate { get; set; }

    public override Task LoadAsync(CancellationToken cancel)
    {
        if (!Url.IsLocalUrl(ReturnUrl)) ReturnUrl = null;
        return Task.CompletedTask;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        try
        {
            var answer = await identity.SignIn(Email, Password, cancel);
            if (answer.Ticket is not null)
                return AskForSecondFactor(new(answer.Ticket, answer.Ways ?? [], ReturnUrl));
            HttpContext.KeepSession(new(answer.Session!, answer.ExpiresAt!.Value));
        }
        catch (ApiRefusal refusal) when (refusal.Status == 401)
        {
            ModelState.AddModelError(nameof(Email), refusal.Message);
            return await OnGetAsync(cancel);
        }
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/account");
    }

    private LocalRedirectResult AskForSecondFactor(SecondStep step)
    {
        Response.Cookies.Append(SecondStep.Cookie, carried.Write(step), SessionCookie.Options(HttpContext, null, SecondStep.Path));
        return LocalRedirect(step.HasCode ? "/sign-in/code" : "/sign-in/passkey");
    }
}
