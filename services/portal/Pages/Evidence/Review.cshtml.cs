using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Evidence;

public sealed class ReviewModel(PledgeApi pledges) : PortalPage
{
    public readonly IReadOnlyList<Choice> Outcomes = [new("verified", "Yes: verify it"), new("returned", "No: return it with reasons")];

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Apis.Evidence Evidence { get; private set; } = null!;
    public bool IsReviewer => Person.Has(Roles.EvidenceReviewer);
    public bool MayReview => IsReviewer && Evidence.State == "submitted" && !Person.BelongsTo(Evidence.OrganisationId);

    public override async Task LoadAsync(CancellationToken cancel) => Evidence = await pledges.Evidence(Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await pledges.Review(Id, Outcome, Reason, cancel);
        return Done(Outcome == "verified" ? "The evidence is verified." : "The evidence is returned to the organisation.", "/evidence");
    }
}
