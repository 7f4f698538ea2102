using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class RenewOfficeModel(PeopleApi people) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty, Display(Name = "The last day")]
    public DateOnly? Until { get; set; }

    public Office Office { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Office = await people.Office(Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await people.RenewOffice(Id, Until, cancel);
        return Done("The office is renewed. They are told by mail.", "/registrar/offices");
    }
}
