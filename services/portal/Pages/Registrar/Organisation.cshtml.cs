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

    public override async Task LoadAsync(CancellationToken cancel) => Organisation = await signatory.Organisation(Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signatory.Confirm(Id, cancel);
        return Done("The organisation is confirmed. It can sign now.", "/registrar/organisations");
    }
}
