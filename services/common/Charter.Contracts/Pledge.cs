namespace Charter.Contracts;

/// <summary>A duty of one organisation with its state.</summary>
/// <param name="Position">Place in the ledger, from 1.</param>
/// <param name="Code">Code of the duty in the charter version.</param>
/// <param name="State">See <see cref="DutyStates"/>; within one revision states only move forward, so a subscriber keeps the furthest of the highest revision.</param>
/// <param name="Revision">How often the duty has fallen back, because what showed it counts no longer.</param>
public sealed record LedgerDuty(int Position, string Code, string Commitment, string Binding, string Text, string State, int Revision = 0);

/// <summary>The ledger of duties of a signatory was opened, following its signature.</summary>
/// <param name="Duties">The duties that bind this organisation, in the charter's order.</param>
public sealed record LedgerOpened(
    Guid OrganisationId, Guid CharterId, int CharterVersion, IReadOnlyList<LedgerDuty> Duties, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A duty moved forward because of a pledge or of evidence.</summary>
/// <param name="Duty">The duty with its new state.</param>
public sealed record DutyAdvanced(
    Guid OrganisationId, Guid CharterId, int CharterVersion, LedgerDuty Duty, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A duty fell back, because evidence under it counts no longer and no other shows as much, or because the last pledge under it was withdrawn.</summary>
/// <param name="Duty">The duty with its new state and its new revision.</param>
/// <param name="Reason">See <see cref="SetbackReasons"/>.</param>
/// <param name="EvidenceId">The evidence that counts no longer; null when it was a pledge that was withdrawn.</param>
public sealed record DutyFellBack(
    Guid OrganisationId, Guid CharterId, int CharterVersion, LedgerDuty Duty, string Reason, Guid? EvidenceId, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The public facts of a pledge after any change: made, progress reported, amended, completed, missed, withdrawn or reopened.</summary>
/// <param name="Version">Version of the pledge; a subscriber ignores what is older than its copy.</param>
/// <param name="Status">active, completed, missed or withdrawn.</param>
/// <param name="ProgressValue">Latest figure reported, in the pledge's unit.</param>
/// <param name="ProgressOn">Day of that figure.</param>
/// <param name="BaselineOn">Day on which the baseline stood; null from publishers that did not know it.</param>
/// <param name="Place">ONS GSS code, or one of the partnership's own; null when it is not for one place.</param>
/// <param name="TargetGroups">See <see cref="Contracts.TargetGroups"/>; null or none when it is for everybody.</param>
/// <param name="Segment">See <see cref="Segments"/>.</param>
/// <param name="EndedOn">Day on which it was completed, missed or withdrawn.</param>
/// <param name="EndedByRule">Whether a rule ended it, because its day had passed and nobody said how it ended.</param>
/// <param name="PromisedOn">Day on which it was promised, when it was entered afterwards; null when it was promised on the day on which it was made.</param>
public sealed record PledgeFacts(
    Guid PledgeId, int Version, Guid OrganisationId, string Commitment, string Pillar, string Outcome, string Title,
    string Measure, string Unit, decimal Baseline, decimal Target, DateOnly DueOn, string Status,
    decimal? ProgressValue = null, DateOnly? ProgressOn = null,
    DateOnly? BaselineOn = null, string? Place = null, IReadOnlyList<string>? TargetGroups = null, string? Segment = null, DateOnly? EndedOn = null, bool EndedByRule = false, DateOnly? PromisedOn = null);

/// <summary>An organisation made a pledge.</summary>
/// <param name="MadeBy">Account of the editor.</param>
public sealed record PledgeMade(PledgeFacts Pledge, Guid MadeBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>An organisation reported a figure for a pledge.</summary>
/// <param name="ReportedBy">Account of the editor.</param>
public sealed record PledgeProgressReported(PledgeFacts Pledge, Guid ReportedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>An organisation changed what it pledged. The reason, and what was before, stay with the pledge.</summary>
/// <param name="AmendedBy">Account of the editor.</param>
public sealed record PledgeAmended(PledgeFacts Pledge, Guid AmendedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>An organisation reached what it pledged.</summary>
/// <param name="CompletedBy">Account of the editor.</param>
public sealed record PledgeCompleted(PledgeFacts Pledge, Guid CompletedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>An organisation did not reach what it pledged, and says so; or a rule does, when nobody has said how it ended.</summary>
/// <param name="MissedBy">Account of the editor who entered it; empty when it was a rule.</param>
/// <param name="ByRule">Whether it was a rule, and no person.</param>
/// <param name="HolderId">Whose it is now; only when it was a rule.</param>
public sealed record PledgeMissed(PledgeFacts Pledge, Guid MissedBy, DateTimeOffset OccurredAt, bool ByRule = false, Guid? HolderId = null) : IEvent;

/// <summary>An organisation took back that a pledge was completed or missed; it is active again.</summary>
/// <param name="ReopenedBy">Account of the editor.</param>
public sealed record PledgeReopened(PledgeFacts Pledge, Guid ReopenedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The organisation is to be reminded of a pledge, because its day comes near or has passed.</summary>
/// <param name="OrganisationId">Whose it is now.</param>
/// <param name="DaysLeft">Until its day; negative when that has passed.</param>
/// <param name="IsReached">Whether a figure that is no guess has reached the target.</param>
/// <param name="MissedOn">Day on which a rule enters it as missed, when its own has passed and the target is not reached.</param>
public sealed record PledgeDue(Guid PledgeId, Guid OrganisationId, string Title, DateOnly DueOn, int DaysLeft, bool IsReached, DateOnly? MissedOn, DateTimeOffset OccurredAt) : IEvent;

/// <summary>An organisation took a pledge back.</summary>
/// <param name="WithdrawnBy">Account of the editor.</param>
public sealed record PledgeWithdrawn(PledgeFacts Pledge, Guid WithdrawnBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>What is recorded of one contract on the commissioning cycle, after any change.</summary>
/// <param name="Version">Version of the record; a subscriber ignores what is older than its copy.</param>
/// <param name="Side">commissioner when the organisation buys, provider when it tendered.</param>
/// <param name="Ocid">Open contracting id (OCDS) of the same contract, when it is known.</param>
/// <param name="Value">In pounds; null when it is not stated.</param>
/// <param name="Weighting">Share of the score that social value has, in per cent; null until the evaluation is recorded.</param>
/// <param name="Stages">Stages that are recorded, in their order.</param>
/// <param name="NotApplicable">Stages that do not apply, with the reason in the record.</param>
/// <param name="Questions">How many questions are recorded.</param>
/// <param name="Offers">How many offers are recorded.</param>
public sealed record CommissioningFacts(
    Guid ContractId, int Version, Guid OrganisationId, string Side, string Reference, string Title, string? Ocid, decimal? Value, decimal? Weighting,
    IReadOnlyList<string> Stages, IReadOnlyList<string> NotApplicable, int Questions, int Offers);

/// <summary>An organisation entered a contract on the commissioning cycle, or recorded something of it.</summary>
/// <param name="RecordedBy">Account of the editor.</param>
public sealed record CommissioningRecorded(CommissioningFacts Contract, Guid RecordedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The public facts of an item of evidence after any change.</summary>
/// <param name="Version">Version of the item; a subscriber ignores what is older than its copy.</param>
/// <param name="IntroducedOn">Day from which what it shows was in place.</param>
/// <param name="State">See <see cref="EvidenceStates"/>.</param>
/// <param name="Kind">See <see cref="EvidenceKinds"/>; null in events from before there were kinds.</param>
/// <param name="ValidUntil">Last day on which it counts.</param>
/// <param name="Edition">1, and one more for each new version that superseded the one before.</param>
/// <param name="Supersedes">The item of which this is a new version.</param>
/// <param name="Duties">Codes of the duties that it shows, beside the commitment.</param>
/// <param name="Pledges">Further pledges that it serves.</param>
public sealed record EvidenceFacts(
    Guid EvidenceId, int Version, Guid PledgeId, Guid OrganisationId, string Commitment, string Title, DateOnly IntroducedOn, string State,
    string? Kind = null, DateOnly? ValidUntil = null, int Edition = 1, Guid? Supersedes = null, IReadOnlyList<string>? Duties = null, IReadOnlyList<Guid>? Pledges = null);

/// <summary>Evidence was attached to a pledge, its files are clean as far as anybody can tell, and it waits for a reviewer.</summary>
/// <param name="SubmittedBy">Account of the editor.</param>
public sealed record EvidenceSubmitted(EvidenceFacts Evidence, Guid SubmittedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A reviewer from outside the organisation accepted the evidence.</summary>
/// <param name="ReviewedBy">Account of the reviewer.</param>
public sealed record EvidenceVerified(EvidenceFacts Evidence, Guid ReviewedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A reviewer sent the evidence back; the reasons stay between reviewer and organisation.</summary>
/// <param name="ReviewedBy">Account of the reviewer.</param>
public sealed record EvidenceReturned(EvidenceFacts Evidence, Guid ReviewedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A scanner found something in a file of the evidence; the file is gone and the evidence counts for nothing.</summary>
/// <param name="SubmittedBy">Account of whoever attached it.</param>
public sealed record EvidenceRefused(EvidenceFacts Evidence, Guid SubmittedBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The organisation took evidence back.</summary>
/// <param name="WithdrawnBy">Account of the editor.</param>
public sealed record EvidenceWithdrawn(EvidenceFacts Evidence, Guid WithdrawnBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>A new version stands in the place of the evidence.</summary>
/// <param name="SupersededBy">The new version.</param>
public sealed record EvidenceSuperseded(EvidenceFacts Evidence, Guid SupersededBy, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The evidence has grown too old to count.</summary>
public sealed record EvidenceExpired(EvidenceFacts Evidence, DateTimeOffset OccurredAt) : IEvent;

/// <summary>The organisation is to be reminded that evidence soon counts no longer.</summary>
/// <param name="OrganisationId">Whose it is now.</param>
/// <param name="ValidUntil">Last day on which it counts.</param>
/// <param name="DaysLeft">Until that day; 0 on the day itself.</param>
public sealed record EvidenceExpiring(Guid EvidenceId, Guid OrganisationId, string Title, DateOnly ValidUntil, int DaysLeft, DateTimeOffset OccurredAt) : IEvent;

/// <summary>What an organisation recorded in the value ledger, as it stands after corrections.</summary>
/// <param name="Version">Of the record; a subscriber ignores what is older than its copy.</param>
/// <param name="RecordedFor">The organisation for which it was recorded.</param>
/// <param name="Stage">See <see cref="ValueStages"/>; amounts of different stages are never added together.</param>
/// <param name="Amount">In the unit; 0 when it was taken back.</param>
/// <param name="Unit">See <see cref="ValueUnits"/>.</param>
/// <param name="Confidence">See <see cref="Confidences"/>.</param>
/// <param name="Place">Code of the place where it came about, if one is named.</param>
/// <param name="JoinedTo">Another record of the same outcome, in which it counts instead.</param>
public sealed record ValueFacts(
    Guid ValueId, int Version, Guid RecordedFor, string Stage, string Pillar, string Outcome, string Title, decimal Amount, string Unit, string Confidence,
    DateOnly PeriodFrom, DateOnly PeriodUntil, string? Place = null, Guid? JoinedTo = null);

/// <summary>The part that one organisation has in what was recorded.</summary>
/// <param name="Share">What it claims, from 0 to 1.</param>
/// <param name="Counted">Which of it counts: the parts that count are never more than 1 together.</param>
public sealed record ValueShare(Guid OrganisationId, decimal Share, decimal Counted);

/// <summary>Value was recorded, corrected, claimed, joined with another record or settled; this is how it stands now.</summary>
/// <param name="IsDisputed">More than the whole is claimed, and nobody has settled it yet.</param>
/// <param name="By">Account of whoever did it.</param>
public sealed record ValueStated(ValueFacts Value, IReadOnlyList<ValueShare> Shares, bool IsDisputed, Guid By, DateTimeOffset OccurredAt) : IEvent;
