using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Dev;

[AllowAnonymous, LocalOnly]
public sealed class MailsModel(IdentityApi identity) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public IReadOnlyList<MailLine> Mails { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel) => Mails = (await identity.Mails(To, cancel)).Items;
}
