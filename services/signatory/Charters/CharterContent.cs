using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Charter.Contracts;
using Charter.ServiceDefaults;

namespace Charter.Signatories.Charters;

/// <summary>
/// What a charter says, in the parts that seed 004 has: vision, value words, principles, the three commitments, the duties of
/// commissioners and of providers, evaluation measures, outcome menu, indicator framework.
/// </summary>
/// <param name="Principles">In their order; they are numbered from 1.</param>
/// <param name="Commitments">Exactly embed, deliver and demonstrate.</param>
/// <param name="OutcomeMenu">Labels are unique over all themes; a pledge names one.</param>
/// <param name="Signing">How the charter is signed; left out of the JSON, and so of the hash, where the charter does not say.</param>
public sealed record CharterContent(
    [Required(ErrorMessage = "Give the charter a title."), AtMost(200)] string Title,
    [Required(ErrorMessage = "Name the partnership."), AtMost(200)] string Partnership,
    [Required(ErrorMessage = "State the vision."), AtMost(2_000)] string Vision,
    [Entries(1, 20)] IReadOnlyList<string> ValueWords,
    [Entries(1, 20)] IReadOnlyList<string> Principles,
    [Entries(3, 3, What = "commitments")] IReadOnlyList<Commitment> Commitments,
    [Entries(1, 20, What = "duty")] IReadOnlyList<Duty> CommissionerDuties,
    [Entries(1, 20, What = "duty")] IReadOnlyList<Duty> ProviderDuties,
    [Entries(1, 30)] IReadOnlyList<EvaluationMeasure> EvaluationMeasures,
    [Entries(1, 20)] IReadOnlyList<OutcomeTheme> OutcomeMenu,
    [Entries(1, 10)] IReadOnlyList<IndicatorSet> IndicatorFramework,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SigningRules? Signing = null) : IValidatableObject
{
    /// <summary>The signing rules, or the usual ones where the charter states none.</summary>
    public SigningRules SigningOrDefault() => Signing ?? SigningRules.Usual;

    /// <summary>The three commitments first, then the duties of commissioners, then those of providers.</summary>
    public IReadOnlyList<CharterDuty> AllDuties() =>
    [
        .. Commitments.Select(c => new CharterDuty(c.Code, c.Code, Bindings.EverySignatory, c.Text)),
        .. CommissionerDuties.Select(d => new CharterDuty(d.Code, d.Commitment, Bindings.Commissioner, d.Text)),
        .. ProviderDuties.Select(d => new CharterDuty(d.Code, d.Commitment, Bindings.Provider, d.Text)),
    ];

    /// <summary>How a text begins that stands in a draft until somebody writes it.</summary>
    public const string Placeholder = "To be written";

    /// <summary>Fields, by their names in JSON, in which a placeholder stands. Such a version is not published.</summary>
    public IReadOnlyList<string> Unfinished() => [.. new (string Field, IEnumerable<string> Texts)[]
    {
        ("title", [Title]), ("partnership", [Partnership]), ("vision", [Vision]), ("valueWords", ValueWords), ("principles", Principles),
        ("commitments", Commitments.SelectMany(c => new[] { c.Title, c.Text })), ("commissionerDuties", CommissionerDuties.Select(d => d.Text)),
        ("providerDuties", ProviderDuties.Select(d => d.Text)), ("evaluationMeasures", EvaluationMeasures.Select(m => m.Text)),
        ("outcomeMenu", OutcomeMenu.SelectMany(t => t.Outcomes.Append(t.Theme))), ("indicatorFramework", IndicatorFramework.SelectMany(s => s.Indicators.Append(s.Outcome))),
    }.Where(part => part.Texts.Any(text => text.TrimStart().StartsWith(Placeholder, StringComparison.OrdinalIgnoreCase))).Select(part => part.Field)];

    /// <summary>Labels of the outcome menu.</summary>
    public IReadOnlyList<string> AllOutcomes() => [.. OutcomeMenu.SelectMany(t => t.Outcomes)];

    /// <summary>Rules between fields.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Commitments is { Count: > 0 } && !Commitments.Select(c => c.Code).Order().SequenceEqual(Contracts.Commitments.All.Order()))
            yield return new("State each of embed, deliver and demonstrate once.", ["commitments"]);
        if (Repeated(Commitments?.Select(c => c.Code), CommissionerDuties?.Select(d => d.Code), ProviderDuties?.Select(d => d.Code)) is { } code)
            yield return new($"The code {code} stands for two duties. Codes are unique in a charter.", ["commissionerDuties"]);
        if (Repeated(EvaluationMeasures?.Select(m => m.Code)) is { } measure)
            yield return new($"The code {measure} stands for two measures.", ["evaluationMeasures"]);
        if (Repeated(OutcomeMenu?.SelectMany(t => t.Outcomes ?? [])) is { } outcome)
            yield return new($"The outcome “{outcome}” stands in the menu twice.", ["outcomeMenu"]);
    }

    private static string? Repeated(params IEnumerable<string>?[] lists) =>
        lists.SelectMany(l => l ?? []).GroupBy(c => c, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1)?.Key;
}

/// <summary>One of the three commitments in the charter's words.</summary>
public sealed record Commitment(
    [OneOf("a commitment", typeof(Commitments))] string Code,
    [Required(ErrorMessage = "Give the commitment a title."), AtMost(100)] string Title,
    [Required(ErrorMessage = "Say what signatories commit to."), AtMost(1_000)] string Text);

/// <summary>A duty of commissioners or of providers.</summary>
/// <param name="Code">Short and unique in the charter, such as C1.</param>
/// <param name="Commitment">The commitment under which it stands.</param>
public sealed record Duty(
    [Required(ErrorMessage = "Give the duty a code."), AtMost(20)] string Code,
    [OneOf("a commitment", typeof(Commitments))] string Commitment,
    [Required(ErrorMessage = "State the duty."), AtMost(1_000)] string Text);

/// <summary>A question by which the partnership sees whether the charter makes a difference.</summary>
public sealed record EvaluationMeasure(
    [Required(ErrorMessage = "Give the measure a code."), AtMost(20)] string Code,
    [Required(ErrorMessage = "State the measure."), AtMost(500)] string Text);

/// <summary>A part of the outcome menu.</summary>
public sealed record OutcomeTheme(
    [Required(ErrorMessage = "Name the theme."), AtMost(100)] string Theme,
    [Entries(1, 50)] IReadOnlyList<string> Outcomes);

/// <summary>The indicators of one pillar with the outcome that they stand for.</summary>
public sealed record IndicatorSet(
    [OneOf("a pillar", typeof(Pillars))] string Pillar,
    [Required(ErrorMessage = "Name the outcome."), AtMost(200)] string Outcome,
    [Entries(1, 20)] IReadOnlyList<string> Indicators);
