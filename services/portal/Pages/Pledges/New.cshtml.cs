using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Pledges;

public sealed class NewModel(SignatoryApi signatory, PledgeApi pledges, FrameworksApi frameworks) : TermsPage(signatory, pledges, frameworks)
{
    [FromRoute]
    public Guid Id { get; set; }

    /// <summary>From the task list: the duty under which nothing stands yet.</summary>
    [FromQuery(Name = "commitment")]
    public string? Under { get; set; }

    [FromQuery(Name = "duty")]
    public string? Serving { get; set; }

    /// <summary>From the page of a framework.</summary>
    [FromQuery(Name = "measure")]
    public string? By { get; set; }

    [Display(Name = "The day of the promise")]
    public DateOnly? PromisedOn { get; set; }

    public override Task LoadAsync(CancellationToken cancel) => LoadChoices(Id, null, null, null, null, cancel);

    public override Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        (Commitment, Duty, FrameworkMeasure) = (Under, Serving, By);
        return base.OnGetAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var made = await Service.MakePledge(Id, await TermsOf(Id, cancel) with { PromisedOn = PromisedOn }, cancel);
        return Done("The pledge is made. Attach evidence as soon as there is some to show.", $"/pledges/{made.Id}");
    }
}
