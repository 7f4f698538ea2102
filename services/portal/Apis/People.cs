namespace Charter.Portal.Apis;

/// <summary>Who acts for which organisation, and who holds which office: the identity service.</summary>
public sealed class PeopleApi(HttpClient http) : ServiceClient(http)
{
    public Task<Listing<OrganisationMember>> Members(Guid organisation, CancellationToken cancel) => Get<Listing<OrganisationMember>>($"/api/organisations/{organisation}/members", cancel);

    public Task Remove(Guid organisation, Guid subject, string role, CancellationToken cancel) =>
        Do(HttpMethod.Delete, $"/api/organisations/{organisation}/members/{subject}/{Uri.EscapeDataString(role)}", null, cancel);

    public Task<Listing<MyOrganisation>> MyOrganisations(CancellationToken cancel) => Get<Listing<MyOrganisation>>("/api/me/organisations", cancel);

    public Task Leave(Guid organisation, CancellationToken cancel) => Do(HttpMethod.Delete, $"/api/me/organisations/{organisation}", null, cancel);

    public Task ActFor(Guid? organisation, CancellationToken cancel) => Do(HttpMethod.Put, "/api/me/acting-for", new { organisationId = organisation }, cancel);

    public Task<Listing<SentInvitation>> Invitations(Guid organisation, CancellationToken cancel) => Get<Listing<SentInvitation>>($"/api/organisations/{organisation}/invitations", cancel);

    public Task<Created> Invite(Guid organisation, string? email, IReadOnlyList<string> roles, bool handOver, CancellationToken cancel) =>
        Post<Created>($"/api/organisations/{organisation}/invitations", new { email, roles, handOver }, cancel);

    public Task SendAgain(Guid organisation, Guid invitation, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/organisations/{organisation}/invitations/{invitation}/mail", null, cancel);

    public Task Withdraw(Guid organisation, Guid invitation, CancellationToken cancel) => Do(HttpMethod.Delete, $"/api/organisations/{organisation}/invitations/{invitation}", null, cancel);

    public Task<Listing<Offer>> MyInvitations(CancellationToken cancel) => Get<Listing<Offer>>("/api/me/invitations", cancel);

    public Task Accept(Guid invitation, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/me/invitations/{invitation}/acceptance", null, cancel);

    public Task Decline(Guid invitation, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/me/invitations/{invitation}/refusal", null, cancel);

    /// <summary>What the link in a mail opens, without signing in.</summary>
    public Task<OpenedInvitation> OpenInvitation(string secret, CancellationToken cancel) => Post<OpenedInvitation>("/identity/invitations/opened", new { secret }, cancel);

    public Task DeclineOpened(string secret, CancellationToken cancel) => Do(HttpMethod.Post, "/identity/invitations/declined", new { secret }, cancel);

    public Task<Listing<EmailDomain>> Domains(Guid organisation, CancellationToken cancel) => Get<Listing<EmailDomain>>($"/api/organisations/{organisation}/domains", cancel);

    public Task<EmailDomain> StateDomain(Guid organisation, string? domain, CancellationToken cancel) => Post<EmailDomain>($"/api/organisations/{organisation}/domains", new { domain }, cancel);

    public Task DropDomain(Guid organisation, string domain, CancellationToken cancel) => Do(HttpMethod.Delete, $"/api/organisations/{organisation}/domains/{Uri.EscapeDataString(domain)}", null, cancel);

    public Task VerifyDomain(Guid organisation, string domain, CancellationToken cancel) =>
        Do(HttpMethod.Post, $"/api/organisations/{organisation}/domains/{Uri.EscapeDataString(domain)}/verification", null, cancel);

    public Task<Listing<DomainToVerify>> DomainsToVerify(string? after, CancellationToken cancel) => Get<Listing<DomainToVerify>>("/api/organisations/domains-to-verify" + Query(("after", after)), cancel);

    public Task<Listing<Joinable>> Joinable(CancellationToken cancel) => Get<Listing<Joinable>>("/api/me/joinable-organisations", cancel);

    public Task AskToJoin(Guid organisation, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/organisations/{organisation}/join-requests", null, cancel);

    public Task WithdrawRequest(Guid request, CancellationToken cancel) => Do(HttpMethod.Delete, $"/api/me/join-requests/{request}", null, cancel);

    public Task<Listing<JoinRequest>> JoinRequests(Guid organisation, CancellationToken cancel) => Get<Listing<JoinRequest>>($"/api/organisations/{organisation}/join-requests", cancel);

    public Task LetJoin(Guid organisation, Guid request, IReadOnlyList<string> roles, CancellationToken cancel) =>
        Do(HttpMethod.Post, $"/api/organisations/{organisation}/join-requests/{request}/approval", new { roles }, cancel);

    public Task RefuseToJoin(Guid organisation, Guid request, CancellationToken cancel) =>
        Do(HttpMethod.Post, $"/api/organisations/{organisation}/join-requests/{request}/refusal", null, cancel);

    public Task<Listing<WithoutSignatory>> WithoutSignatory(string? after, CancellationToken cancel) => Get<Listing<WithoutSignatory>>("/api/organisations/without-signatory" + Query(("after", after)), cancel);

    public Task<Listing<Office>> Offices(string? state, string? role, string? after, CancellationToken cancel) =>
        Get<Listing<Office>>("/api/offices" + Query(("state", state), ("role", role), ("after", after)), cancel);

    public Task<Office> Office(Guid id, CancellationToken cancel) => Get<Office>($"/api/offices/{id}", cancel);

    public Task<Created> GiveOffice(string? email, string? role, DateOnly? until, CancellationToken cancel) => Post<Created>("/api/offices", new { email, role = role ?? "", until }, cancel);

    public Task<Created> RenewOffice(Guid office, DateOnly? until, CancellationToken cancel) => Post<Created>($"/api/offices/{office}/renewal", new { until }, cancel);

    public Task EndOffice(Guid office, CancellationToken cancel) => Do(HttpMethod.Delete, $"/api/offices/{office}", null, cancel);
}

public sealed record OrganisationMember(Guid Subject, string Name, string Role, DateOnly HeldFrom);
public sealed record MyOrganisation(Guid OrganisationId, string? Name, IReadOnlyList<string> Roles, bool IsActedFor, bool IsLastSignatory);
public sealed record SentInvitation(Guid Id, string Email, IReadOnlyList<string> Roles, bool HandsOver, string InvitedByName, DateOnly InvitedOn, DateOnly GoodUntil, bool IsExpired);
public sealed record Offer(Guid Id, Guid OrganisationId, string? OrganisationName, IReadOnlyList<string> Roles, string InvitedBy, bool HandsOver, DateOnly GoodUntil);
public sealed record OpenedInvitation(Offer Invitation, string Email);
public sealed record EmailDomain(Guid OrganisationId, string Domain, DateOnly StatedOn, DateOnly? VerifiedOn);
public sealed record DomainToVerify(Guid OrganisationId, string? OrganisationName, string Domain, DateOnly StatedOn, int Others);
public sealed record Joinable(Guid OrganisationId, string? Name, string Domain, Guid? RequestId, DateOnly? AskedOn);
public sealed record JoinRequest(Guid Id, string Name, string Email, DateOnly AskedOn);
public sealed record WithoutSignatory(Guid OrganisationId, string Name, int Members, DateOnly? InvitedUntil);
public sealed record Office(Guid Id, Guid Subject, string Name, string Email, string Role, DateOnly HeldFrom, DateOnly Until, DateOnly? EndedOn, string State);
