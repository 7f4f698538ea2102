using Charter.ServiceDefaults;

namespace Charter.Pledges.Evidence;

/// <summary>A stored file; its content is at <c>/api/evidence/{id}/file</c>.</summary>
/// <param name="Size">In bytes.</param>
internal sealed record FileFacts(string Name, string MediaType, long Size, string Sha256)
{
    public static FileFacts? Of(EvidenceItem e) =>
        e is { FileName: { } name, MediaType: { } type, FileSize: { } size, Sha256: { } sha256 } ? new(name, type, size, sha256) : null;
}

/// <summary>An item of evidence within its pledge. Impact, link and file are null for people who may not read evidence.</summary>
internal sealed record EvidenceSummary(
    Guid Id, string Title, string State, DateOnly IntroducedOn, DateOnly SubmittedOn, string? Impact, string? Link, FileFacts? File, DateOnly? ReviewedOn, string? Reason)
{
    public static EvidenceSummary Of(EvidenceItem e, Caller caller)
    {
        var open = e.IsOpenTo(caller);
        return new(e.Id, e.Title, e.State, e.IntroducedOn, e.SubmittedAt.LocalDay(), open ? e.Impact : null, open ? e.Link : null, open ? FileFacts.Of(e) : null,
            e.ReviewedAt?.LocalDay(), caller.BelongsTo(e.OrganisationId) ? e.Reason : null);
    }
}

/// <summary>An item of evidence as those see it who may read evidence.</summary>
/// <param name="Link">Set when the evidence is a link, otherwise <paramref name="File"/> is.</param>
/// <param name="Reason">The reviewer's words; null for people outside the organisation.</param>
internal sealed record EvidenceView(
    Guid Id, Guid PledgeId, string PledgeTitle, Guid OrganisationId, string? OrganisationName, string Commitment, string Title, DateOnly IntroducedOn, string Impact,
    string? Link, FileFacts? File, string State, DateOnly SubmittedOn, DateOnly? ReviewedOn, string? Reason)
{
    public static EvidenceView Of(EvidenceItem e, string pledgeTitle, string? organisationName, Caller caller) => new(
        e.Id, e.PledgeId, pledgeTitle, e.OrganisationId, organisationName, e.Commitment, e.Title, e.IntroducedOn, e.Impact, e.Link, FileFacts.Of(e), e.State,
        e.SubmittedAt.LocalDay(), e.ReviewedAt?.LocalDay(), caller.BelongsTo(e.OrganisationId) ? e.Reason : null);
}
