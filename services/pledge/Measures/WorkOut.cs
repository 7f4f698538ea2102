using Charter.Pledges.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Measures;

/// <summary>A figure from the sums that it is made of.</summary>
internal static class WorkOut
{
    private const int WindowMonths = 12;
    /// <summary>Months that are kept for the trend.</summary>
    public const int MonthsKept = 120;

    /// <param name="before">What was kept of it.</param>
    public static KeptFigure Figure(Measure measure, IReadOnlyCollection<MeasureSum> sums, KeptFigure before, DateOnly today) =>
        measure.IsState ? State(sums, before, today) : Flow(measure, sums, before, today);

    /// <summary>
    /// What happened in the latest twelve months. Records of a month may come in when it is long over: its figure is then another, and what was said first stays beside it.
    /// </summary>
    private static KeptFigure Flow(Measure measure, IReadOnlyCollection<MeasureSum> sums, KeptFigure before, DateOnly today)
    {
        var reporting = sums.Where(s => s.Key == Parts.Reporting).Sum(s => s.Count);
        var thisMonth = MonthOf(today);
        var dated = sums.Where(s => s.Month > Parts.Always && s.Month <= thisMonth && (s.Count != 0 || s.Amount != 0)).ToList();
        var said = before.Months.ToDictionary(m => m.Month);
        var recorded = dated.Select(s => s.Month).ToHashSet();
        var months = recorded.Concat(said.Keys).Distinct().Order().TakeLast(MonthsKept)
            .Select(month => Said(month, ValueOf(measure, [.. dated.Where(s => s.Month == month)]), said.GetValueOrDefault(month), today)).Where(m => m.Value is not null || m.Was is not null || recorded.Contains(m.Month)).ToList();
        if (dated.Count == 0)
            return KeptFigure.None with { Reporting = reporting, Months = months };
        var last = dated.Max(s => s.Month);
        var first = last.AddMonths(1 - WindowMonths);
        var window = dated.Where(s => s.Month >= first).ToList();
        return new(ValueOf(measure, window), window.Min(s => s.Month), last.AddMonths(1).AddDays(-1), reporting, PartsOf(window), months);
    }

    /// <summary>How things stand at the end of each month. A month that is over stays as it was counted then.</summary>
    private static KeptFigure State(IReadOnlyCollection<MeasureSum> sums, KeptFigure before, DateOnly today)
    {
        var steps = sums.Where(s => s.Key == Parts.All && s.Count != 0).GroupBy(s => s.Month).ToDictionary(g => g.Key, g => g.Sum(s => s.Count));
        var said = before.Months.ToDictionary(m => m.Month);
        var (months, standing, thisMonth) = (new List<KeptMonth>(), 0L, MonthOf(today));
        if (steps.Count + said.Count > 0)
            for (var month = steps.Keys.Concat(said.Keys).Min(); month <= thisMonth; month = month.AddMonths(1))
            {
                standing += steps.GetValueOrDefault(month);
                months.Add(said.TryGetValue(month, out var known) && known.AsAt >= month.AddMonths(1) && known.AsAt < today ? known : new(month, standing, today));
            }
        var now = sums.Where(s => s.Month <= thisMonth).ToList();
        return new(now.Where(s => s.Key == Parts.All).Sum(s => s.Count), null, null, now.Where(s => s.Key == Parts.Reporting).Sum(s => s.Count), PartsOf(now), [.. months.TakeLast(MonthsKept)]);
    }

    private static KeptMonth Said(DateOnly month, decimal? value, KeptMonth? before, DateOnly today)
    {
        if (before is null || month == MonthOf(today))
            return new(month, value, today);
        // What was said while the month went on, or earlier the same day, was never said of the whole month.
        if (before.Value == value)
            return before.AsAt < month.AddMonths(1) ? new(month, value, today) : before;
        return before.AsAt < month.AddMonths(1) || (before.AsAt == today && before.Was is null) ? new(month, value, today) : new(month, value, today, before.Was ?? before.Value, before.WasAsAt ?? before.AsAt);
    }

    private static KeptPart[] PartsOf(IEnumerable<MeasureSum> sums) =>
        [.. sums.Where(s => s.Key != Parts.Reporting).GroupBy(s => s.Key).Select(g => new KeptPart(g.Key, g.Sum(s => s.Amount), g.Sum(s => s.Count))).Where(p => p.Count != 0 || p.Amount != 0).OrderBy(p => p.Key, StringComparer.Ordinal)];

    private static decimal? ValueOf(Measure measure, IReadOnlyCollection<MeasureSum> sums)
    {
        if (sums.Count == 0)
            return null;
        var bands = sums.Where(s => s.Key.StartsWith("band:", StringComparison.Ordinal)).ToList();
        return measure.Code switch
        {
            // Credits may leave a part that is none: no share then, as for a multiplier from spend.
            Measure.LocalMultiplier => (sums.Sum(s => s.Amount), sums.Where(s => s.Key == Locality.Local).Sum(s => s.Amount)) is var (paid, local) && paid > 0 && local >= 0 && local <= paid ? Math.Round(local / paid, 4) : null,
            Measure.LocalContracts => sums.Any(s => s.Key != Parts.WithoutValue) ? Math.Round(sums.Where(s => s.Key == Locality.Local).Sum(s => s.Amount), 2) : null,
            Measure.ContractSizes => bands.Sum(s => s.Count) is var awards and > 0 ? Math.Round(bands.Sum(s => s.Amount) / awards, 2) : null,
            _ => sums.Where(s => s.Key == Parts.All).Sum(s => s.Count),
        };
    }

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);
}
