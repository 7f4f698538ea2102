using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Value;

[BindProperties]
public sealed class NewModel(SignatoryApi signatory, PledgeApi pledges, FrameworksApi frameworks, ValueApi value) : FigurePage
{
    [FromRoute]
    public Guid Id { get; set; }

    [Display(Name = "The share")]
    public decimal? SharePercent { get; set; } = 100;

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Person.MustBe(Roles.Editor, Id);
        Outcomes = await Menu(Id, pledges, signatory, cancel);
        await LoadMeasures(frameworks, Id, null, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (ShareOf(nameof(SharePercent), SharePercent ?? 100) is not { } share)
        {
            await LoadAsync(cancel);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        var made = await value.Record(Id, Figure(share), cancel);
        return Done("The value is recorded.", $"/value/{made.Id}");
    }
}
