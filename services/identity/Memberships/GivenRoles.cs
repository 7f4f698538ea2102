using System.ComponentModel.DataAnnotations;
using Charter.ServiceDefaults;

namespace Charter.Identity.Memberships;

/// <summary>Roles that a signatory gives; champions are appointed in the champions network.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class GivenRolesAttribute : ValidationAttribute
{
    public static IReadOnlyList<string> All { get; } = [Roles.Signatory, Roles.Editor];

    public override bool IsValid(object? value) =>
        value is not IReadOnlyList<string> roles || (roles.Count > 0 && roles.All(All.Contains) && roles.Distinct().Count() == roles.Count);

    public override string FormatErrorMessage(string name) => $"Choose what the person may do, each role once: {string.Join(", ", All)}.";
}
