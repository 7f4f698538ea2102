using Charter.Portal.Apis;
using Charter.Portal.Pages.Evidence;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Charter.Portal.Pages.Pledges;

public sealed class EvidenceModel(EvidenceApi evidence, PledgeApi pledges) : EvidenceFormPage(evidence, pledges)
{
    private readonly EvidenceApi _evidence = evidence;
    private readonly PledgeApi _pledges = pledges;

    [BindNever]
    public Pledge Pledge { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Pledge = await _pledges.Pledge(Id, cancel);
        await LoadChoices(Pledge, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        using var form = Filled();
        await _evidence.Attach(Id, form, cancel);
        return Sent("The evidence is attached. A reviewer will look at it.", $"/pledges/{Id}");
    }
}
