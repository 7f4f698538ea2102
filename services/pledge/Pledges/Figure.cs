using System.ComponentModel.DataAnnotations;

namespace Charter.Pledges.Pledges;

/// <summary>A number that is stored exactly: decimal(18,4).</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class FigureAttribute : ValidationAttribute
{
    private const decimal Bound = 100_000_000_000_000m;

    public override bool IsValid(object? value) => value is not decimal figure || (Math.Abs(figure) < Bound && decimal.Round(figure, 4) == figure);

    public override string FormatErrorMessage(string name) => "Give a number between −100,000,000,000,000 and 100,000,000,000,000 with at most four decimal places.";
}
