namespace Charter.Portal.Apis;

public sealed class NetworkApi(HttpClient http) : ServiceClient(http)
{
    public Task<Listing<Member>> Members(string? after, CancellationToken cancel) => Get<Listing<Member>>("/api/network/members" + Query(("after", after)), cancel);

    public Task<Listing<Champion>> Champions(string? q, string? sector, string? place, string? after, CancellationToken cancel) =>
        Get<Listing<Champion>>("/api/network/champions" + Query(("q", q), ("sector", sector), ("place", place), ("after", after)), cancel);

    public Task<Listing<Champion>> ChampionsOf(Guid organisation, CancellationToken cancel) => Get<Listing<Champion>>($"/api/network/champions?organisationId={organisation}", cancel);

    public Task<Created> AppointChampion(NewChampion champion, CancellationToken cancel) => Post<Created>("/api/network/champions", champion, cancel);

    public Task<Listing<Practice>> Practices(string? after, CancellationToken cancel) => Get<Listing<Practice>>("/api/network/practices" + Query(("after", after)), cancel);

    public Task<Practice> Practice(Guid id, CancellationToken cancel) => Get<Practice>($"/api/network/practices/{id}", cancel);

    public Task<Created> PublishPractice(NewPractice practice, CancellationToken cancel) => Post<Created>("/api/network/practices", practice, cancel);
}

public sealed record Member(Guid OrganisationId, string Name, string Sector, IReadOnlyList<Place>? Places, DateTimeOffset? MemberSince);
public sealed record Champion(
    Guid Id, string Name, string? JobTitle, Guid OrganisationId, string OrganisationName, string Sector, IReadOnlyList<Place>? Places, IReadOnlyList<string>? Specialisms, DateTimeOffset? AppointedOn);
public sealed record NewChampion(Guid OrganisationId, string? Name, string? Email, string? JobTitle, IReadOnlyList<string> Specialisms);
public sealed record Practice(
    Guid Id, Guid OrganisationId, string OrganisationName, string Title, string DeliveryArea, string? Stage, string? Outcome, string Summary, string? WhatWeDid, string? WhatChanged, DateTimeOffset? PublishedOn);
public sealed record NewPractice(
    Guid OrganisationId, string? Title, string? DeliveryArea, string? Stage, string? Outcome, string? Summary, string? WhatWeDid, string? WhatChanged);
