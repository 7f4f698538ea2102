using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class RenameModel(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? KeepsFormerName { get; set; }

    public Organisation Organisation { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Organisation = await signatory.Organisation(Id, cancel);
        if (HttpMethods.IsGet(Request.Method)) (Name, KeepsFormerName) = (Organisation.Name, "true");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signatory.RenameOrganisation(Id, Name, KeepsFormerName == "true", cancel);
        return Done($"It is called {Name} now.", $"/registrar/organisations/{Id}");
    }
}
