using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Calculators;

/// <remarks>People give parts in per cent; the service takes them as numbers from 0 to 1.</remarks>
[BindProperties]
public sealed class SroiModel(SignatoryApi signatory, CalculatorApi calculators, FrameworksApi frameworks, TimeProvider time) : CalculatorPage(signatory, calculators)
{
    public sealed class Assumption
    {
        [Display(Name = "The low figure")]
        public decimal? Low { get; set; }

        [Display(Name = "The central figure")]
        public decimal? Central { get; set; }

        [Display(Name = "The high figure")]
        public decimal? High { get; set; }

        public string? Source { get; set; }

        public static Assumption Of(decimal central, string source, decimal? low = null, decimal? high = null) => new() { Low = low, Central = central, High = high, Source = source };

        internal AssumptionInput Input(decimal of = 1) => new(Central / of, Source, Low / of, High / of);
    }

    public sealed class Change
    {
        public string? Title { get; set; }

        [Display(Name = "The number of years")]
        public int? Years { get; set; }

        [Display(Name = "The year")]
        public int? PriceYear { get; set; }

        public Assumption Quantity { get; set; } = new();
        public Assumption Proxy { get; set; } = new();
        public Assumption Deadweight { get; set; } = new();
        public Assumption Displacement { get; set; } = new();
        public Assumption Attribution { get; set; } = new();
        public Assumption DropOff { get; set; } = new();
    }

    [Display(Name = "The investment")]
    public decimal? Investment { get; set; }

    public string? InvestmentSource { get; set; }

    [Display(Name = "The year")]
    public int? PriceYear { get; set; }

    public string? Rate { get; set; } = "green-book";

    [Display(Name = "The rate")]
    public decimal? RatePercent { get; set; }

    public List<Change> Outcomes { get; set; } = [new()];

    protected override CalculationInputs Inputs => new(Sroi: new(Investment, InvestmentSource, PriceYear,
        [.. Outcomes.Select(one => new SroiOutcome(one.Title, one.Quantity.Input(), one.Proxy.Input(), one.PriceYear, one.Deadweight.Input(100), one.Displacement.Input(100), one.Attribution.Input(100), one.DropOff.Input(100), one.Years))],
        Rate, RatePercent));

    protected override void FillInExample()
    {
        var year = time.Today().Year;
        (Investment, InvestmentSource, PriceYear) = (60_000, "Invented: accounts", year);
        Outcomes =
        [
            new()
            {
                Title = "Young people find work", Years = 3, PriceYear = year, Quantity = Assumption.Of(24, "Invented: register of the course", 20, 28), Proxy = Assumption.Of(5000, "Invented: average wage less benefits", 4000, 5500),
                Deadweight = Assumption.Of(25, "Invented: comparable courses", 20, 40), Displacement = Assumption.Of(5, "Invented: judgement of the tutors"), Attribution = Assumption.Of(20, "Invented: survey of those who took part", 10, 30),
                DropOff = Assumption.Of(30, "Invented: follow-up after a year"),
            },
        ];
    }

    /// <summary>With a measure of a framework, its value stands in the first outcome, with its source and the year of its prices.</summary>
    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        if (!HttpMethods.IsGet(Request.Method) || $"{Request.Query["measure"]}".Split('/', 3) is not [var id, var version, var code] || !Guid.TryParse(id, out var framework) || !int.TryParse(version, out var number)) return;
        var read = await frameworks.Framework(framework, number, cancel);
        if (read.Measures.FirstOrDefault(one => one.Code == code) is not { Proxy: { } proxy } measure) return;
        Outcomes = [new() { Title = measure.Name, PriceYear = proxy.PriceYear, Proxy = Assumption.Of(proxy.Value.Plain(), $"{read.Title}, {code}: {proxy.Source}") }];
    }

    protected override void AddLine() => Outcomes.Add(new());
}
