using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Evidence;

public sealed class NewVersionModel(EvidenceApi evidence, PledgeApi pledges) : EvidenceFormPage(evidence, pledges)
{
    private readonly EvidenceApi _evidence = evidence;
    private readonly PledgeApi _pledges = pledges;

    public override bool IsNewVersion => true;

    [BindNever]
    public Apis.Evidence Before { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Before = await _evidence.Evidence(Id, cancel);
        await LoadChoices(await _pledges.Pledge(Before.PledgeId, cancel), cancel, Before.Pledges);
    }

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        (Title, Kind, Link, Impact) = (Before.Title, Before.Kind, Before.Link, Before.Impact);
        Duties = [.. (Before.Duties ?? []).Intersect(DutyChoices.Select(choice => choice.Value))];
        Pledges = [.. (Before.Pledges ?? []).Select(pledge => $"{pledge.Id}")];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        using var form = Filled();
        var made = await _evidence.Renew(Id, form, cancel);
        return Sent("The new version is submitted. A reviewer will look at it.", $"/evidence/{made.Id}");
    }
}
