namespace Charter.Pledges.Pledges;

/// <summary>
/// Whether a pledge is on its way, derived and never entered. What is expected grows in a straight line from the baseline on its day to the target on the day
/// due. What counts is the latest figure, as its share of that way, discounted by how well it is known; a figure speaks for a quarter of a year, and after that the
/// expectation goes on without it. The pledge is on track while it lags by at most a tenth of the whole way, at risk up to a quarter, and off track beyond.
/// <para>docs/adr/0029 has the reasons.</para>
/// </summary>
internal static class Standing
{
    public const string OnTrack = "on-track";
    public const string AtRisk = "at-risk";
    public const string OffTrack = "off-track";
    /// <summary>No figure was reported, and so little time has gone that none is missed yet.</summary>
    public const string NoFigureYet = "no-figure-yet";

    /// <summary>Days for which a figure speaks.</summary>
    public const int FigureHolds = 92;
    private const decimal Tolerance = 0.10m;
    private const decimal Risk = 0.25m;

    /// <summary>The part of the way that a figure is taken to have shown.</summary>
    private static decimal Trust(string confidence) => confidence switch { "measured" => 1m, "estimated" => 0.9m, _ => 0.75m };

    /// <param name="latest">Figure, its day and its confidence; null when none was reported.</param>
    public static string Of(decimal baseline, decimal target, DateOnly baselineOn, DateOnly dueOn, (decimal Value, DateOnly On, string Confidence)? latest, DateOnly today)
    {
        if (latest is not { } figure)
            return Expected(baselineOn, dueOn, today) is var missing && missing <= Tolerance ? NoFigureYet : missing <= Risk ? AtRisk : OffTrack;
        var share = Share(baseline, target, figure.Value);
        if (share >= 1 && figure.Confidence == "measured")
            return OnTrack;
        if (dueOn < today)
            return OffTrack;
        var counted = share > 0 ? share * Trust(figure.Confidence) : share;
        var asOf = today.DayNumber - figure.On.DayNumber > FigureHolds ? today.AddDays(-FigureHolds) : figure.On;
        var lag = Expected(baselineOn, dueOn, asOf) - counted;
        return lag <= Tolerance ? OnTrack : lag <= Risk ? AtRisk : OffTrack;
    }

    /// <summary>Share of the way from baseline to target; below 0 when it went the wrong way, above 1 when it went further.</summary>
    public static decimal Share(decimal baseline, decimal target, decimal value) => (value - baseline) / (target - baseline);

    /// <summary>Share of the way that a straight line has gone on this day, from 0 to 1.</summary>
    public static decimal Expected(DateOnly baselineOn, DateOnly dueOn, DateOnly day) =>
        dueOn <= baselineOn ? 1 : Math.Clamp((decimal)(day.DayNumber - baselineOn.DayNumber) / (dueOn.DayNumber - baselineOn.DayNumber), 0, 1);
}
