using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Pages.Frameworks;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Value;

/// <summary>A page on which shares are given.</summary>
public abstract class SharePage : PortalPage
{
    /// <summary>What people type in percent, as a part of the whole; null, with an error at the field, when it is none.</summary>
    protected decimal? ShareOf(string field, decimal? percent)
    {
        if (percent is >= 0 and <= 100 && decimal.Round(percent.Value, 2) == percent)
            return percent.Value / 100;
        ModelState.AddModelError(field, "Enter a share from 0 to 100 per cent, with at most two decimals");
        return null;
    }
}

/// <summary>A page with the figure of a record: a new one, or a correction.</summary>
[BindProperties]
public abstract class FigurePage : SharePage
{
    public string? Title { get; set; }
    public string? Stage { get; set; }
    public string? Pillar { get; set; }
    public string? Outcome { get; set; }

    [Display(Name = "The figure")]
    public decimal? Amount { get; set; }

    public string? Unit { get; set; }
    public string? Confidence { get; set; }
    public string? Source { get; set; }

    [Display(Name = "The first day")]
    public DateOnly? PeriodFrom { get; set; }

    [Display(Name = "The last day")]
    public DateOnly? PeriodUntil { get; set; }

    public string? Place { get; set; }

    /// <summary>Framework, version and code, with strokes between.</summary>
    public string? FrameworkMeasure { get; set; }

    public IReadOnlyList<Choice> Measures { get; private set; } = [];
    public IReadOnlyList<Choice> Outcomes { get; protected set; } = [];
    public IReadOnlyList<Choice> PlaceChoices => [.. Places.Counties.Concat(Places.All).Select(place => new Choice(place.Code, place.Name))];

    protected NewValue Figure(decimal? share = null, string? reason = null) =>
        new(Stage, Pillar, Outcome, Title, Amount, Unit, Confidence, Source, PeriodFrom, PeriodUntil, string.IsNullOrEmpty(Place) ? null : Place, share, reason, MeasureChoices.Named(FrameworkMeasure));

    /// <param name="measure">One that stays on offer though a newer version has come.</param>
    /// <param name="kept">One that stays on offer though the organisation may read it no longer.</param>
    protected async Task LoadMeasures(FrameworksApi frameworks, Guid organisation, MeasureOfFramework? measure, CancellationToken cancel, NamedMeasure? kept = null) =>
        Measures = await MeasureChoices.For(frameworks, organisation, measure, cancel, kept);

    /// <summary>The menu of the charter that the organisation signed.</summary>
    protected static async Task<IReadOnlyList<Choice>> Menu(Guid organisation, PledgeApi pledges, SignatoryApi signatory, CancellationToken cancel)
    {
        var ledger = await pledges.Ledger(organisation, cancel);
        var charter = await signatory.CharterVersion(ledger.CharterId, ledger.CharterVersion, cancel);
        return [.. charter.Content.OutcomeMenu.SelectMany(theme => theme.Outcomes.Select(outcome => new Choice(outcome, $"{theme.Theme}: {outcome}")))];
    }
}
