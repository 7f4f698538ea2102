using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.KiteMarks;

[ForRole(Roles.PanelChair)]
public sealed class DecideModel(KiteMarkApi kiteMarks) : PortalPage
{
    public readonly IReadOnlyList<Choice> Outcomes = [new("awarded", "Award the kite mark"), new("declined", "Decline the application")];

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Application Application { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Application = await kiteMarks.Application(Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await kiteMarks.Decide(Id, Outcome, Reason, cancel);
        return Done(Outcome == "awarded" ? "The kite mark is awarded." : "The application is declined.", $"/kite-marks/applications/{Id}");
    }
}
