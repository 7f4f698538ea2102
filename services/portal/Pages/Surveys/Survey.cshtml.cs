using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Surveys;

[AllowAnonymous]
public sealed class SurveyModel(SurveysApi surveys, SignatoryApi signatory, IConfiguration configuration) : PortalPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid? Organisation { get; set; }

    [BindProperty, Display(Name = "The number of links")]
    public int? Others { get; set; }

    public Survey Survey { get; private set; } = null!;
    public SurveyInstrument Instrument { get; private set; } = null!;
    public IReadOnlyList<SurveyWave> Waves { get; private set; } = [];
    public IReadOnlyList<Choice> Organisations { get; private set; } = [];
    public IReadOnlyList<string> Handed { get; private set; } = [];

    public SurveyWave? Result => Waves.FirstOrDefault(wave => wave.RoundId == Id);
    public bool MayHandOut => Organisations.Any(one => Visitor?.Has(Roles.Editor, Guid.Parse(one.Value)) == true);

    public override async Task LoadAsync(CancellationToken cancel)
    {
        Survey = await surveys.Read(Id, cancel);
        var trend = await surveys.Trend(Survey.CharterId, Survey.Instrument, cancel);
        (Instrument, Waves) = (trend.Instrument, trend.Waves);
        if (Visitor is not null && Survey.State == "open")
            Organisations = [.. (await signatory.MyOrganisations(cancel).OrNothing())?.Items.Where(one => Roles.OfOrganisation.Any(role => Person.Has(role, one.Id))).Select(one => new Choice($"{one.Id}", one.Name)) ?? []];
        if (Organisations is [var only]) Organisation ??= Guid.Parse(only.Value);
    }

    /// <summary>What somebody answers comes next, on a page that does not look at who they are.</summary>
    public async Task<IActionResult> OnPostTakeAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (!IsChosen()) return Page();
        var taken = await surveys.Take(Id, Organisation, null, cancel);
        return LocalRedirect($"/survey?code={taken.Links[0]}");
    }

    public async Task<IActionResult> OnPostHandAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (Others is null) ModelState.AddModelError(nameof(Others), "Say how many links you want, from 1 to 100");
        if (!IsChosen()) return Page();
        Handed = [.. (await surveys.Take(Id, Organisation, Others, cancel)).Links.Select(link => $"{Request.Address(configuration)}/survey?code={link}")];
        await LoadAsync(cancel);
        return Page();
    }

    public IEnumerable<(string Label, SurveyFigure Figure)> Rows(SurveyBreakdown breakdown) =>
        breakdown.Groups.Select(group => (group.Label == "" ? "No place" : Words.Say(group.Label), group.Figure)).Concat(breakdown.Others is { } others ? [("Others together", others)] : []);

    private bool IsChosen()
    {
        if (Organisation is null) ModelState.AddModelError(nameof(Organisation), "Choose the organisation");
        if (!ModelState.IsValid) Response.StatusCode = StatusCodes.Status400BadRequest;
        return ModelState.IsValid;
    }
}
