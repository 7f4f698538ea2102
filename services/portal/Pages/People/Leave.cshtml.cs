using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.People;

public sealed class LeaveModel(PeopleApi people, SignatoryApi signatory) : OrganisationPage(signatory)
{
    public bool IsLastSignatory { get; private set; }

    public override async Task LoadAsync(CancellationToken cancel)
    {
        IsLastSignatory = ((await people.MyOrganisations(cancel)).Items.FirstOrDefault(one => one.OrganisationId == Id) ?? throw Refusal.NotFound("organisation")).IsLastSignatory;
        await base.LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await people.Leave(Id, cancel);
        return Done("You no longer act for the organisation.", "/account");
    }
}
