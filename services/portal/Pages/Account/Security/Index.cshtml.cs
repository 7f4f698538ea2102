using Charter.Portal.Apis;
using Charter.Portal.Shell;

namespace Charter.Portal.Pages.Account.Security;

public sealed class IndexModel(IdentityApi identity) : PortalPage
{
    public SecondFactors SecondFactors { get; private set; } = null!;
    public int Sessions { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        SecondFactors = await identity.SecondFactors(cancel);
        Sessions = (await identity.Sessions(cancel)).Items.Count;
    }
}
