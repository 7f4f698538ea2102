using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Clients;

public sealed class RevokeModel(IdentityApi identity, SignatoryApi signatory) : ClientPage(identity, signatory)
{
    private readonly IdentityApi identity = identity;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        await identity.RevokeClient(Id, Client, cancel);
        return Done($"{Shown.Name} is revoked.", Here);
    }
}
