using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Evidence;

public sealed class TakeBackModel(EvidenceApi evidence) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Apis.Evidence Evidence { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Evidence = await evidence.Evidence(Id, cancel);
        Person.MustBe(Roles.Editor, Evidence.OrganisationId);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var taken = await evidence.TakeBack(Id, cancel);
        return Done("The evidence is taken back.", $"/pledges/{taken.PledgeId}");
    }
}
