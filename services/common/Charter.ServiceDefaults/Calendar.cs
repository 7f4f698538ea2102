namespace Charter.ServiceDefaults;

/// <summary>The partnership's local days: what is "today" on the register does not depend on where the servers stand.</summary>
public static class Calendar
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>Today in the partnership's local time.</summary>
    public static DateOnly Today(this TimeProvider time) => time.GetUtcNow().LocalDay();

    /// <summary>The partnership's local day on which the instant falls.</summary>
    public static DateOnly LocalDay(this DateTimeOffset instant) => DateOnly.FromDateTime(instant.Local().DateTime);

    /// <summary>The instant as the partnership's clocks show it.</summary>
    public static DateTimeOffset Local(this DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The instant at which the partnership's local day begins.</summary>
    public static DateTimeOffset Begins(this DateOnly day) =>
        new(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified), Zone), TimeSpan.Zero);
}
