using Charter.ServiceDefaults;

namespace Charter.Pledges.Calculators;

/// <summary>One step of the working, as somebody would write it down.</summary>
/// <param name="How">The formula with its figures put in.</param>
internal sealed record Step(string What, string How, decimal Result);

/// <summary>A figure that somebody assumed, with where it comes from.</summary>
/// <param name="Of">The outcome that it belongs to; empty for the whole.</param>
/// <param name="PriceYear">The year of whose prices it is, where it is money.</param>
internal sealed record Assumed(string Of, string What, decimal Central, decimal? Low, decimal? High, string Source, int? PriceYear = null);

/// <summary>What the result would be if one assumption alone were at the end of its range.</summary>
internal sealed record Sensitivity(string Of, string What, decimal AtLow, decimal AtHigh);

/// <summary>A result with all that it stands on. Low and high are there where assumptions have ranges.</summary>
/// <param name="Notes">What has to be read beside the figure.</param>
internal sealed record Working(
    decimal Central, decimal? Low, decimal? High, IReadOnlyList<Step> Steps, IReadOnlyList<Assumed> Assumptions, IReadOnlyList<Sensitivity> Sensitivity, IReadOnlyList<string> Notes)
{
    private const int ResultPlaces = 4;
    private const int StepPlaces = 6;

    /// <summary>As it is shown: the calculation itself never rounds.</summary>
    public Working Rounded() => this with
    {
        Central = Shown(Central, ResultPlaces),
        Low = Low is { } low ? Shown(low, ResultPlaces) : null,
        High = High is { } high ? Shown(high, ResultPlaces) : null,
        Steps = [.. Steps.Select(s => s with { Result = Shown(s.Result, StepPlaces) })],
        Sensitivity = [.. Sensitivity.Select(s => s with { AtLow = Shown(s.AtLow, ResultPlaces), AtHigh = Shown(s.AtHigh, ResultPlaces) })],
    };

    private static decimal Shown(decimal figure, int places) => decimal.Round(figure, places, MidpointRounding.AwayFromZero).Plain();
}
