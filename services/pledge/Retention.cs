namespace Charter.Pledges;

/// <summary>How long this service keeps what is kept for a time: periods of docs/data-retention.md, which a test compares with these.</summary>
public static class Retention
{
    /// <summary>Tables of spend that were sent and whose columns nobody said, and frameworks that were sent and not imported.</summary>
    public static readonly TimeSpan UnusedFiles = TimeSpan.FromDays(30);
}
