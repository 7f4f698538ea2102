using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Value;

/// <summary>What is asked of whoever records or corrects value.</summary>
/// <param name="Stage">core, added (offered and contracted) or unpredicted.</param>
/// <param name="Outcome">A label of the signed charter's outcome menu.</param>
/// <param name="Title">What came about, in one sentence.</param>
/// <param name="Amount">In the unit. Of the whole outcome, also when others have a share in it.</param>
/// <param name="Source">Where the figure comes from.</param>
/// <param name="Place">Code of the county or district in which it came about.</param>
/// <param name="FrameworkMeasure">The measure of a framework by which it is counted. It has to be counted in the unit, if it says one.</param>
internal record ValueFigure(
    [property: Required(ErrorMessage = "Choose a stage: core, added, unpredicted."), OneOf("a stage", typeof(ValueStages))] string Stage,
    [property: Required(ErrorMessage = "Choose a pillar: social, environmental, economic."), OneOf("a pillar", typeof(Pillars))] string Pillar,
    [property: Required(ErrorMessage = "Choose an outcome from the charter's menu.")] string Outcome,
    [property: Required(ErrorMessage = "Say what came about."), AtMost(200)] string Title,
    [property: Figure] decimal Amount,
    [property: Required(ErrorMessage = "Choose a unit."), OneOf("a unit", typeof(ValueUnits))] string Unit,
    [property: Required(ErrorMessage = "Say how well the figure is known: measured, estimated, guessed."), OneOf("how well the figure is known", typeof(Confidences))] string Confidence,
    [property: Required(ErrorMessage = "Say where the figure comes from."), AtMost(300)] string Source,
    DateOnly PeriodFrom,
    DateOnly PeriodUntil,
    [property: AtMost(20)] string? Place = null,
    NamedMeasure? FrameworkMeasure = null);

/// <summary>A part of the whole: from 0 to 1, stored exactly.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class ShareAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is not decimal share || (share is >= 0 and <= 1 && decimal.Round(share, 4) == share);

    public override string FormatErrorMessage(string name) => "Give a share from 0 to 1 with at most four decimal places, such as 0.25 for a quarter.";
}
