using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

public sealed class SessionsModel(IdentityApi identity) : PortalPage
{
    public IReadOnlyList<OpenSession> Sessions { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel) => Sessions = (await identity.Sessions(cancel)).Items;

    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken cancel)
    {
        try
        {
            await identity.EndSession(id, cancel);
        }
        catch (ApiRefusal refusal) when (refusal.Status == 404)
        {
            // It has ended by itself meanwhile.
        }
        return Done("You are signed out there.", "/account/sessions");
    }

    public async Task<IActionResult> OnPostEndOthersAsync(CancellationToken cancel)
    {
        await identity.EndOtherSessions(cancel);
        return Done("You are signed out everywhere but here.", "/account/sessions");
    }
}
