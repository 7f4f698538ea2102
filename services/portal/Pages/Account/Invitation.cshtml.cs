using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Account;

/// <summary>An invitation to the address of the person's account.</summary>
public sealed class InvitationModel(PeopleApi people) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Offer Offer { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) =>
        Offer = (await people.MyInvitations(cancel)).Items.FirstOrDefault(one => one.Id == Id) ?? throw Refusal.NotFound("invitation");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        await people.Accept(Id, cancel);
        return Done($"You act for {Offer.OrganisationName ?? "the organisation"} now.", "/account");
    }

    public async Task<IActionResult> OnPostDeclineAsync(CancellationToken cancel)
    {
        await people.Decline(Id, cancel);
        return Done("You have declined the invitation. Whoever invited you is told.", "/account");
    }
}
