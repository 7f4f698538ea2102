using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

public sealed class NameModel(IdentityApi identity) : PortalPage
{
    [BindProperty]
    public string? Name { get; set; }

    public override Task LoadAsync(CancellationToken cancel)
    {
        Name ??= Person.Name;
        return Task.CompletedTask;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await identity.ChangeName(Name, cancel);
        return Done("Your name is changed. It shows everywhere within a few seconds.", "/account/security");
    }
}
