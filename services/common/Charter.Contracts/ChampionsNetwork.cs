namespace Charter.Contracts;

/// <summary>A signatory appointed a champion, or the champion's account became known.</summary>
/// <param name="Version">Version of the appointment; a subscriber ignores what is older than its copy.</param>
/// <param name="Subject">Account of the champion; null until the person named has signed in.</param>
/// <param name="AppointedBy">Account of the signatory.</param>
public sealed record ChampionAppointed(
    Guid ChampionId, int Version, Guid OrganisationId, Guid? Subject, Guid AppointedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A champion published a practice for the others.</summary>
/// <param name="PublishedBy">Account of the champion.</param>
public sealed record PracticePublished(
    Guid PracticeId, Guid OrganisationId, string Title, string DeliveryArea, Guid PublishedBy, DateTimeOffset OccurredAt) : IEvent;
