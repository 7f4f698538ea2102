namespace Charter.Portal.Apis;

/// <summary>Signatures on their way, in force and ended, as the organisation and the registrar see them.</summary>
public sealed class SigningApi(HttpClient http) : ServiceClient(http)
{
    /// <summary>In force at once, or open until others have signed too.</summary>
    public Task<SignedNow> Sign(Guid charter, NewSignature signature, CancellationToken cancel) => Post<SignedNow>($"/api/charters/{charter}/signatures", signature, cancel);

    /// <summary>An organisation's signatures, newest first.</summary>
    public Task<Listing<Receipt>> Signatures(Guid organisation, CancellationToken cancel) => Get<Listing<Receipt>>($"/api/organisations/{organisation}/signatures", cancel);

    public Task<FullReceipt> Receipt(Guid signature, CancellationToken cancel) => Get<FullReceipt>($"/api/signatures/{signature}/receipt", cancel);

    public Task<Listing<OpenSignature>> OpenOf(Guid organisation, CancellationToken cancel) => Get<Listing<OpenSignature>>($"/api/organisations/{organisation}/signatures/open", cancel);

    public Task<Listing<OpenSignature>> AllOpen(bool waiting, string? after, CancellationToken cancel) =>
        Get<Listing<OpenSignature>>("/api/signatures/open" + Query(("waiting", waiting ? "true" : null), ("after", after)), cancel);

    public Task<OpenSignature> Open(Guid signature, CancellationToken cancel) => Get<OpenSignature>($"/api/signatures/open/{signature}", cancel);

    public Task Abandon(Guid signature, CancellationToken cancel) => Do(HttpMethod.Delete, $"/api/signatures/open/{signature}", null, cancel);

    public Task Countersign(Guid signature, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/signatures/open/{signature}/countersignature", null, cancel);

    public Task Withdraw(Guid signature, string? reason, string? explanation, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/signatures/{signature}/withdrawal", new { reason, explanation }, cancel);
}

/// <param name="Status">in-force, open or awaiting-countersignature.</param>
public sealed record SignedNow(Guid Id, string Status);

public sealed record NewSignature(Guid OrganisationId, int Version, string ContentHash, Signatory Signatory);
public sealed record Signatory(string? Name, string? Role, bool ConfirmsAuthority, bool ConsentsToPublish);

public sealed record Receipt(
    Guid Id, Guid CharterId, int Version, string ContentHash, string? SignatoryName, string? SignatoryRole, bool ConsentsToPublish, DateOnly SignedOn, DateTimeOffset SignedAt,
    string Kind, string Status, IReadOnlyList<CoSignatory> Others, bool Countersigned, DateOnly? ResignBy, DateOnly? EndedOn, string? WithdrawalReason, string? Explanation);
public sealed record CoSignatory(string? Name, string Role, bool ConsentsToPublish);
public sealed record FullReceipt(Receipt Signed, ReceiptOrganisation Organisation, ReceiptText Charter, IReadOnlyList<string> HowToCheck);
public sealed record ReceiptOrganisation(Guid Id, string Name, IReadOnlyList<Identifier> Identifiers);
public sealed record ReceiptText(Guid Id, string Title, string Partnership, int Version, DateOnly InForceFrom, string ContentHash, string Address);

public sealed record OpenSignature(
    Guid Id, Guid OrganisationId, string OrganisationName, Guid CharterId, string CharterTitle, int Version, string ContentHash, string Status,
    IReadOnlyList<string> Roles, IReadOnlyList<string> Missing, bool Countersigned, IReadOnlyList<SignedPart> Parts, DateTimeOffset StartedAt);
public sealed record SignedPart(string Role, string? Name, Guid SignedBy, DateTimeOffset SignedAt);
