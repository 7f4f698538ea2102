using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[BindProperties, ForRole(Roles.Registrar)]
public sealed class GiveOfficeModel(PeopleApi people) : PortalPage
{
    public string? Email { get; set; }
    public string? Role { get; set; }

    [Display(Name = "The last day")]
    public DateOnly? Until { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await people.GiveOffice(Email, Role, Until, cancel);
        return Done("The office is given. They are told by mail.", "/registrar/offices");
    }
}
