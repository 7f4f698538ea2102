using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Clients;

/// <summary>A page about one client.</summary>
public abstract class ClientPage(IdentityApi identity, SignatoryApi signatory) : ClientsPage(signatory)
{
    [FromRoute]
    public Guid Client { get; set; }

    public ApiClient Shown { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Shown = (await identity.Clients(Id, cancel)).Items.FirstOrDefault(one => one.Id == Client)
            ?? throw new ApiRefusal(404, "not-found", "There is no such client.", new Dictionary<string, string[]>());
    }
}

public sealed class ClientModel(IdentityApi identity, SignatoryApi signatory) : ClientPage(identity, signatory)
{
    private readonly IdentityApi identity = identity;

    /// <summary>Shown in the answer itself: on no other page, and in no cookie, is the secret ever again.</summary>
    public ClientSecret? Rotated { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Rotated = await identity.RotateSecret(Id, Client, cancel);
        return Page();
    }
}
