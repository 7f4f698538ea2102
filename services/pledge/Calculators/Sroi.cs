using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Calculators;

/// <summary>
/// Social return on investment (Social Value UK, A Guide to Social Return on Investment). For each outcome
/// impact = quantity × proxy × (1 − deadweight) × (1 − displacement) × (1 − attribution);
/// in year t it is impact × (1 − drop-off)^(t − 1); present value = Σ impact_t × factor_t; ratio = present value ÷ investment.
/// Every assumption has a low, a central and a high figure: the low case takes of each the end that makes the ratio smaller, the high case the other, so the
/// answer is a range. Deadweight is what would have happened anyway, displacement what was only moved, attribution what others brought about.
/// </summary>
internal static class Sroi
{
    private const double MostMoney = 1_000_000_000;

    /// <summary>A figure with its range and where it comes from.</summary>
    /// <param name="Low">The smallest that it may be; the central figure without a word.</param>
    /// <param name="High">The largest.</param>
    internal sealed record Assumption(
        [Between(0, MostMoney)] decimal Central,
        [Required(ErrorMessage = "Say where the figure comes from."), AtMost(300)] string Source,
        [Between(0, MostMoney)] decimal? Low = null,
        [Between(0, MostMoney)] decimal? High = null);

    /// <param name="Quantity">How often it comes about in the first year.</param>
    /// <param name="Proxy">What one is worth, in pounds.</param>
    /// <param name="PriceYear">The year of whose prices the proxy is.</param>
    /// <param name="Deadweight">A part of the whole, as 0.1; so are displacement, attribution and drop-off.</param>
    /// <param name="Years">How long it lasts.</param>
    internal sealed record Outcome(
        [Required(ErrorMessage = "Say what changes, and for whom."), AtMost(200)] string Title,
        Assumption Quantity, Assumption Proxy, int PriceYear, Assumption Deadweight, Assumption Displacement, Assumption Attribution, Assumption DropOff, int Years);

    /// <param name="Rate">green-book, green-book-health, nice, none or own.</param>
    internal sealed record Request(
        [Between(0, MostMoney)] decimal Investment,
        [Required(ErrorMessage = "Say where the figure comes from."), AtMost(300)] string InvestmentSource,
        int PriceYear,
        [Entries(1, 20, What = "outcome")] IReadOnlyList<Outcome> Outcomes,
        [OneOf("a discount rate", typeof(DiscountRates))] string Rate = DiscountRates.GreenBook,
        [Between(0, 20)] decimal? RatePercent = null);

    private enum End { Low, Central, High }

    public static Working Calculate(Request asked, DateOnly today)
    {
        Check(asked, today);
        var discounting = Discounting.Of(asked.Rate, asked.RatePercent);
        var years = asked.Outcomes.Max(o => o.Years);
        discounting.MustReach(years, "outcomes");
        decimal[] factors = [.. discounting.Factors().Take(years)];
        var steps = new List<Step>();
        var central = Value(asked, factors, (_, _) => End.Central, steps);
        // What makes the value smaller is the high end of what is taken off it.
        var low = Value(asked, factors, (_, name) => Takes(name) ? End.High : End.Low, null);
        var high = Value(asked, factors, (_, name) => Takes(name) ? End.Low : End.High, null);
        steps.Add(new("Present value of all outcomes", "the sum of the present values", central));
        steps.Add(new("Net present value", $"{central.Say()} − {asked.Investment.Say()}", central - asked.Investment));
        steps.Add(new("Ratio", $"{central.Say()} ÷ {asked.Investment.Say()}", central / asked.Investment));
        return new(central / asked.Investment, low / asked.Investment, high / asked.Investment, steps,
            [
                new("", "Investment", asked.Investment, null, null, asked.InvestmentSource.Trim(), asked.PriceYear),
                .. asked.Outcomes.SelectMany(o => Parts(o).Select(p => new Assumed(o.Title.Trim(), p.Name, p.Of.Central, p.Of.Low, p.Of.High, p.Of.Source.Trim(), p.Name == Proxy ? o.PriceYear : null))),
            ],
            [.. asked.Outcomes.SelectMany(o => Parts(o).Where(p => p.Of.Low is not null || p.Of.High is not null).Select(p => new Sensitivity(o.Title.Trim(), p.Name,
                Value(asked, factors, (one, name) => one == o && name == p.Name ? End.Low : End.Central, null) / asked.Investment,
                Value(asked, factors, (one, name) => one == o && name == p.Name ? End.High : End.Central, null) / asked.Investment)))
                .OrderByDescending(s => Math.Abs(s.AtHigh - s.AtLow))],
            [
                $"Discounted at {discounting.Words(years)}.",
                "This is what one organisation found for one thing that it did, on its own assumptions. Ratios of different organisations cannot be compared.",
            ]);
    }

