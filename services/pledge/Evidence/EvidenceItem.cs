using Charter.Contracts;
using Charter.Pledges.Pledges;
using Charter.ServiceDefaults;

namespace Charter.Pledges.Evidence;

/// <summary>
/// A file or a link by which an organisation shows what it introduced, since when, and with what impact. A reviewer from outside the
/// organisation verifies or returns it, once; what was returned is submitted anew as another item.
/// </summary>
internal sealed class EvidenceItem
{
    private static readonly DateOnly Earliest = new(1900, 1, 1);

    private EvidenceItem() { }

    public Guid Id { get; private init; }
    public int Version { get; private set; }
    public Guid PledgeId { get; private init; }
    public Guid OrganisationId { get; private init; }
    public string Commitment { get; private init; } = "";
    public string Title { get; private init; } = "";
    public DateOnly IntroducedOn { get; private init; }
    public string Impact { get; private init; } = "";
    /// <summary>Address of what is shown; null when it is a file.</summary>
    public string? Link { get; private init; }
    /// <summary>Name that the file had, for people; never part of a path.</summary>
    public string? FileName { get; private init; }
    public string? MediaType { get; private init; }
    public long? FileSize { get; private init; }
    /// <summary>SHA-256 of the file, lower-case hex: its place in the store.</summary>
    public string? Sha256 { get; private init; }
    public string State { get; private set; } = EvidenceStates.Submitted;
    public Guid SubmittedBy { get; private init; }
    public DateTimeOffset SubmittedAt { get; private init; }
    public Guid? ReviewedBy { get; private set; }
    public DateTimeOffset? ReviewedAt { get; private set; }
    /// <summary>The reviewer's words, for the organisation's people only.</summary>
    public string? Reason { get; private set; }

    public EvidenceFacts Facts() => new(Id, Version, PledgeId, OrganisationId, Commitment, Title, IntroducedOn, State);

    /// <summary>Partnership roles that judge evidence or build on it, and the organisation's own people.</summary>
    public bool IsOpenTo(Caller caller) => caller.BelongsTo(OrganisationId) || Readers.Any(caller.PartnershipRoles.Contains);

    /// <summary>Partnership-wide roles that may read any evidence.</summary>
    public static IReadOnlyList<string> Readers { get; } = [Roles.EvidenceReviewer, Roles.Assessor, Roles.PanelChair, Roles.Registrar];

    public static EvidenceItem Submit(Pledge pledge, EvidenceForm form, Guid by, DateTimeOffset now)
    {
        var introducedOn = form.IntroducedOn!.Value;
        if (introducedOn > now.LocalDay() || introducedOn < Earliest)
            throw InvalidRequest.For("introducedOn", $"This must be a day from {Earliest:yyyy-MM-dd} to today: what will be introduced later is not evidence yet.");
        return new()
        {
            Id = Guid.CreateVersion7(now),
            Version = 1,
            PledgeId = pledge.Id,
            OrganisationId = pledge.OrganisationId,
            Commitment = pledge.Commitment,
            Title = form.Title!.Trim(),
            IntroducedOn = introducedOn,
            Impact = form.Impact!.Trim(),
            Link = form.Link is { } link ? new Uri(link.Trim()).AbsoluteUri : null,
            FileName = form.File?.Name,
            MediaType = form.File?.Kind.MediaType,
            FileSize = form.File?.Length,
            Sha256 = form.File?.Sha256,
            SubmittedBy = by,
            SubmittedAt = now,
        };
    }

    /// <param name="state">Verified or returned.</param>
    public void Review(string state, string? reason, Caller by, DateTimeOffset now)
    {
        if (by.BelongsTo(OrganisationId))
            throw PledgeErrors.OwnOrganisation();
        if (by.Subject == SubmittedBy)
            throw PledgeErrors.OwnEvidence();
        if (State != EvidenceStates.Submitted)
            throw PledgeErrors.AlreadyReviewed(State);
        State = state;
        Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        ReviewedBy = by.Subject;
        ReviewedAt = now;
        Version++;
    }
}
