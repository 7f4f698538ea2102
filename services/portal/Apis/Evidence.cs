namespace Charter.Portal.Apis;

public sealed class EvidenceApi(HttpClient http) : ServiceClient(http)
{
    /// <param name="evidence">Multipart: <c>file</c> as often as there are files, or <c>link</c>; <c>title</c>, <c>kind</c>, <c>introducedOn</c>, <c>impact</c>, <c>duties</c>, <c>pledges</c>.</param>
    public Task<Created> Attach(Guid pledge, MultipartFormDataContent evidence, CancellationToken cancel) => Post<Created>($"/api/pledges/{pledge}/evidence", evidence, cancel);

    /// <param name="evidence">The same, and <c>whatChanged</c>.</param>
    public Task<Created> Renew(Guid before, MultipartFormDataContent evidence, CancellationToken cancel) => Post<Created>($"/api/evidence/{before}/versions", evidence, cancel);

    public Task<Evidence> TakeBack(Guid evidence, CancellationToken cancel) => Post<Evidence>($"/api/evidence/{evidence}/withdrawal", new { }, cancel);

    public Task<EvidenceRules> Rules(CancellationToken cancel) => Get<EvidenceRules>("/api/evidence/rules", cancel);

    public Task<Listing<EvidenceLine>> ToReview(string? state, string? commitment, string? kind, bool newVersions, string? after, CancellationToken cancel) =>
        Get<Listing<EvidenceLine>>("/api/evidence" + Query(("state", state), ("commitment", commitment), ("kind", kind), ("newVersions", newVersions ? "true" : null), ("after", after)), cancel);

    public Task<Listing<EvidenceLine>> OfOrganisation(Guid organisation, string? state, string? kind, string? after, CancellationToken cancel) =>
        Get<Listing<EvidenceLine>>($"/api/organisations/{organisation}/evidence" + Query(("state", state), ("kind", kind), ("after", after)), cancel);

    /// <summary>The first hundred; whoever has more names the others by the API.</summary>
    public Task<Listing<ServedPledge>> PledgesToServe(Guid organisation, CancellationToken cancel) => Get<Listing<ServedPledge>>($"/api/organisations/{organisation}/pledges?size=100", cancel);

    public Task<Evidence> Evidence(Guid id, CancellationToken cancel) => Get<Evidence>($"/api/evidence/{id}", cancel);

    public Task Review(Guid evidence, string? outcome, IReadOnlyList<string> reasons, string? reason, CancellationToken cancel) =>
        Do(HttpMethod.Post, $"/api/evidence/{evidence}/review", new { outcome, reason, reasons }, cancel);
}

/// <summary>Within a pledge, what it is evidence for is left out; impact, link and files are left out for people who may not read evidence.</summary>
public sealed record Evidence(
    Guid Id, Guid PledgeId, string? PledgeTitle, Guid OrganisationId, string? OrganisationName, string? Commitment, string Title, string State, DateOnly IntroducedOn, string? Impact,
    string? Link, EvidenceFile? File, DateOnly SubmittedOn, DateOnly? ReviewedOn, string? Reason,
    string? Kind = null, DateOnly? ValidUntil = null, IReadOnlyList<EvidenceFile>? Files = null, IReadOnlyList<string>? Reasons = null, IReadOnlyList<string>? Duties = null, IReadOnlyList<ServedPledge>? Pledges = null,
    int Edition = 1, string? WhatChanged = null, IReadOnlyList<EvidenceEdition>? Editions = null, bool IsNewest = true);

/// <param name="Scan">clean, not-scanned, waiting or found.</param>
public sealed record EvidenceFile(string Name, string MediaType, long Size, string Sha256, int Position = 1, string? Scan = null);
public sealed record ServedPledge(Guid Id, string Title);
public sealed record EvidenceEdition(Guid Id, int Edition, string State, DateOnly SubmittedOn, DateOnly? ReviewedOn, string? WhatChanged, IReadOnlyList<string> Reasons, string? Reason);
public sealed record EvidenceLine(
    Guid Id, Guid PledgeId, string PledgeTitle, Guid OrganisationId, string? OrganisationName, string Commitment, string Title, DateOnly IntroducedOn, string State, DateOnly SubmittedOn,
    string Kind, DateOnly ValidUntil, int Edition, int Files);
public sealed record EvidenceRules(bool FilesAreScanned, int MostFiles, long LargestTogether, string Accepted, IReadOnlyList<KindOfEvidence> Kinds);
public sealed record KindOfEvidence(string Value, int Months);
