using System.ComponentModel.DataAnnotations;
using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Pledges;

/// <summary>What a pledge promises, as an editor writes it: specific, measurable, with an owner and a day. Rules of one field stand here, those between fields in <see cref="Pledge"/>.</summary>
internal record PledgeTerms : IValidatableObject
{
    private const int MostGroups = 11;

    [Required(ErrorMessage = "Choose a commitment: embed, deliver, demonstrate."), OneOf("a commitment", typeof(Commitments))]
    public required string Commitment { get; init; }

    [Required(ErrorMessage = "Choose a pillar: social, environmental, economic."), OneOf("a pillar", typeof(Pillars))]
    public required string Pillar { get; init; }

    /// <summary>A label of the signed charter's outcome menu.</summary>
    [Required(ErrorMessage = "Choose an outcome from the charter's menu.")]
    public required string Outcome { get; init; }

    [Required(ErrorMessage = "Give the pledge a title."), AtMost(200)]
    public required string Title { get; init; }

    /// <summary>What is counted or measured, in words.</summary>
    [Required(ErrorMessage = "Say what is measured."), AtMost(500)]
    public required string Measure { get; init; }

    /// <summary>Of baseline, target and every figure reported.</summary>
    [Required(ErrorMessage = "Give the unit of the figures, such as people or tonnes CO₂e."), AtMost(50)]
    public required string Unit { get; init; }

    [Figure]
    public required decimal Baseline { get; init; }

    [Figure]
    public required decimal Target { get; init; }

    public required DateOnly DueOn { get; init; }

    /// <summary>Code of a commissioner's or provider's duty of the organisation's ledger that the pledge serves.</summary>
    [AtMost(20)]
    public string? Duty { get; init; }

    /// <summary>increase or reduce; follows from baseline and target when it is not said, and has to agree with them when it is.</summary>
    [OneOf("a direction", typeof(Directions))]
    public string? Direction { get; init; }

    /// <summary>Day on which the baseline stood and the work began; today when it is not said.</summary>
    public DateOnly? BaselineOn { get; init; }

    /// <summary>The post or team that answers for it, never the name of a person.</summary>
    [AtMost(120)]
    public string? Owner { get; init; }

    /// <summary>Where it is to make a difference: a GSS code, or a code of the partnership's own.</summary>
    [AtMost(30)]
    public string? Place { get; init; }

    /// <summary>Whom it is for; nobody in particular when none is named.</summary>
    [Entries(0, MostGroups, What = "target group")]
    public IReadOnlyList<string>? TargetGroups { get; init; }

    /// <summary>civic, community or service.</summary>
    [OneOf("a segment", typeof(Segments))]
    public string? Segment { get; init; }

    /// <summary>The measure of a framework by which it is counted; its unit and direction are the pledge's then.</summary>
    public NamedMeasure? FrameworkMeasure { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Unit is { } unit && unit.Trim().Length > 0 && !unit.Any(c => char.IsLetter(c) || c is '%' or '£' or '€' or '‰'))
            yield return new("Give what is counted, such as people, hours or %. The number itself belongs in the target.", ["unit"]);
        if (Place is { } place && !string.IsNullOrWhiteSpace(place) && !place.Trim().All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            yield return new("Give the code of a place, such as E08000006. The list of places has them.", ["place"]);
        if (Owner is { } owner && owner.Contains('@'))
            yield return new("Name a post or a team, such as Head of procurement, and no person or address: this is read by everybody.", ["owner"]);
        foreach (var (group, i) in (TargetGroups ?? []).Select((group, i) => (group, i)))
            if (!Charter.Contracts.TargetGroups.All.Contains(group))
                yield return new($"Choose target groups: {string.Join(", ", Charter.Contracts.TargetGroups.All)}.", [$"targetGroups[{i}]"]);
    }
}
