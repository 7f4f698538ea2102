namespace Charter.Contracts;

/// <summary>
/// A fact that one service publishes for the others. It carries enough for a subscriber to keep its copy without asking back, and names
/// people only by their account id. Members are only ever added, and then optional.
/// </summary>
public interface IEvent
{
    /// <summary>When it happened, UTC.</summary>
    DateTimeOffset OccurredAt { get; }
}
