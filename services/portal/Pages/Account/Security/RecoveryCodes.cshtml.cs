using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account.Security;

public sealed class RecoveryCodesModel(IdentityApi identity) : ProofPage(identity)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) => await Added(await Identity.MakeRecoveryCodes(Proof, cancel), "", cancel);
}
