using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account.Security;

public sealed class RemoveAuthenticatorModel(IdentityApi identity) : ProofPage(identity)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await Identity.RemoveAuthenticator(Proof, cancel);
        return Done("The authenticator app is removed.", "/account/security");
    }
}
