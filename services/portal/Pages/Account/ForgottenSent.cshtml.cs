using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;

namespace Charter.Portal.Pages.Account;

[AllowAnonymous]
public sealed class ForgottenSentModel : PortalPage
{
    public string? Email { get; private set; }

    public override Task LoadAsync(CancellationToken cancel)
    {
        Email = this.MailWentTo();
        return Task.CompletedTask;
    }
}
