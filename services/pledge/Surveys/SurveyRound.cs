using System.Text.RegularExpressions;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Surveys;

/// <summary>Which time it is that an instrument is used: before and after something was done, then again and again.</summary>
internal static partial class Waves
{
    public const string Before = "before";
    public const string After = "after";

    public static bool IsKnown(string wave) => wave is Before or After || FollowUp().IsMatch(wave);

    [GeneratedRegex("^follow-up-[1-9][0-9]?$")] private static partial Regex FollowUp();
}

internal static class RoundStates
{
    public const string Planned = "planned";
    public const string Open = "open";
    public const string Closed = "closed";
}

/// <summary>One time that a partnership asks the questions of an instrument. It opens and closes with local days, and can be closed earlier by hand.</summary>
internal sealed class SurveyRound
{
    private const int LongestDays = 366;

    private SurveyRound() { }

    public Guid Id { get; private init; }
    public Guid CharterId { get; private init; }
    public string Instrument { get; private init; } = "";
    public int InstrumentVersion { get; private init; }
    public string Wave { get; private init; } = "";
    public DateOnly OpensOn { get; private init; }
    /// <summary>The last day on which it can be answered.</summary>
    public DateOnly ClosesOn { get; private init; }
    /// <summary>First day of the time of which money is asked about; null when none is.</summary>
    public DateOnly? PeriodFrom { get; private init; }
    public DateOnly? PeriodUntil { get; private init; }
    public Guid OpenedBy { get; private init; }
    public DateTimeOffset OpenedAt { get; private init; }
    /// <summary>When somebody closed it by hand.</summary>
    public DateOnly? ClosedOn { get; private set; }
    public Guid? ClosedBy { get; private set; }

    public static SurveyRound Open(OpenRound.Request asked, Guid by, DateTimeOffset now)
    {
        var errors = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        var today = now.LocalDay();
        if (!Waves.IsKnown(asked.Wave))
            errors["wave"] = ["Choose before, after, or follow-up-1 and so on to follow-up-99."];
        if (asked.OpensOn < today)
            errors["opensOn"] = ["A survey opens today or later: nobody can have answered it before."];
        if (asked.ClosesOn < asked.OpensOn)
            errors["closesOn"] = ["The last day must not be before the first."];
        else if (asked.ClosesOn.DayNumber - asked.OpensOn.DayNumber > LongestDays)
            errors["closesOn"] = ["A survey is open for a year at most. Close this one, and ask again in a follow-up."];
        if (asked.Instrument != Instruments.LocalSpending)
        {
            if (asked.PeriodFrom is not null || asked.PeriodUntil is not null)
                errors["periodFrom"] = ["Only the survey about local spending asks about a time that has passed."];
        }
        else if (asked.PeriodFrom is null || asked.PeriodUntil is null)
            errors[asked.PeriodFrom is null ? "periodFrom" : "periodUntil"] = ["Say of which time the money is asked about."];
        else if (asked.PeriodUntil < asked.PeriodFrom || asked.PeriodUntil > today)
            errors["periodUntil"] = ["This must be a day that has come, and not before the first."];
        if (errors.Count > 0)
            throw new InvalidRequest(errors);
        return new()
        {
            Id = Guid.CreateVersion7(now),
            CharterId = asked.CharterId,
            Instrument = asked.Instrument,
            InstrumentVersion = Instruments.LatestOf(asked.Instrument).Version,
            Wave = asked.Wave,
            OpensOn = asked.OpensOn,
            ClosesOn = asked.ClosesOn,
            PeriodFrom = asked.PeriodFrom,
            PeriodUntil = asked.PeriodUntil,
            OpenedBy = by,
            OpenedAt = now,
        };
    }

    /// <summary>The day on which it ended, or will.</summary>
    public DateOnly EndsOn => ClosedOn ?? ClosesOn;

    public string StateOn(DateOnly today) => ClosedOn is not null || today > ClosesOn ? RoundStates.Closed : today < OpensOn ? RoundStates.Planned : RoundStates.Open;

    /// <summary>409 unless it can be answered today.</summary>
    public void MustBeOpen(DateOnly today)
    {
        if (StateOn(today) is var state && state != RoundStates.Open)
            throw state == RoundStates.Planned ? SurveyErrors.NotOpen(OpensOn) : SurveyErrors.Closed(EndsOn);
    }

    /// <summary>409 until nobody can answer it any more.</summary>
    public void MustHaveClosed(DateOnly today)
    {
        if (StateOn(today) != RoundStates.Closed)
            throw SurveyErrors.NotClosed(ClosesOn);
    }

    public void Close(Guid by, DateOnly today)
    {
        MustBeOpen(today);
        (ClosedOn, ClosedBy) = (today, by);
    }

    public Instrument Asked() => Instruments.Of(Instrument, InstrumentVersion);
}
