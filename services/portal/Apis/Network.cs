namespace Charter.Portal.Apis;

public sealed class NetworkApi(HttpClient http) : ServiceClient(http)
{
    public Task<Listing<Member>> Members(string? after, CancellationToken cancel) => Get<Listing<Member>>("/api/network/members" + Query(("after", after)), cancel);

    public Task<Listing<Champion>> Champions(string? q, string? sector, string? place, string? after, CancellationToken cancel) =>
        Get<Listing<Champion>>("/api/network/champions" + Query(("q", q), ("sector", sector), ("place", place), ("after", after)), cancel);

    public async Task<IReadOnlyList<Champion>> ChampionsOf(Organisation organisation, CancellationToken cancel) =>
        [.. (await Get<Listing<Champion>>("/api/network/champions?size=100&" + Query(("q", organisation.Name))[1..], cancel)).Items.Where(champion => champion.OrganisationId == organisation.Id)];

    /// <summary>For which organisations the person is a champion. By asking, somebody whom a signatory named by e-mail address becomes known as that champion.</summary>
    public Task<Listing<Champion>> MyAppointments(CancellationToken cancel) => Get<Listing<Champion>>("/api/network/champions/me", cancel);

    public Task<Created> AppointChampion(NewChampion champion, CancellationToken cancel) => Post<Created>("/api/network/champions", champion, cancel);

    public Task<Listing<PracticeLine>> Practices(string? q, string? after, CancellationToken cancel) =>
        Get<Listing<PracticeLine>>("/api/network/practices" + Query(("q", q), ("after", after)), cancel);

    public Task<Practice> Practice(Guid id, CancellationToken cancel) => Get<Practice>($"/api/network/practices/{id}", cancel);

    public Task<Created> PublishPractice(NewPractice practice, CancellationToken cancel) => Post<Created>("/api/network/practices", practice, cancel);
}

public sealed record Member(Guid OrganisationId, string Name, string Sector, IReadOnlyList<Place> Places, DateOnly MemberSince);
public sealed record Champion(
    Guid Id, string Name, string? JobTitle, Guid OrganisationId, string OrganisationName, string Sector, IReadOnlyList<Place> Places, IReadOnlyList<string> Specialisms, DateOnly AppointedOn);
public sealed record NewChampion(Guid OrganisationId, string? Name, string? Email, string? JobTitle, IReadOnlyList<string> Specialisms);
public sealed record PracticeLine(Guid Id, string OrganisationName, string Title, string DeliveryArea, string Summary, DateOnly PublishedOn);
public sealed record Practice(
    Guid Id, Guid OrganisationId, string OrganisationName, string ChampionName, string Title, string DeliveryArea, string? Stage, string? Outcome,
    string Summary, string WhatWeDid, string WhatChanged, DateOnly PublishedOn);
public sealed record NewPractice(
    Guid OrganisationId, string? Title, string? DeliveryArea, string? Stage, string? Outcome, string? Summary, string? WhatWeDid, string? WhatChanged);
