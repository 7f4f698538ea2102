namespace Charter.Pledges.Pledges;

/// <summary>How well a figure is known, worst last.</summary>
internal static class Confidence
{
    public const string Guessed = "guessed";

    public static IReadOnlyList<string> All { get; } = ["measured", "estimated", Guessed];
}
