using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Registrar;

[ForRole(Roles.Registrar)]
public sealed class DraftModel(SignatoryApi signatory) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public int Number { get; set; }

    [BindProperty, Display(Name = "The date")]
    public DateOnly? InForceFrom { get; set; }

    public CharterVersion Version { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Version = await signatory.CharterVersion(Id, Number, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await signatory.Publish(Id, Number, InForceFrom, cancel);
        return Done($"Version {Number} is published.", $"/charters/{Id}?version={Number}");
    }
}
