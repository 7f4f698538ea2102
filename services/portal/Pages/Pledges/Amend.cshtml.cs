using Charter.Portal.Apis;
using Charter.Portal.Pages.Frameworks;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Pledges;

[BindProperties]
public sealed class AmendModel(SignatoryApi signatory, PledgeApi pledges, FrameworksApi frameworks) : TermsPage(signatory, pledges, frameworks)
{
    [FromRoute]
    public Guid Id { get; set; }

    /// <summary>Version of the pledge with which the form began.</summary>
    public int Version { get; set; }
    public string? Reason { get; set; }

    [BindNever]
    public Pledge Pledge { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Pledge = await Service.Pledge(Id, cancel);
        await LoadChoices(Pledge.OrganisationId, Pledge.Outcome, Pledge.Place, Pledge.FrameworkMeasure, Pledge.KeptMeasure, cancel);
    }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        (Title, Commitment, Pillar, Outcome, Duty, Measure, Unit, Direction) =
            (Pledge.Title, Pledge.Commitment, Pledge.Pillar, Pledge.Outcome, Pledge.Duty, Pledge.Measure, Pledge.Unit, Pledge.Direction);
        // Without the zeros behind the point, and as a number is typed.
        (Baseline, Target) = (Pledge.Baseline.Plain(), Pledge.Target.Plain());
        (BaselineOn, DueOn, Owner, Place, TargetGroups, Segment, Version) = (Pledge.BaselineOn, Pledge.DueOn, Pledge.Owner, Pledge.Place, [.. Pledge.TargetGroups], Pledge.Segment, Pledge.Version);
        FrameworkMeasure = Pledge.FrameworkMeasure is { } measure ? MeasureChoices.Written(measure) : Pledge.KeptMeasure is { } kept ? MeasureChoices.Written(kept) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var pledge = await Service.Pledge(Id, cancel);
        Commitment = pledge.Commitment;
        await Service.Amend(Id, new(await TermsOf(pledge.OrganisationId, cancel), Reason, Version), cancel);
        return Done("The pledge is amended. What was before stands in its history.", $"/pledges/{Id}");
    }
}
