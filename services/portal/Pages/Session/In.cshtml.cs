using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Session;

[AllowAnonymous]
public sealed class InModel(IdentityApi identity, IConfiguration configuration) : PortalPage
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public override Task LoadAsync(CancellationToken cancel)
    {
        if (!Url.IsLocalUrl(ReturnUrl)) ReturnUrl = null;
        return Task.CompletedTask;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        try
        {
            var session = await identity.SignIn(Email, Password, cancel);
            Response.Cookies.Append(SessionCookie.Name(configuration), session.Secret, Options(session.ExpiresAt));
        }
        catch (ApiRefusal refusal) when (refusal.Status == 401)
        {
            ModelState.AddModelError(nameof(Email), refusal.Message);
            return await OnGetAsync(cancel);
        }
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/account");
    }

    private CookieOptions Options(DateTimeOffset until) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = until,
        Secure = SessionCookie.IsSecure(configuration),
    };
}
