using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Calculators;

[BindProperties]
public sealed class QalyModel(SignatoryApi signatory, CalculatorApi calculators, TimeProvider time) : CalculatorPage(signatory, calculators)
{
    public sealed class Phase
    {
        [Display(Name = "Utility without it")]
        public decimal? Without { get; set; }

        [Display(Name = "Utility with it")]
        public decimal? With { get; set; }

        [Display(Name = "The number of years")]
        public int? Years { get; set; }
    }

    [Display(Name = "The cost")]
    public decimal? Cost { get; set; }

    public string? CostSource { get; set; }

    [Display(Name = "The year")]
    public int? PriceYear { get; set; }

    [Display(Name = "The number of people")]
    public int? People { get; set; }

    public List<Phase> Phases { get; set; } = [new()];
    public string? UtilitySource { get; set; }
    public string? Rate { get; set; } = "green-book-health";

    [Display(Name = "The rate")]
    public decimal? RatePercent { get; set; }

    protected override CalculationInputs Inputs =>
        new(CostPerQaly: new(Cost, CostSource, PriceYear, People, [.. Phases.Select(phase => new QalyPhase(phase.Without, phase.With, phase.Years))], UtilitySource, Rate, RatePercent));

    protected override void FillInExample()
    {
        (Cost, CostSource, PriceYear, People, Rate) = (105_000, "Invented", time.Today().Year, 1, "none");
        UtilitySource = "York Health Economics Consortium, glossary";
        Phases = [new() { Without = 0, With = 0.8m, Years = 10 }, new() { Without = 0, With = 0.5m, Years = 5 }];
    }

    protected override void AddLine() => Phases.Add(new());
}
