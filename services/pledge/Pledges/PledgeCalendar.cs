namespace Charter.Pledges.Pledges;

/// <summary>
/// What a partnership lets pass before a rule enters that a pledge was missed, and for how long one that has ended may be reopened. It may set other times, with
/// <c>Pledges:GraceDays</c> and <c>Pledges:ReopenDays</c>.
/// </summary>
internal sealed class PledgeCalendar(IConfiguration configuration)
{
    /// <summary>Days before its own on which an organisation is reminded of a pledge.</summary>
    private static readonly int[] DaysBefore = [30, 7];

    /// <summary>Days that an organisation has, from when it was told that a pledge is overdue, whatever the grace: nobody has missed one without having heard of it.</summary>
    private const int NoticeDays = 14;

    /// <summary>Days from the day on which a pledge was due until it is entered as missed.</summary>
    public int GraceDays => Math.Clamp(configuration.GetValue("Pledges:GraceDays", 30), 1, 365);

    /// <summary>Days from its end within which a pledge may be reopened.</summary>
    public int ReopenDays => Math.Clamp(configuration.GetValue("Pledges:ReopenDays", 90), 0, 730);

    /// <summary>The day on which a pledge due then is looked at next, after today.</summary>
    public static DateOnly Next(DateOnly dueOn, DateOnly today) =>
        DaysBefore.Select(d => dueOn.AddDays(-d)).Append(dueOn.AddDays(1)).FirstOrDefault(d => d > today, today.AddDays(1));

    public static bool IsNear(DateOnly dueOn, DateOnly today) => today >= dueOn.AddDays(-DaysBefore[0]);

    /// <summary>The day on which it is entered as missed.</summary>
    /// <param name="toldOn">When the organisation was told that it is overdue; not yet when null.</param>
    public DateOnly EntryOn(DateOnly dueOn, DateOnly? toldOn)
    {
        var entry = dueOn.AddDays(GraceDays + 1);
        return toldOn?.AddDays(NoticeDays) is { } heard && heard > entry ? heard : entry;
    }
}

/// <summary>What the calendar asks for.</summary>
internal enum CalendarStep { Nothing, Remind, Miss }
