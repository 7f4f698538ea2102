using System.Globalization;
using Charter.Portal.Apis;

namespace Charter.Portal.Pages.Calculators;

/// <summary>A working as pages show it.</summary>
/// <param name="Kind">lm3, sroi or cost-per-qaly.</param>
public sealed record Shown(string Kind, Working Working)
{
    public static string Name(string kind) => kind switch { "lm3" => "Local multiplier (LM3)", "sroi" => "Social return on investment (SROI)", _ => "Cost per QALY" };

    public string Meaning => Kind == "lm3"
        ? "Every pound studied becomes this much in the local economy in three rounds of spending: 1 when nothing stays, 3 when everything does."
        : "What one quality-adjusted life year cost, on the assumptions below.";

    /// <summary>The result, and results at the ends of ranges.</summary>
    public string Say(decimal result) => Kind == "cost-per-qaly" ? $"£{result.ToString("#,0", CultureInfo.InvariantCulture)}" : result.ToString("0.00", CultureInfo.InvariantCulture);

    public string Figure(decimal figure) => figure.ToString("#,0.######", CultureInfo.InvariantCulture);
}
