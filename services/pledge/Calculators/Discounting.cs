using System.Globalization;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Calculators;

/// <summary>Names of the discount rates that can be chosen.</summary>
internal static class DiscountRates
{
    /// <summary>HM Treasury, The Green Book: the social time preference rate with its steps.</summary>
    public const string GreenBook = "green-book";
    /// <summary>HM Treasury, The Green Book: the rate for health outcomes.</summary>
    public const string GreenBookHealth = "green-book-health";
    /// <summary>NICE reference case: the same rate for costs and effects.</summary>
    public const string Nice = "nice";
    /// <summary>No discounting.</summary>
    public const string None = "none";
    /// <summary>A rate of one's own, given in percent.</summary>
    public const string Own = "own";

    public static IReadOnlyList<string> All { get; } = [GreenBook, GreenBookHealth, Nice, None, Own];
}

/// <summary>
/// What an amount in a later year is worth today. Year 0 is the present; the factor of year t is 1 ÷ ((1 + r₁) × … × (1 + r_t)) with the rate of each year on
/// the way, so factors chain where the rate steps down (HM Treasury, The Green Book: 3.5 % in years 0–30, 3.0 % in years 31–75, 2.5 % in years 76–125;
/// 1.5 % for health outcomes, of which the steps after year 30 are not provided for here; NICE reference case: 3.5 %).
/// </summary>
internal sealed record Discounting(string Name, IReadOnlyList<(int Until, decimal Rate)> Steps)
{
    private static readonly Dictionary<string, (int, decimal)[]> Known = new()
    {
        [DiscountRates.GreenBook] = [(30, 0.035m), (75, 0.030m), (125, 0.025m)],
        [DiscountRates.GreenBookHealth] = [(30, 0.015m)],
        [DiscountRates.Nice] = [(125, 0.035m)],
        [DiscountRates.None] = [(125, 0m)],
    };

    /// <summary>The last year for which there is a rate.</summary>
    public int Until => Steps[^1].Until;

    /// <param name="percent">Only for a rate of one's own.</param>
    public static Discounting Of(string name, decimal? percent)
    {
        if (name != DiscountRates.Own)
            return percent is null ? new(name, Known[name]) : throw InvalidRequest.For("ratePercent", "Leave this out unless you give a rate of your own.");
        return percent is { } own ? new(name, [(125, own / 100)]) : throw InvalidRequest.For("ratePercent", "Give the rate in percent, such as 3.5.");
    }

    /// <summary>Refuses years for which the rate chosen does not say anything.</summary>
    public void MustReach(int years, string field)
    {
        if (years > Until)
            throw InvalidRequest.For(field, $"The rate chosen is set for {Until} years, and this takes {years}. Choose another rate, or end earlier.");
    }

    /// <summary>Factor of each year from 1 on.</summary>
    public IEnumerable<decimal> Factors()
    {
        var factor = 1m;
        for (var year = 1; year <= Until; year++)
            yield return factor /= 1 + RateOf(year);
    }

    /// <summary>The rate in words, for whoever reads the result.</summary>
    public string Words(int years) => string.Join(", ", Steps.Select((s, i) => (From: i == 0 ? 1 : Steps[i - 1].Until + 1, s.Until, s.Rate)).Where(s => s.From <= years)
        .Select(s => $"{(s.Rate * 100).ToString("0.######", CultureInfo.InvariantCulture)} % in years {s.From} to {Math.Min(s.Until, years)}"));

    private decimal RateOf(int year) => Steps.First(s => year <= s.Until).Rate;
}
