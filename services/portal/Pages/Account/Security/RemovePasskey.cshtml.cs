using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account.Security;

public sealed class RemovePasskeyModel(IdentityApi identity) : ProofPage(identity)
{
    [FromRoute]
    public string Id { get; set; } = "";

    public Passkey Passkey { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Passkey = await Identity.Passkey(Id, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await Identity.RemovePasskey(Id, Proof, cancel);
        return Done("The passkey is removed.", "/account/security");
    }
}
