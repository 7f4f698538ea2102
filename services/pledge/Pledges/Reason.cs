using System.ComponentModel.DataAnnotations;

namespace Charter.Pledges.Pledges;

/// <summary>Why something was changed, in words from which another person learns something: 10 to 1,000 characters.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class ReasonAttribute : ValidationAttribute
{
    private const int Shortest = 10;
    private const int Longest = 1_000;

    public override bool IsValid(object? value) => value is not string text || text.Trim().Length is >= Shortest and <= Longest;

    public override string FormatErrorMessage(string name) => $"Give the reason in {Shortest} to {Longest:N0} characters. Everybody who reads the pledge sees it.";
}
