namespace Charter.Contracts;

/// <summary>An identifier of an organisation.</summary>
/// <param name="Scheme">Code of the list, as at org-id.guide ("GB-COH").</param>
/// <param name="Id">Identifier in that list.</param>
public sealed record OrganisationIdentifier(string Scheme, string Id);

/// <summary>A registrar confirmed that the organisation is what it says; it may now sign.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="Version">Version of the organisation; a subscriber ignores what is older than its copy.</param>
/// <param name="RegisteredBy">Account that registered it and becomes its first signatory and editor.</param>
/// <param name="ConfirmedBy">Account of the registrar.</param>
/// <param name="IsImported">A registrar brought it in from a list: nobody speaks for it yet, and whoever registered it gets no role in it.</param>
public sealed record OrganisationConfirmed(
    Guid OrganisationId, int Version, string Name, string Sector, string Kind, string SizeBand,
    IReadOnlyList<string> Places, IReadOnlyList<OrganisationIdentifier> Identifiers,
    Guid RegisteredBy, Guid ConfirmedBy, DateTimeOffset OccurredAt, bool IsImported = false) : IEvent;

/// <summary>A confirmed organisation changed its name, its other names or its facts. It carries them all, so the one with the highest version says how things are.</summary>
/// <param name="OrganisationId">The organisation.</param>
/// <param name="Version">Version of the organisation; a subscriber ignores what is older than its copy.</param>
/// <param name="Aliases">Other names under which people look for it.</param>
/// <param name="FormerName">The name before, when it is the name that changed.</param>
/// <param name="ChangedBy">Account of the registrar or signatory.</param>
public sealed record OrganisationChanged(
    Guid OrganisationId, int Version, string Name, string Sector, string Kind, string SizeBand,
    IReadOnlyList<string> Places, IReadOnlyList<string> Aliases, string? FormerName, Guid ChangedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>An organisation asked to be on the register and waits for a registrar.</summary>
/// <param name="Version">Version of the organisation.</param>
/// <param name="RegisteredBy">Account that registered it.</param>
public sealed record OrganisationRegistered(
    Guid OrganisationId, int Version, string Name, string Sector, string Kind, string SizeBand,
    IReadOnlyList<string> Places, IReadOnlyList<OrganisationIdentifier> Identifiers,
    Guid RegisteredBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>An organisation took the place of another: what belongs to the predecessor is the successor's from now on, until it is taken back.</summary>
/// <param name="SuccessionId">The succession.</param>
/// <param name="Version">Version of the succession; a subscriber ignores what is older than its copy.</param>
/// <param name="Kind">See <see cref="SuccessionKinds"/>.</param>
/// <param name="PredecessorId">Organisation that acts no more.</param>
/// <param name="SuccessorId">Organisation that stands in its place.</param>
/// <param name="On">Day from which it holds in law; on the register it holds from the day on which it was entered.</param>
/// <param name="SuccessorName">Facts of the successor, as in <see cref="OrganisationConfirmed"/>.</param>
/// <param name="EnteredBy">Account of the registrar.</param>
public sealed record OrganisationSucceeded(
    Guid SuccessionId, int Version, string Kind, Guid PredecessorId, Guid SuccessorId, DateOnly On,
    string SuccessorName, string SuccessorSector, IReadOnlyList<string> SuccessorPlaces, Guid EnteredBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A registrar took a succession back: what belonged to the predecessor is its own again, and what was added since stays where it was added.</summary>
/// <param name="SuccessionId">The succession.</param>
/// <param name="Version">Version of the succession; a subscriber ignores what is older than its copy.</param>
/// <param name="ReversedBy">Account of the registrar.</param>
public sealed record SuccessionReversed(
    Guid SuccessionId, int Version, string Kind, Guid PredecessorId, Guid SuccessorId, DateOnly On, Guid ReversedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A duty as a charter version states it.</summary>
/// <param name="Code">Unique within the version: <c>embed</c>, <c>deliver</c>, <c>demonstrate</c>, or a code such as <c>C1</c>.</param>
/// <param name="Commitment">Commitment under which it stands.</param>
/// <param name="Binding">Whom it binds, see <see cref="Bindings"/>.</param>
/// <param name="Text">The duty in words.</param>
public sealed record CharterDuty(string Code, string Commitment, string Binding, string Text);

/// <summary>A version of a charter was published and is immutable from now on.</summary>
/// <param name="Version">Number of the version, from 1.</param>
/// <param name="ContentHash">SHA-256 of its canonical content, lower-case hex.</param>
/// <param name="InForceFrom">First day, in the partnership's local time, on which it can be signed.</param>
/// <param name="Duties">All duties, whomever they bind, in the charter's order.</param>
/// <param name="Outcomes">Labels of the outcome menu.</param>
/// <param name="PublishedBy">Account of the registrar.</param>
public sealed record CharterPublished(
    Guid CharterId, int Version, string Title, string ContentHash, DateOnly InForceFrom,
    IReadOnlyList<CharterDuty> Duties, IReadOnlyList<string> Outcomes, Guid PublishedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>An organisation signed one exact version of a charter.</summary>
/// <param name="SignatureId">The signature.</param>
/// <param name="CharterVersion">Version signed.</param>
/// <param name="ContentHash">Hash of the content signed.</param>
/// <param name="Name">Facts of the organisation on the day of signing, as in <see cref="OrganisationConfirmed"/>.</param>
/// <param name="SignedOn">Day of signing in the partnership's local time.</param>
/// <param name="SignedBy">Account of the authorised signatory; of several, of the first whom the charter names.</param>
/// <param name="OrganisationVersion">Version of the organisation that the facts are of; 0 in events from before organisations could change, which is older than any.</param>
/// <param name="SignatureKind">What it was to the organisation, see <see cref="SignatureKinds"/>; null in events from before it was told.</param>
public sealed record CharterSigned(
    Guid SignatureId, Guid CharterId, int CharterVersion, string ContentHash,
    Guid OrganisationId, string Name, string Sector, string Kind, string SizeBand, IReadOnlyList<string> Places,
    DateOnly SignedOn, Guid SignedBy, DateTimeOffset OccurredAt, int OrganisationVersion = 0, string? SignatureKind = null) : IEvent;

/// <summary>
/// A newer version was not signed in time, so the organisation's signature holds no longer. Signatures of one charter follow one another: a subscriber
/// compares <paramref name="SignedAt"/> with the latest that it knows, and one made later stands.
/// </summary>
/// <param name="SignatureId">The signature that lapsed.</param>
/// <param name="CharterVersion">Version that had been signed.</param>
/// <param name="SignedAt">When it had been signed: <c>OccurredAt</c> of its <see cref="CharterSigned"/>.</param>
/// <param name="LapsedOn">First local day on which it does not hold.</param>
public sealed record SignatureLapsed(
    Guid SignatureId, Guid CharterId, int CharterVersion, Guid OrganisationId, DateTimeOffset SignedAt, DateOnly LapsedOn, DateTimeOffset OccurredAt) : IEvent;

/// <summary>An organisation took its signature back. As with <see cref="SignatureLapsed"/>, one made later stands.</summary>
/// <param name="SignatureId">The signature that was taken back.</param>
/// <param name="CharterVersion">Version that had been signed.</param>
/// <param name="SignedAt">When it had been signed: <c>OccurredAt</c> of its <see cref="CharterSigned"/>.</param>
/// <param name="WithdrawnOn">First local day on which it does not hold.</param>
/// <param name="Reason">See <see cref="WithdrawalReasons"/>; what the organisation wrote beside it stays private.</param>
/// <param name="WithdrawnBy">Account of the authorised signatory.</param>
public sealed record SignatureWithdrawn(
    Guid SignatureId, Guid CharterId, int CharterVersion, Guid OrganisationId, DateTimeOffset SignedAt, DateOnly WithdrawnOn, string Reason, Guid WithdrawnBy,
    DateTimeOffset OccurredAt) : IEvent;

/// <summary>A day has come on which an organisation's signatories are to be reminded that a newer version waits for them. Told once for each such day.</summary>
/// <param name="SignatureId">The signature that holds until then.</param>
/// <param name="Title">Title of the charter.</param>
/// <param name="Version">Version that is to be signed.</param>
/// <param name="ResignBy">Last local day on which the signature before still holds.</param>
/// <param name="DaysLeft">Days from the day of the reminder until then.</param>
public sealed record ResigningDue(
    Guid SignatureId, Guid OrganisationId, Guid CharterId, string Title, int Version, DateOnly ResignBy, int DaysLeft, DateTimeOffset OccurredAt) : IEvent;

/// <summary>
/// A newer version was not signed in time, and the signatories of whoever shows the signature on the register are to be told. Told once, after <see cref="SignatureLapsed"/>,
/// and never stated again.
/// </summary>
/// <param name="SignatureId">The signature that lapsed.</param>
/// <param name="OrganisationId">Whose signatories are told: the organisation that signed, or the one that has taken its place.</param>
/// <param name="Title">Title of the charter.</param>
/// <param name="Version">Version that was to be signed.</param>
/// <param name="LapsedOn">First local day on which the signature does not hold.</param>
public sealed record ResigningMissed(
    Guid SignatureId, Guid OrganisationId, Guid CharterId, string Title, int Version, DateOnly LapsedOn, DateTimeOffset OccurredAt) : IEvent;
