using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Pages.Registrar;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Surveys;

[ForRole(Roles.Registrar), BindProperties]
public sealed class NewModel(SurveysApi surveys, SignatoryApi signatory, TimeProvider time) : PortalPage
{
    public Guid? CharterId { get; set; }
    public string? Instrument { get; set; }
    public string? Wave { get; set; }

    [Display(Name = "The first day")]
    public DateOnly? OpensOn { get; set; }

    [Display(Name = "The last day")]
    public DateOnly? ClosesOn { get; set; }

    [Display(Name = "The day from which money is asked about")]
    public DateOnly? PeriodFrom { get; set; }

    [Display(Name = "The day until which money is asked about")]
    public DateOnly? PeriodUntil { get; set; }

    public IReadOnlyList<Choice> Charters { get; private set; } = [];
    public IReadOnlyList<Choice> Instruments { get; private set; } = [];
    public IReadOnlyList<Choice> Waves { get; } = [new("before", "Before"), new("after", "After"), .. Enumerable.Range(1, 12).Select(i => new Choice($"follow-up-{i}", $"Follow-up {i}"))];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Charters = await FrameworksModel.ChartersInForce(signatory, cancel);
        if (Charters is [var only]) CharterId ??= Guid.Parse(only.Value);
        Instruments = [.. (await surveys.Instruments(cancel)).Items.Select(one => new Choice(one.Code, one.Title, $"Asks {one.Asks}"))];
        if (HttpMethods.IsGet(Request.Method)) OpensOn ??= time.Today();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (CharterId is null) ModelState.AddModelError(nameof(CharterId), "Choose the charter");
        if (string.IsNullOrEmpty(Instrument)) ModelState.AddModelError(nameof(Instrument), "Choose what is asked");
        if (string.IsNullOrEmpty(Wave)) ModelState.AddModelError(nameof(Wave), "Choose which time it is");
        if (OpensOn is null) ModelState.AddModelError(nameof(OpensOn), "Give the first day");
        if (ClosesOn is null) ModelState.AddModelError(nameof(ClosesOn), "Give the last day");
        if (!ModelState.IsValid)
        {
            await LoadAsync(cancel);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        var opened = await surveys.Open(new(CharterId, Instrument, Wave, OpensOn, ClosesOn, PeriodFrom, PeriodUntil), cancel);
        return Done("The survey is there. People take their links on this page.", $"/surveys/{opened.Id}");
    }
}
