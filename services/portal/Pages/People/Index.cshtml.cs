using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.People;

public sealed class IndexModel(PeopleApi people, SignatoryApi signatory) : OrganisationPage(signatory)
{
    public sealed record Colleague(Guid Subject, string Name, IReadOnlyList<OrganisationMember> Roles);

    public IReadOnlyList<Colleague> People { get; private set; } = [];
    public IReadOnlyList<SentInvitation> Invitations { get; private set; } = [];
    public IReadOnlyList<JoinRequest> Requests { get; private set; } = [];
    public IReadOnlyList<EmailDomain> Domains { get; private set; } = [];
    public bool IsSignatory => Person.Has(Roles.Signatory, Id);

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        People = [.. (await people.Members(Id, cancel)).Items.GroupBy(one => one.Subject).Select(one => new Colleague(one.Key, one.First().Name, [.. one]))];
        Domains = (await people.Domains(Id, cancel)).Items;
        if (!IsSignatory) return;
        Invitations = (await people.Invitations(Id, cancel)).Items;
        Requests = (await people.JoinRequests(Id, cancel)).Items;
    }

    public async Task<IActionResult> OnPostSendAgainAsync(Guid invitation, CancellationToken cancel)
    {
        await people.SendAgain(Id, invitation, cancel);
        return Done("The invitation was sent again. It is good for another 14 days.", Here);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid invitation, CancellationToken cancel)
    {
        await people.Withdraw(Id, invitation, cancel);
        return Done("The invitation is withdrawn.", Here);
    }
}
