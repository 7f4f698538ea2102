using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Charter.Pledges.Calculators;

/// <summary>The number lies between two bounds, and is stored exactly: at most six decimal places.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class BetweenAttribute(double least, double most) : ValidationAttribute
{
    public override bool IsValid(object? value) => value is not decimal figure || (figure >= (decimal)least && figure <= (decimal)most && decimal.Round(figure, 6) == figure);

    public override string FormatErrorMessage(string name) => $"Give a number from {Say(least)} to {Say(most)} with at most six decimal places.";

    private static string Say(double bound) => bound.ToString("#,0.####", CultureInfo.InvariantCulture);
}

internal static class Figures
{
    /// <summary>As it is written in the working: at most six decimal places.</summary>
    public static string Say(this decimal figure) => figure.ToString("#,0.######", CultureInfo.InvariantCulture);
}
