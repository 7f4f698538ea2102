using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.People;

/// <summary>What the link in the mail leads to, for whoever opens it.</summary>
[AllowAnonymous]
public sealed class OpenedModel(PeopleApi people) : PortalPage
{
    [FromRoute]
    public string Secret { get; set; } = "";

    /// <summary>Null when it is not open any more.</summary>
    public OpenedInvitation? Opened { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";   // the address is a secret
        try
        {
            Opened = await people.OpenInvitation(Secret, cancel);
        }
        catch (ApiRefusal refusal) when (refusal.Status is 400 or 404)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await people.DeclineOpened(Secret, cancel);
        return Done("You have declined the invitation. Whoever invited you is told.", "/");
    }
}
