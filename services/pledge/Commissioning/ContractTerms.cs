using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Commissioning;

/// <summary>The facts of a contract, as an editor writes them.</summary>
internal partial record ContractTerms : IValidatableObject
{
    [Required(ErrorMessage = "Give the contract's reference, as it stands in the notice or the contract."), AtMost(100)]
    public required string Reference { get; init; }

    [Required(ErrorMessage = "Give the contract a title."), AtMost(300)]
    public required string Title { get; init; }

    /// <summary>Name of the organisation that buys; the organisation itself when it records as commissioner and nothing is said.</summary>
    [AtMost(200)]
    public string? Buyer { get; init; }

    /// <summary>Name of the organisation that delivers; the organisation itself when it records as provider and nothing is said.</summary>
    [AtMost(200)]
    public string? Provider { get; init; }

    /// <summary>In pounds.</summary>
    [Figure]
    public decimal? Value { get; init; }

    /// <summary>Open contracting id (OCDS), by which the record can be joined with a published contract.</summary>
    [AtMost(200)]
    public string? Ocid { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Value < 0)
            yield return new("Give the value in pounds, 0 or more.", ["value"]);
        if (Ocid is { } ocid && !string.IsNullOrWhiteSpace(ocid) && !OcidForm().IsMatch(ocid.Trim()))
            yield return new("An open contracting id begins with ocds-, six letters or digits of its publisher and a hyphen, such as ocds-b5fd17-1234. Leave it out if you do not know it.", ["ocid"]);
    }

    // OCDS 1.1, "Open Contracting Identifiers": a registered prefix, then what the publisher chooses.
    [GeneratedRegex("^ocds-[a-z0-9]{6}-[!-~]+$", RegexOptions.IgnoreCase)] private static partial Regex OcidForm();
}
