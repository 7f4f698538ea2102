using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Pledges;

[BindProperties]
public sealed class ProgressModel(PledgeApi pledges) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [Display(Name = "The figure")]
    public decimal? Value { get; set; }

    [Display(Name = "The day")]
    public DateOnly? On { get; set; }

    [Display(Name = "The first day")]
    public DateOnly? From { get; set; }

    public string? Confidence { get; set; }
    public string? Source { get; set; }
    public string? Note { get; set; }

    public Pledge Pledge { get; private set; } = null!;

    public override async Task LoadAsync(CancellationToken cancel) => Pledge = await pledges.Pledge(Id, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await pledges.ReportProgress(Id, new(Value, On, Confidence, Source, Note, From), cancel);
        return Done("The progress is reported.", $"/pledges/{Id}");
    }
}
