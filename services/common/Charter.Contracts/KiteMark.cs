namespace Charter.Contracts;

/// <summary>An organisation applied for a kite mark and met the gate.</summary>
/// <param name="SubmittedBy">Account of the authorised signatory.</param>
public sealed record ApplicationSubmitted(
    Guid ApplicationId, Guid OrganisationId, string SchemeId, string Level, Guid SubmittedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The panel declined an application; the reasons stay between panel and applicant.</summary>
/// <param name="DecidedBy">Account of the panel chair.</param>
public sealed record ApplicationDeclined(
    Guid ApplicationId, Guid OrganisationId, string SchemeId, string Level, Guid DecidedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The panel awarded a kite mark.</summary>
/// <param name="Version">Version of the award; a subscriber ignores what is older than its copy.</param>
/// <param name="AwardedOn">First day of the term, local.</param>
/// <param name="ValidUntil">Last day of the term, local.</param>
/// <param name="DecidedBy">Account of the panel chair.</param>
public sealed record KiteMarkAwarded(
    Guid AwardId, int Version, Guid ApplicationId, Guid OrganisationId, string SchemeId, string Level,
    DateOnly AwardedOn, DateOnly ValidUntil, Guid DecidedBy, DateTimeOffset OccurredAt) : IEvent;
