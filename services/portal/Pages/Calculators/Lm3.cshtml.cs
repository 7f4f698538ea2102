using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Calculators;

[BindProperties]
public sealed class Lm3Model(SignatoryApi signatory, CalculatorApi calculators) : CalculatorPage(signatory, calculators)
{
    public sealed class Answer
    {
        [Display(Name = "What was received")]
        public decimal? Received { get; set; }

        [Display(Name = "What was spent locally")]
        public decimal? SpentLocally { get; set; }
    }

    [Display(Name = "The money studied")]
    public decimal? Money { get; set; }

    public string? MoneySource { get; set; }
    public string? Coverage { get; set; }

    [Display(Name = "What local suppliers have")]
    public decimal? LocalSuppliers { get; set; }

    [Display(Name = "What local staff have")]
    public decimal? LocalStaff { get; set; }

    public string? LocalSource { get; set; }

    [Display(Name = "What is spent again")]
    public decimal? SpentAgain { get; set; }

    public string? SpentAgainSource { get; set; }
    public List<Answer> Answers { get; set; } = [new()];

    protected override CalculationInputs Inputs => new(Lm3: new(Money, MoneySource, LocalSuppliers, LocalStaff ?? 0, LocalSource, SpentAgain,
        [.. Answers.Where(answer => answer.Received is not null || answer.SpentLocally is not null).Select(answer => new Lm3Answer(answer.Received, answer.SpentLocally))], SpentAgainSource, Coverage));

    /// <summary>What is still to be given after the form was filled in from spend.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    public override async Task LoadAsync(CancellationToken cancel)
    {
        await base.LoadAsync(cancel);
        if (!HttpMethods.IsGet(Request.Method) || !Guid.TryParse(Request.Query["organisation"], out var organisation)) return;
        Organisation = organisation;
        var from = await Calculators.Lm3FromSpend(organisation, Request.Query["place"], cancel);
        var inputs = from.Inputs;
        (Money, MoneySource, LocalSuppliers, LocalStaff, LocalSource, SpentAgainSource, Coverage) = (inputs.Money, inputs.MoneySource, inputs.LocalSuppliers, inputs.LocalStaff, inputs.LocalSource, inputs.SpentAgainSource, inputs.Coverage);
        if (inputs.Answers.Count > 0) Answers = [.. inputs.Answers.Select(answer => new Answer { Received = answer.Received, SpentLocally = answer.SpentLocally })];
        Missing = from.Missing;
        if (from.Working is { } working) Result = new("lm3", working);
    }

    protected override void FillInExample()
    {
        (Money, LocalSuppliers, LocalStaff, SpentAgain) = (100, 60, 0, 24);
        MoneySource = LocalSource = SpentAgainSource = "Worked example";
    }

    protected override void AddLine() => Answers.Add(new());
}
