using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class EndOfficeModel(PeopleApi people) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public Office Office { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Office = await people.Office(Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        await people.EndOffice(Id, cancel);
        return Done("The office is ended.", Office.Subject == Person.Subject ? "/account" : "/registrar/offices");
    }
}
