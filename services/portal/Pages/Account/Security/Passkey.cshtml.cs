using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account.Security;

public sealed class PasskeyModel(IdentityApi identity) : PortalPage
{
    [FromRoute]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Name { get; set; }

    public Passkey Passkey { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Passkey = await identity.Passkey(Id, cancel);
        Name ??= Passkey.Name;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await identity.RenamePasskey(Id, Name, cancel);
        return Done($"The passkey is called {Name} now.", "/account/security");
    }
}
