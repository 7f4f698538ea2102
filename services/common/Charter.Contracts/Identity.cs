namespace Charter.Contracts;

/// <summary>The memberships or roles of an account changed; tokens that state the old ones are to be dropped.</summary>
/// <param name="Subject">The account.</param>
public sealed record MembershipsChanged(Guid Subject, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A session ended, by sign-out or revocation; tokens cached for it are to be dropped.</summary>
/// <param name="SessionId">The session (its id, not its secret).</param>
public sealed record SessionEnded(Guid SessionId, Guid Subject, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A person erased their account; whoever holds anything by which the person can be known removes it.</summary>
/// <param name="Subject">The account that is gone. History may keep the id, which now leads to nobody.</param>
public sealed record AccountErased(Guid Subject, DateTimeOffset OccurredAt) : IEvent;