    private const string Quantity = "Quantity", Proxy = "Value of one", Deadweight = "Deadweight", Displacement = "Displacement", Attribution = "Attribution", DropOff = "Drop-off";

    private static bool Takes(string name) => name is Deadweight or Displacement or Attribution or DropOff;

    private static IEnumerable<(string Name, string Field, Assumption Of)> Parts(Outcome o) =>
    [
        (Quantity, "quantity", o.Quantity), (Proxy, "proxy", o.Proxy), (Deadweight, "deadweight", o.Deadweight), (Displacement, "displacement", o.Displacement),
        (Attribution, "attribution", o.Attribution), (DropOff, "dropOff", o.DropOff),
    ];

    private static decimal Value(Request asked, decimal[] factors, Func<Outcome, string, End> end, List<Step>? steps)
    {
        var total = 0m;
        foreach (var o in asked.Outcomes)
        {
            decimal At(string name, Assumption a) => end(o, name) switch { End.Low => a.Low ?? a.Central, End.High => a.High ?? a.Central, _ => a.Central };
            var (quantity, proxy, deadweight) = (At(Quantity, o.Quantity), At(Proxy, o.Proxy), At(Deadweight, o.Deadweight));
            var (displacement, attribution, dropOff) = (At(Displacement, o.Displacement), At(Attribution, o.Attribution), At(DropOff, o.DropOff));
            var impact = quantity * proxy * (1 - deadweight) * (1 - displacement) * (1 - attribution);
            var title = o.Title.Trim();
            steps?.Add(new($"{title}: impact in the first year", $"{quantity.Say()} × {proxy.Say()} × (1 − {deadweight.Say()}) × (1 − {displacement.Say()}) × (1 − {attribution.Say()})", impact));
            for (var year = 1; year <= o.Years; year++)
            {
                var present = impact * factors[year - 1];
                steps?.Add(new($"{title}: present value of year {year}", $"{impact.Say()} × {factors[year - 1].Say()}", present));
                total += present;
                impact *= 1 - dropOff;
            }
        }
        return total;
    }

    private static void Check(Request asked, DateOnly today)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        if (asked.Investment <= 0)
            errors["investment"] = ["This must be more than 0."];
        if (asked.PriceYear < 1990 || asked.PriceYear > today.Year + 1)
            errors["priceYear"] = [$"This must be a year from 1990 to {today.Year + 1}."];
        for (var i = 0; i < asked.Outcomes.Count; i++)
        {
            var o = asked.Outcomes[i];
            if (o.Years is < 1 or > 125)
                errors[$"outcomes[{i}].years"] = ["This must be a whole number of years from 1 to 125."];
            if (o.PriceYear != asked.PriceYear)
                errors[$"outcomes[{i}].priceYear"] = [$"This must be {asked.PriceYear}, the year of the prices of the investment. Bring the value to prices of that year, and say so in its source."];
            foreach (var (name, field, of) in Parts(o))
                if (Takes(name) && new[] { of.Low, of.Central, of.High }.Any(x => x > 1))
                    errors[$"outcomes[{i}].{field}"] = ["This is a part of the whole, so it is at most all of it: 1, or 100 %."];
                else if (of.Low > of.Central || of.High < of.Central)
                    errors[$"outcomes[{i}].{field}"] = ["The low figure may not be above the central one, and the high figure not below it."];
        }
        if (errors.Count > 0)
            throw new InvalidRequest(errors);
    }
}
