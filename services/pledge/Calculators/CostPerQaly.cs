using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Calculators;

/// <summary>
/// Cost per quality-adjusted life year (seed 001, cost utility analysis): cost ÷ QALYs gained, where
/// QALYs = people × Σ (utility with − utility without) in year t × factor of year t.
/// Utility is 1 in full health and 0 in death, and may be below. Phases follow each other from year 1; each lasts whole years. The rate is a setting that is
/// shown with the figure: 1.5 % (Green Book, health) or 3.5 % (NICE reference case) as a rule.
/// </summary>
internal static class CostPerQaly
{
    /// <param name="Without">Utility without what was done.</param>
    /// <param name="With">Utility with it.</param>
    internal sealed record Phase([Between(-1, 1)] decimal Without, [Between(-1, 1)] decimal With, int Years);

    /// <param name="Cost">Of all that was done for all people, at present value.</param>
    internal sealed record Request(
        [Between(0, 1_000_000_000_000)] decimal Cost,
        [Required(ErrorMessage = "Say where the figure comes from."), AtMost(300)] string CostSource,
        int PriceYear,
        int People,
        [Entries(1, 20, What = "phase")] IReadOnlyList<Phase> Phases,
        [Required(ErrorMessage = "Say where the utilities come from, such as EQ-5D before and after."), AtMost(300)] string UtilitySource,
        [OneOf("a discount rate", typeof(DiscountRates))] string Rate = DiscountRates.GreenBookHealth,
        [Between(0, 20)] decimal? RatePercent = null);

    public static Working Calculate(Request asked, DateOnly today)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        if (asked.Cost <= 0)
            errors["cost"] = ["This must be more than 0."];
        if (asked.PriceYear < 1990 || asked.PriceYear > today.Year + 1)
            errors["priceYear"] = [$"This must be a year from 1990 to {today.Year + 1}."];
        if (asked.People is < 1 or > 10_000_000)
            errors["people"] = ["This must be a whole number from 1 to 10,000,000."];
        for (var i = 0; i < asked.Phases.Count; i++)
            if (asked.Phases[i].Years is < 1 or > 125)
                errors[$"phases[{i}].years"] = ["This must be a whole number of years from 1 to 125."];
        if (errors.Count > 0)
            throw new InvalidRequest(errors);

        var discounting = Discounting.Of(asked.Rate, asked.RatePercent);
        var years = asked.Phases.Sum(p => p.Years);
        discounting.MustReach(years, "phases");
        decimal[] factors = [.. discounting.Factors().Take(years)];
        var steps = new List<Step>();
        decimal perPerson = 0, undiscounted = 0;
        var first = 1;
        foreach (var phase in asked.Phases)
        {
            var (gain, until) = (phase.With - phase.Without, first + phase.Years - 1);
            var factor = factors[(first - 1)..until].Sum();
            steps.Add(new($"Gain in utility in years {first} to {until}", $"{phase.With.Say()} − {phase.Without.Say()}", gain));
            steps.Add(new($"Discount factors of years {first} to {until}, added up", discounting.Words(years), factor));
            steps.Add(new($"QALYs for one person in years {first} to {until}", $"{gain.Say()} × {factor.Say()}", gain * factor));
            perPerson += gain * factor;
            undiscounted += gain * phase.Years;
            first = until + 1;
        }
        var gained = perPerson * asked.People;
        if (gained <= 0)
            throw InvalidRequest.For("phases", "Nobody gains from this, so there is no cost per QALY: utility with it must be above utility without it on the whole.");
        steps.Add(new("QALYs for all people", $"{perPerson.Say()} × {asked.People}", gained));
        steps.Add(new("Cost per QALY", $"{asked.Cost.Say()} ÷ {gained.Say()}", asked.Cost / gained));
        return new(asked.Cost / gained, null, null, steps,
            [
                new("", "Cost", asked.Cost, null, null, asked.CostSource.Trim(), asked.PriceYear),
                new("", "People", asked.People, null, null, asked.CostSource.Trim()),
                .. asked.Phases.Select((p, i) => new Assumed($"Phase {i + 1}", "Gain in utility", p.With - p.Without, null, null, asked.UtilitySource.Trim())),
            ],
            [],
            [$"Discounted at {discounting.Words(years)}; without discounting {(undiscounted * asked.People).Say()} QALYs.", "The cost counts as it was given: costs of later years have to be discounted before."]);
    }
}
