namespace Charter.Signatories;

/// <summary>How long this service keeps what it needs only for a time: periods of docs/data-retention.md, which a test compares with these.</summary>
public static class Retention
{
    /// <summary>Lists of organisations that a registrar sent, with the report of each row.</summary>
    public static readonly TimeSpan Imports = TimeSpan.FromDays(30);
}
