using Charter.Contracts;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Evidence;

/// <summary>
/// Files or a link by which an organisation shows what it introduced, since when, and with what impact. Files are in quarantine until a scanner has
/// found nothing; then a reviewer from outside the organisation verifies or returns it, once. It counts for a time that goes by its kind. What was
/// returned, or has grown old, gets a new version, which is an item of its own that supersedes it.
/// </summary>
internal sealed class EvidenceItem
{
    private static readonly DateOnly Earliest = new(1900, 1, 1);
    private readonly List<EvidenceFile> _files = [];
    private readonly List<EvidenceDuty> _duties = [];
    private readonly List<EvidencePledge> _pledges = [];

    private EvidenceItem() { }

    public Guid Id { get; private init; }
    public int Version { get; private set; }
    /// <summary>The pledge to which it was attached.</summary>
    public Guid PledgeId { get; private init; }
    public Guid OrganisationId { get; private init; }
    public string Commitment { get; private init; } = "";
    /// <summary>One of <see cref="EvidenceKinds"/>.</summary>
    public string Kind { get; private init; } = EvidenceKinds.Other;
    public string Title { get; private init; } = "";
    /// <summary>Day from which what it shows was in place, or on which it was last confirmed.</summary>
    public DateOnly IntroducedOn { get; private init; }
    /// <summary>Last day on which it counts.</summary>
    public DateOnly ValidUntil { get; private init; }
    /// <summary>Day of the next reminder, or of the expiry; null when nothing is to happen to it.</summary>
    public DateOnly? DueOn { get; private set; }
    public string Impact { get; private init; } = "";
    /// <summary>Address of what is shown; null when it is files.</summary>
    public string? Link { get; private init; }
    public string State { get; private set; } = EvidenceStates.Submitted;
    /// <summary>1, and one more for each version that superseded the one before.</summary>
    public int Edition { get; private init; } = 1;
    /// <summary>The first version of this evidence; null when it is the first.</summary>
    public Guid? SeriesId { get; private init; }
    /// <summary>The version before.</summary>
    public Guid? SupersedesId { get; private init; }
    /// <summary>What the organisation changed in this version, for the reviewer.</summary>
    public string? WhatChanged { get; private init; }
    public Guid SubmittedBy { get; private init; }
    public DateTimeOffset SubmittedAt { get; private init; }
    public Guid? ReviewedBy { get; private set; }
    public DateTimeOffset? ReviewedAt { get; private set; }
    /// <summary>Classes of reasons for which it was returned, see <see cref="ReturnReasons"/>.</summary>
    public string[] Reasons { get; private set; } = [];
    /// <summary>The reviewer's words, for the organisation's people only.</summary>
    public string? Reason { get; private set; }
    /// <summary>When it became what it is, if that was not by being submitted or reviewed.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public IReadOnlyList<EvidenceFile> Files => _files;
    /// <summary>Duties that it shows; those of its commitment among them.</summary>
    public IReadOnlyList<EvidenceDuty> Duties => _duties;
    /// <summary>Pledges that it serves beside that to which it was attached.</summary>
    public IReadOnlyList<EvidencePledge> Pledges => _pledges;

    /// <summary>
    /// Evidence from before it had kinds, and what a replica from then still enters, stands in the columns of one file. It becomes like the rest; as it was
    /// taken without a word on how long it counts, that is at least 90 days more.
    /// </summary>
    public const string OfOlderReplicas = """
        create or replace function complete_evidence(which uuid) returns void language sql as $$
          insert into stored_file (sha256, size, scan, scan_after, stored_at)
            select sha256, file_size, 'not-scanned', submitted_at, submitted_at from evidence where id = which and sha256 is not null on conflict do nothing;
          insert into evidence_file (evidence_id, position, name, media_type, size, sha256)
            select id, 1, file_name, media_type, file_size, sha256 from evidence where id = which and sha256 is not null on conflict do nothing;
          insert into evidence_duty (evidence_id, organisation_id, charter_id, charter_version, code)
            select e.id, p.organisation_id, p.charter_id, p.charter_version, c.code from evidence e join pledge p on p.id = e.pledge_id
              cross join lateral (values (p.commitment), (p.duty)) as c(code) where e.id = which and c.code is not null on conflict do nothing;
          update evidence set kind = 'other', valid_until = greatest((introduced_on + interval '24 months')::date - 1, current_date + 90),
            due_on = case when state in ('submitted', 'verified') then greatest((introduced_on + interval '24 months')::date - 1, current_date + 90) - 60 end
          where id = which and kind = '';
        $$;
        create or replace function complete_evidence_of_older_replica() returns trigger language plpgsql as $$
        begin
          perform complete_evidence(new.id);
          return null;
        end $$;
        create or replace trigger complete_evidence after insert on evidence for each row when (new.kind = '') execute function complete_evidence_of_older_replica();
        select complete_evidence(id) from evidence where kind = '';
        """;

