using System.Globalization;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Pledges;

/// <summary>What a pledge says, as text.</summary>
internal static class PledgeText
{
    /// <summary>The field in the history by which a change of the measure of a framework is known.</summary>
    public const string MeasureField = "frameworkMeasure";

    /// <summary>Each field of its terms, always in one order, as its history keeps it.</summary>
    public static IReadOnlyList<(string Field, string? Text)> Of(Pledge p) =>
    [
        ("charterVersion", p.CharterVersion.ToString(CultureInfo.InvariantCulture)), ("duty", p.Duty), ("pillar", p.Pillar), ("outcome", p.Outcome), ("title", p.Title), ("measure", p.Measure), ("unit", p.Unit),
        ("baseline", Figures(p.Baseline)), ("baselineOn", Day(p.StartsOn)), ("target", Figures(p.Target)), ("dueOn", Day(p.DueOn)), ("owner", p.Owner), ("place", p.Place),
        ("targetGroups", p.TargetGroups.Length == 0 ? null : string.Join(", ", p.TargetGroups)), ("segment", p.Segment), (MeasureField, p.Named?.ToString()),
    ];

    public static string Figures(decimal figure) => figure.Plain().ToString(CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
