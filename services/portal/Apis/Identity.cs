namespace Charter.Portal.Apis;

public sealed class IdentityApi(HttpClient http) : ServiceClient(http)
{
    public Task<Session> SignIn(string? email, string? password, CancellationToken cancel) => Post<Session>("/identity/sessions", new { email, password }, cancel);

    public Task SignOut(CancellationToken cancel) => Do(HttpMethod.Delete, "/identity/sessions/current", null, cancel);

    public Task<Listing<ApiClient>> Clients(Guid organisation, CancellationToken cancel) => Get<Listing<ApiClient>>(AddressOfClients(organisation), cancel);

    public Task<ClientSecret> CreateClient(Guid organisation, string? name, IReadOnlyList<string> scopes, DateOnly? expiresOn, CancellationToken cancel) =>
        Post<ClientSecret>(AddressOfClients(organisation), new { name, scopes, expiresOn }, cancel);

    public Task<ClientSecret> RotateSecret(Guid organisation, Guid client, CancellationToken cancel) =>
        Post<ClientSecret>($"{AddressOfClients(organisation)}/{client}/secret", new { }, cancel);

    public Task RevokeClient(Guid organisation, Guid client, CancellationToken cancel) => Do(HttpMethod.Delete, $"{AddressOfClients(organisation)}/{client}", null, cancel);

    private static string AddressOfClients(Guid organisation) => $"/api/organisations/{organisation}/clients";

    public Task<Me> Me(CancellationToken cancel) => Get<Me>("/api/me", cancel);
}

public sealed record Session([property: System.Text.Json.Serialization.JsonPropertyName("session")] string Secret, DateTimeOffset ExpiresAt);
public sealed record Me(string Name, string Email, IReadOnlyList<string> Roles, IReadOnlyList<Membership> Memberships);
public sealed record Membership(Guid OrganisationId, string Role);

public sealed record ApiClient(
    Guid Id, string Name, IReadOnlyList<string> Scopes, string Status, DateTimeOffset CreatedAt, DateOnly ExpiresOn, DateTimeOffset? LastUsedAt,
    DateTimeOffset SecretMadeAt, DateTimeOffset? PreviousSecretUntil, DateTimeOffset? RevokedAt);

/// <summary>The secret is null when the form was sent before: it is shown once.</summary>
public sealed record ClientSecret(Guid ClientId, [property: System.Text.Json.Serialization.JsonPropertyName("clientSecret")] string? Secret, DateTimeOffset? PreviousSecretUntil);
