using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

/// <summary>A registrar finds a new signatory for an organisation that has none.</summary>
[ForRole(Roles.Registrar)]
public sealed class SignatoryModel(PeopleApi people, SignatoryApi signatory) : PortalPage
{
    private const string List = "/registrar/without-signatory";

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public Organisation Organisation { get; private set; } = null!;
    public IReadOnlyList<OrganisationMember> Members { get; private set; } = [];
    public IReadOnlyList<SentInvitation> Invitations { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Organisation = await signatory.Organisation(Id, cancel);
        Members = (await people.Members(Id, cancel)).Items;
        Invitations = (await people.Invitations(Id, cancel)).Items;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await people.Invite(Id, Email, [Roles.Signatory], handOver: false, cancel);
        return Done($"{Email} is invited.", List);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid invitation, CancellationToken cancel)
    {
        await people.Withdraw(Id, invitation, cancel);
        return Done("The invitation is withdrawn.", List);
    }
}
