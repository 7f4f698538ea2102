using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Session;

public sealed class PasskeyModel(IdentityApi identity, Carried carried) : SecondStepPage(identity, carried)
{
    [BindProperty]
    public string? Ticket { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public PasskeyQuestion Question { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        if (!Url.IsLocalUrl(ReturnUrl)) ReturnUrl = null;
        Question = await Identity.AskForPasskey(cancel);   // every question is asked once
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) =>
        Complete(_ => Identity.SignInWithPasskey(Ticket, Credential, cancel), "", cancel, ReturnUrl);
}
