using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Pledges;

[BindProperties]
public sealed class EndModel(PledgeApi pledges) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [Required(ErrorMessage = "Choose what became of the pledge")]
    public string? How { get; set; }

    public string? Reason { get; set; }

    [BindNever]
    public Pledge Pledge { get; private set; } = null!;

    public IReadOnlyList<Choice> Ends { get; } =
    [
        new("completion", "Completed", "The latest figure has reached the target, and it is measured or estimated"),
        new("miss", "Missed", "Its day has come, and the target was not reached"),
        new("withdrawal", "Withdrawn", "You take it back"),
    ];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Pledge = await pledges.Pledge(Id, cancel);
        Person.MustBe(Roles.Editor, Pledge.OrganisationId);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Ends.All(end => end.Value != How))
        {
            ModelState.AddModelError(nameof(How), "Choose what became of the pledge");
            await LoadAsync(cancel);
            return Page();
        }
        await pledges.End(Id, How!, Reason, cancel);
        return Done("The pledge has ended, and says how.", $"/pledges/{Id}");
    }
}
