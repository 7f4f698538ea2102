using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Session;

/// <summary>Between password and second factor: what identity gave for the right password, in a cookie for the pages of the second step alone.</summary>
public sealed record SecondStep(string Ticket, IReadOnlyList<string> Ways, string? ReturnUrl)
{
    public const string Cookie = "charter-step";
    public const string Path = "/sign-in";

    public bool HasCode => Ways.Contains("code");
    public bool HasPasskey => Ways.Contains("passkey");
    public bool HasRecoveryCode => Ways.Contains("recovery-code");
}

/// <summary>A page of the second step of signing in.</summary>
[AllowAnonymous]
public abstract class SecondStepPage(IdentityApi identity, Carried carried) : PortalPage
{
    protected IdentityApi Identity { get; } = identity;

    /// <summary>Null for somebody who has not given the password, or too long ago.</summary>
    public SecondStep? Step => carried.Read<SecondStep>(Request.Cookies[SecondStep.Cookie]);

    /// <summary>A session, a refusal at the field, or back to the password.</summary>
    protected async Task<IActionResult> Complete(Func<SecondStep?, Task<Apis.Session>> show, string field, CancellationToken cancel, string? returnUrl = null)
    {
        var step = Step;
        try
        {
            var session = await show(step);
            HttpContext.KeepSession(session);
            Response.Cookies.Delete(SecondStep.Cookie, SessionCookie.Options(HttpContext, null, SecondStep.Path));
            returnUrl ??= step?.ReturnUrl;
            var target = Url.IsLocalUrl(returnUrl) ? returnUrl : "/account";
            return session.RecoveryCodesLeft is { } left
                ? Done($"You have signed in with a recovery code. {(left == 0 ? "None is left" : $"{Words.Count(left, "code")} {(left == 1 ? "is" : "are")} left")}: you can make new ones under Sign-in and security.", target)
                : LocalRedirect(target);
        }
        catch (ApiRefusal refusal) when (refusal.Code == "sign-in-expired")
        {
            return Again();
        }
        catch (ApiRefusal refusal) when (refusal.Status == 401)
        {
            ModelState.AddModelError(field, refusal.Message);
            return await OnGetAsync(cancel);
        }
    }

    protected IActionResult Again() => LocalRedirect("/sign-in?tooLate=true");
}
