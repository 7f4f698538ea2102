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

    protected override void FillInExample()
    {
        (Money, LocalSuppliers, LocalStaff, SpentAgain) = (100, 60, 0, 24);
        MoneySource = LocalSource = SpentAgainSource = "Worked example";
    }

    protected override void AddLine() => Answers.Add(new());
}
