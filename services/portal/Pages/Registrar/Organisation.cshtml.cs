using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class OrganisationModel(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Organisation Organisation { get; private set; } = null!;

    public IReadOnlyList<Succession> Successions { get; private set; } = [];
    public bool IsSucceeded => Successions.Any(one => one.PredecessorId == Id && one.Status == "standing");

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Organisation = await signatory.Organisation(Id, cancel);
        Successions = (await signatory.Successions(Id, null, cancel)).Items;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signatory.Confirm(Id, cancel);
        return Done("The organisation is confirmed. It can sign now.", "/registrar/organisations");
    }
}
