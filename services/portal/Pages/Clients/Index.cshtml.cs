using Charter.Portal.Apis;

namespace Charter.Portal.Pages.Clients;

public sealed class IndexModel(IdentityApi identity, SignatoryApi signatory) : ClientsPage(signatory)
{
    public IReadOnlyList<ApiClient> Clients { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        Clients = (await identity.Clients(Id, cancel)).Items;
    }
}
