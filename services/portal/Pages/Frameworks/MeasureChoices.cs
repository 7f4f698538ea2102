using Charter.Portal.Apis;
using Charter.Portal.Components;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;

namespace Charter.Portal.Pages.Frameworks;

/// <summary>The measures of frameworks as they stand in a list to choose from.</summary>
public static class MeasureChoices
{
    private const int LongestName = 90;

    /// <summary>Those that an organisation can name.</summary>
    /// <param name="also">One that stays on offer though a newer version has come.</param>
    /// <param name="kept">One that stays on offer though the organisation may read it no longer.</param>
    public static async Task<IReadOnlyList<Choice>> For(FrameworksApi frameworks, Guid organisation, MeasureOfFramework? also, CancellationToken cancel, NamedMeasure? kept = null) =>
        [.. ((await frameworks.Measures(organisation, cancel).OrNothing())?.Items ?? []).Concat(also is null ? [] : [also]).DistinctBy(Written)
            .Select(one => new Choice(Written(one), $"{one.Code}: {(one.Name.Length > LongestName ? $"{PlainText.Cut(one.Name, LongestName)}…" : one.Name)} ({one.FrameworkTitle})")),
            .. kept is null ? [] : new[] { new Choice(Written(kept), "As it is: a measure that your organisation may no longer read") }];

    /// <summary>Framework, version and code, with strokes between.</summary>
    public static string Written(MeasureOfFramework measure) => $"{measure.FrameworkId}/{measure.Version}/{measure.Code}";

    /// <inheritdoc cref="Written(MeasureOfFramework)"/>
    public static string Written(NamedMeasure measure) => $"{measure.FrameworkId}/{measure.Version}/{measure.Code}";

    public static NamedMeasure? Named(string? written) =>
        written?.Split('/', 3) is [var id, var version, var code] && Guid.TryParse(id, out var framework) && int.TryParse(version, out var number) ? new(framework, number, code) : null;
}
