namespace Charter.Portal.Apis;

public sealed class IdentityApi(HttpClient http) : ServiceClient(http)
{
    public Task<Session> SignIn(string? email, string? password, CancellationToken cancel) => Post<Session>("/identity/sessions", new { email, password }, cancel);

    public Task SignOut(CancellationToken cancel) => Do(HttpMethod.Delete, "/identity/sessions/current", null, cancel);

    public Task EraseAccount(string? confirmation, string? password, CancellationToken cancel) => Do(HttpMethod.Post, "/api/me/erasure", new { confirmation, password }, cancel);

    public Task<Me> Me(CancellationToken cancel) => Get<Me>("/api/me", cancel);
}

public sealed record Session([property: System.Text.Json.Serialization.JsonPropertyName("session")] string Secret, DateTimeOffset ExpiresAt);
public sealed record Me(string Name, string Email, IReadOnlyList<string> Roles, IReadOnlyList<Membership> Memberships);
public sealed record Membership(Guid OrganisationId, string Role);
