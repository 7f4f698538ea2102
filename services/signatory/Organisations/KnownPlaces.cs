using System.ComponentModel.DataAnnotations;
using Charter.Contracts;

namespace Charter.Signatories.Organisations;

/// <summary>Every entry is the code of a known place.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class KnownPlacesAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        value is IEnumerable<string> codes && codes.Where(c => !Places.IsKnown(c)).ToArray() is { Length: > 0 } unknown
            ? new($"These are not codes of places that the register knows: {string.Join(", ", unknown.Take(5))}. Use codes such as E08000006.")
            : ValidationResult.Success;
}
