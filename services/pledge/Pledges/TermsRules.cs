using Charter.Contracts;
using Charter.Pledges.Frameworks;
using Charter.Pledges.Ledgers;

namespace Charter.Pledges.Pledges;

/// <summary>The rules between fields of what is pledged, and between them, the charter, the ledger and the calendar. Those of one field stand at <see cref="PledgeTerms"/>.</summary>
internal static class TermsRules
{
    /// <summary>How far ahead a pledge may be due.</summary>
    public const int LongestYears = 10;

    /// <summary>How much older than its entry what is said of a pledge may be.</summary>
    public const int OldestYears = 5;

    /// <summary>Every rule between fields that the terms break. What an amendment leaves as it was stays allowed, though the calendar or the menu has gone on.</summary>
    public static SortedDictionary<string, string[]> Problems(Pledge pledge, PledgeTerms asked, Ledger ledger, CharterCopy charter, MeasureOfFramework? measure, DateOnly today)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        if (asked.Outcome.Trim() != pledge.Outcome && !charter.Outcomes.Contains(asked.Outcome.Trim()))
            errors["outcome"] = ["Choose an outcome from the menu of the charter that your organisation signed, word for word."];
        if (asked.Target == asked.Baseline)
            errors["target"] = ["The target must differ from the baseline: say what will change."];
        else if (asked.Direction == Directions.Reduce && asked.Target > asked.Baseline)
            errors["target"] = [$"You want to reduce, but the target is above the baseline. Write a target below {PledgeText.Figures(asked.Baseline)}, or choose increase."];
        else if (asked.Direction == Directions.Increase && asked.Target < asked.Baseline)
            errors["target"] = [$"You want to increase, but the target is below the baseline. Write a target above {PledgeText.Figures(asked.Baseline)}, or choose reduce."];
        var (isNew, after) = (pledge.DueOn == default, today);
        if (isNew && pledge.PromisedOn is { } promised)
        {
            if (promised < today && promised >= today.AddYears(-OldestYears))
                after = promised;
            else
                errors["promisedOn"] = [$"This must be a day before today and at most {OldestYears} years ago. Leave it out for what is promised now."];
        }
        if ((isNew || asked.DueOn != pledge.DueOn) && (asked.DueOn <= after || asked.DueOn > today.AddYears(LongestYears)))
            errors["dueOn"] = [$"This must be a day after {(after == today ? "today" : "that of the promise")} and at most {LongestYears} years ahead."];
        if (asked.BaselineOn is { } start && (start > today || start >= asked.DueOn || start < pledge.MadeOn.AddYears(-OldestYears)))
            errors["baselineOn"] = [$"This must be a day from {pledge.MadeOn.AddYears(-OldestYears):yyyy-MM-dd} to today, and before the day by which the target is to be reached."];
        var duty = PledgeText.Clean(asked.Duty);
        if (duty is not null && RuleOf(ledger.Duties.SingleOrDefault(d => d.Code == duty), asked.Commitment, ledger.Duties) is { } rule)
            errors["duty"] = [rule];
        if (asked.FrameworkMeasure is { } named)
            Fit(pledge, asked, measure, isKept: named == pledge.Named, errors);
        return errors;
    }

    /// <param name="isKept">The measure is named already. What was said of it stays allowed, also when the organisation may read it no longer; what is said anew has to fit.</param>
    private static void Fit(Pledge pledge, PledgeTerms asked, MeasureOfFramework? measure, bool isKept, IDictionary<string, string[]> errors)
    {
        if (measure is null && isKept)
            return;
        if (measure is null || (!measure.IsLatest && !isKept))
        {
            errors["frameworkMeasure"] = [measure is null ? "Choose a measure of a framework that your organisation may read, with its version and code." : "A newer version of this framework has come. Choose its measure there."];
            return;
        }
        if (measure.Unit is { } unit && asked.Unit.Trim() != unit && !(isKept && asked.Unit.Trim() == pledge.Unit))
            errors["unit"] = [$"The measure is counted in {unit}. Write that, or choose no measure of a framework."];
        var asks = asked.Target > asked.Baseline ? Directions.Increase : Directions.Reduce;
        if (measure.Direction is { } way && !errors.ContainsKey("target") && way != asks && !(isKept && asks == pledge.Direction))
            errors["target"] = [$"The measure is to {(way == Directions.Increase ? "go up: write a target above" : "go down: write a target below")} {PledgeText.Figures(asked.Baseline)}, or choose no measure of a framework."];
        // Pledges are public, and the words of what a partnership brought in are not.
        if (measure.IsPrivate && string.Equals(asked.Measure.Trim(), measure.Name, StringComparison.OrdinalIgnoreCase) && !(isKept && asked.Measure.Trim() == pledge.Measure))
            errors["measure"] = ["Say in your own words what is measured. A pledge is public, and the words of this framework are private to the partnership."];
    }

    private static string? RuleOf(Duty? duty, string commitment, IReadOnlyList<Duty> all)
    {
        if (duty is not null && duty.Binding != Bindings.EverySignatory && duty.Commitment == commitment)
            return null;
        var fitting = all.Where(d => d.Binding != Bindings.EverySignatory && d.Commitment == commitment).Select(d => d.Code).ToArray();
        return fitting.Length == 0
            ? $"Your ledger has no duty of commissioners or providers under {commitment}: leave this out."
            : $"Name a duty of commissioners or providers of your ledger that stands under {commitment}: {string.Join(", ", fitting)}.";
    }
}
