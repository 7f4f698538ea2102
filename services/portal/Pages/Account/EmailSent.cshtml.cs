using Charter.Portal.Shell;

namespace Charter.Portal.Pages.Account;

public sealed class EmailSentModel : PortalPage
{
    public string? Email { get; private set; }

    public override Task LoadAsync(CancellationToken cancel)
    {
        Email = this.MailWentTo();
        return Task.CompletedTask;
    }
}
