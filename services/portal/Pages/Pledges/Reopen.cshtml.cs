using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Pledges;

[BindProperties]
public sealed class ReopenModel(PledgeApi pledges, TimeProvider time) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public string? Reason { get; set; }

    [Display(Name = "The date")]
    public DateOnly? DueOn { get; set; }

    [BindNever]
    public Pledge Pledge { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Pledge = await pledges.Pledge(Id, cancel);
        Person.MustBe(Roles.Editor, Pledge.OrganisationId);
    }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (Pledge.DueOn > time.Today())
            DueOn = Pledge.DueOn;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await pledges.Reopen(Id, Reason, DueOn, cancel);
        return Done("The pledge is active again. Its history shows that it had ended.", $"/pledges/{Id}");
    }
}