    /// <summary>All versions of one piece of evidence share it.</summary>
    public Guid Series => SeriesId ?? Id;

    public EvidenceFacts Facts() => new(Id, Version, PledgeId, OrganisationId, Commitment, Title, IntroducedOn, State, Kind, ValidUntil, Edition, SupersedesId,
        _duties.Select(d => d.Code).Where(code => code != Commitment).Distinct().Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } duties ? duties : null,
        _pledges.Count > 0 ? [.. _pledges.Select(p => p.PledgeId).Order()] : null);

    /// <summary>Partnership roles that judge evidence or build on it, and the organisation's own people.</summary>
    public bool IsOpenTo(Caller caller) => caller.BelongsTo(OrganisationId) || (State is not (EvidenceStates.Scanning or EvidenceStates.Refused or EvidenceStates.Withdrawn) && Readers.Any(caller.PartnershipRoles.Contains));

    /// <summary>Partnership-wide roles that may read any evidence that is not in quarantine.</summary>
    public static IReadOnlyList<string> Readers { get; } = [Roles.EvidenceReviewer, Roles.Assessor, Roles.PanelChair, Roles.Registrar];

    /// <param name="serves">Pledges that it serves, first that to which it is attached, and duties named beside them.</param>
    /// <param name="before">The version that it is to supersede.</param>
    /// <param name="isQuarantined">A scanner is to look at its files first.</param>
    public static EvidenceItem Submit(EvidenceForm form, Served serves, Validity validity, EvidenceItem? before, bool isQuarantined, Guid by, DateTimeOffset now)
    {
        var (pledge, kind, introducedOn) = (serves.Pledges[0], form.Kind ?? before?.Kind ?? EvidenceKinds.Other, form.IntroducedOn!.Value);
        if (introducedOn > now.LocalDay() || introducedOn < Earliest)
            throw InvalidRequest.For("introducedOn", $"This must be a day from {Earliest:yyyy-MM-dd} to today: what will be introduced later is not evidence yet.");
        var validUntil = validity.Of(kind, introducedOn);
        if (validUntil < now.LocalDay())
            throw InvalidRequest.For("introducedOn", $"Evidence of the kind {kind} counts for {validity.MonthsOf(kind)} months, and this counted until {validUntil:yyyy-MM-dd}. Attach what shows that it still holds, with the day on which it was last confirmed.");
        var evidence = new EvidenceItem
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            PledgeId = pledge.Id,
            OrganisationId = pledge.OrganisationId,
            Commitment = pledge.Commitment,
            Kind = kind,
            Title = form.Title!.Trim(),
            IntroducedOn = introducedOn,
            ValidUntil = validUntil,
            Impact = form.Impact!.Trim(),
            Link = form.Link is { } link ? new Uri(link.Trim()).AbsoluteUri : null,
            State = isQuarantined ? EvidenceStates.Scanning : EvidenceStates.Submitted,
            DueOn = isQuarantined ? null : Reminders.First(validUntil, now.LocalDay()),
            Edition = before is null ? 1 : before.Edition + 1,
            SeriesId = before?.Series,
            SupersedesId = before?.Id,
            WhatChanged = before is null || string.IsNullOrWhiteSpace(form.WhatChanged) ? null : form.WhatChanged.Trim(),
            SubmittedBy = by,
            SubmittedAt = now,
        };
        evidence._files.AddRange(form.Files.Select((f, i) => new EvidenceFile { EvidenceId = evidence.Id, Position = i + 1, Name = f.Name, MediaType = f.Kind.MediaType, Size = f.Length, Sha256 = f.Sha256 }));
        evidence._duties.AddRange(serves.Duties().Select(d => new EvidenceDuty { EvidenceId = evidence.Id, OrganisationId = d.Organisation, CharterId = d.Charter, CharterVersion = d.Version, Code = d.Code }));
        evidence._pledges.AddRange(serves.Pledges.Skip(1).Select(p => new EvidencePledge { EvidenceId = evidence.Id, PledgeId = p.Id }));
        return evidence;
    }

    /// <summary>A scanner found nothing in any of its files.</summary>
    public void Release(DateTimeOffset now) => Become(EvidenceStates.Submitted, Reminders.First(ValidUntil, now.LocalDay()));

    /// <summary>A scanner found something in one of its files, perhaps long after it was submitted.</summary>
    public void Refuse(DateTimeOffset now) => End(EvidenceStates.Refused, now);

    /// <param name="state">Verified or returned.</param>
    public void Review(string state, IReadOnlyList<string> reasons, string? reason, Caller by, DateTimeOffset now)
    {
        if (by.BelongsTo(OrganisationId))
            throw PledgeErrors.OwnOrganisation();
        if (by.Subject == SubmittedBy)
            throw PledgeErrors.OwnEvidence();
        if (State is EvidenceStates.Scanning or EvidenceStates.Refused)
            throw PledgeErrors.InQuarantine(State);
        if (State != EvidenceStates.Submitted)
            throw PledgeErrors.AlreadyReviewed(State);
        Reasons = state == EvidenceStates.Returned ? [.. reasons.Distinct().OrderBy(r => ReturnReasons.All.ToList().IndexOf(r))] : [];
        Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        ReviewedBy = by.Subject;
        ReviewedAt = now;
        Become(state, state == EvidenceStates.Verified ? DueOn : null);
    }

    /// <summary>Refuses a new version of what is not the newest, or waits for somebody.</summary>
    public void CheckThatItMayBeRenewed()
    {
        if (State is EvidenceStates.Scanning or EvidenceStates.Submitted)
            throw PledgeErrors.StillWaits();
        if (State == EvidenceStates.Superseded)
            throw PledgeErrors.NotTheNewest();
    }

    /// <summary>Whether it stays what it is when a new version comes: what was verified counts until that is verified too, and what was taken back or refused is nobody's to see.</summary>
    public bool StaysMeanwhile => State is EvidenceStates.Verified or EvidenceStates.Withdrawn or EvidenceStates.Refused;

    /// <summary>A new version stands in its place.</summary>
    public void Supersede(DateTimeOffset now) => End(EvidenceStates.Superseded, now);

    /// <summary>The organisation takes it back; what was verified stays, because others have built on it.</summary>
    public void Withdraw(DateTimeOffset now)
    {
        if (State is not (EvidenceStates.Scanning or EvidenceStates.Submitted or EvidenceStates.Returned or EvidenceStates.Refused))
            throw PledgeErrors.CannotBeWithdrawn(State);
        End(EvidenceStates.Withdrawn, now);
        _files.Clear();
    }

    public bool IsOverdue(DateOnly today) => today > ValidUntil;

    /// <summary>Its last day is over.</summary>
    public void Expire(DateTimeOffset now) => End(EvidenceStates.Expired, now);

    /// <summary>The reminder of today is on its way.</summary>
    public void Reminded(DateOnly today) => DueOn = Reminders.NextAfter(ValidUntil, today);

    private void End(string state, DateTimeOffset now)
    {
        EndedAt = now;
        Become(state, null);
    }

    private void Become(string state, DateOnly? dueOn)
    {
        (State, DueOn) = (state, dueOn);
        Version++;
    }
}

/// <summary>Days before the last on which an organisation is reminded, and the day after it, on which evidence expires.</summary>
internal static class Reminders
{
    private static readonly int[] DaysBefore = [60, 14, 0];

    public static DateOnly First(DateOnly validUntil, DateOnly today) => DaysBefore.Select(d => validUntil.AddDays(-d)).FirstOrDefault(d => d >= today, validUntil.AddDays(1));

    public static DateOnly NextAfter(DateOnly validUntil, DateOnly today) => DaysBefore.Select(d => validUntil.AddDays(-d)).FirstOrDefault(d => d > today, validUntil.AddDays(1));
}

/// <summary>Why a reviewer returns evidence.</summary>
internal static class ReturnReasons
{
    public static IReadOnlyList<string> All { get; } = ["does-not-show-it", "not-dated", "out-of-date", "no-impact", "cannot-be-read", "personal-data", "other"];
}
