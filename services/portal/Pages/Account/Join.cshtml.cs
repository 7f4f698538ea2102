using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

/// <summary>Organisations that the person may ask to join because of the own e-mail address.</summary>
public sealed class JoinModel(PeopleApi people) : PortalPage
{
    public IReadOnlyList<Joinable> Joinable { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel) => Joinable = (await people.Joinable(cancel)).Items;

    public async Task<IActionResult> OnPostAsync(Guid organisation, CancellationToken cancel)
    {
        await people.AskToJoin(organisation, cancel);
        return Done("Its signatories are asked. You get a mail when one has decided.", "/account/join");
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid request, CancellationToken cancel)
    {
        await people.WithdrawRequest(request, cancel);
        return Done("Your request is withdrawn.", "/account/join");
    }
}
