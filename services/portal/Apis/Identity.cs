namespace Charter.Portal.Apis;

public sealed class IdentityApi(HttpClient http) : ServiceClient(http)
{
    public Task<Session> SignIn(string? email, string? password, CancellationToken cancel) => Post<Session>("/identity/sessions", new { email, password }, cancel);

    public Task SignOut(CancellationToken cancel) => Do(HttpMethod.Delete, "/identity/sessions/current", null, cancel);

    /// <summary>Whether a link from a mail can still be used; looking does not use it.</summary>
    public async Task<bool> IsGood(string purpose, string? code, CancellationToken cancel)
    {
        try
        {
            await Do(HttpMethod.Post, "/identity/links", new { purpose, code }, cancel);
            return true;
        }
        catch (ApiRefusal refusal) when (refusal.Status is 400 or 409)
        {
            return false;
        }
    }

    public Task CreateAccount(string? name, string? email, string? password, CancellationToken cancel) => Do(HttpMethod.Post, "/identity/accounts", new { name, email, password }, cancel);

    public Task ResendConfirmation(string? email, CancellationToken cancel) => Do(HttpMethod.Post, "/identity/accounts/confirmation-mails", new { email }, cancel);

    public Task<Session> ConfirmAccount(string? code, string? password, CancellationToken cancel) => Post<Session>("/identity/accounts/confirmation", new { code, password }, cancel);

    public Task RequestReset(string? email, CancellationToken cancel) => Do(HttpMethod.Post, "/identity/password-resets", new { email }, cancel);

    public Task ResetPassword(string? code, string? password, CancellationToken cancel) => Do(HttpMethod.Post, "/identity/passwords", new { code, password }, cancel);

    public Task ConfirmAddress(string? code, CancellationToken cancel) => Do(HttpMethod.Post, "/identity/addresses", new { code }, cancel);

    public Task<AddressUndone> UndoAddress(string? code, CancellationToken cancel) => Post<AddressUndone>("/identity/addresses/undo", new { code }, cancel);

    public Task ChangeName(string? name, CancellationToken cancel) => Do(HttpMethod.Put, "/api/me/name", new { name }, cancel);

    public Task ChangePassword(string? current, string? password, CancellationToken cancel) => Do(HttpMethod.Put, "/api/me/password", new { current, password }, cancel);

    public Task ChangeAddress(string? email, string? password, CancellationToken cancel) => Do(HttpMethod.Post, "/api/me/email", new { email, password }, cancel);

    public Task<Listing<OpenSession>> Sessions(CancellationToken cancel) => Get<Listing<OpenSession>>("/api/me/sessions", cancel);

    public Task EndSession(Guid id, CancellationToken cancel) => Do(HttpMethod.Delete, $"/api/me/sessions/{id}", null, cancel);

    public Task EndOtherSessions(CancellationToken cancel) => Do(HttpMethod.Delete, "/api/me/sessions", null, cancel);

    /// <summary>Mails of a local installation; nothing of another one.</summary>
    public Task<Listing<MailLine>> Mails(string? to, CancellationToken cancel) => Get<Listing<MailLine>>($"/identity/mail{Query(("to", to))}", cancel);

    public Task<Mail> Mail(Guid id, CancellationToken cancel) => Get<Mail>($"/identity/mail/{id}", cancel);

    public Task<Me> Me(CancellationToken cancel) => Get<Me>("/api/me", cancel);
}

public sealed record Session([property: System.Text.Json.Serialization.JsonPropertyName("session")] string Secret, DateTimeOffset ExpiresAt);
public sealed record Me(string Name, string Email, IReadOnlyList<string> Roles, IReadOnlyList<Membership> Memberships);
public sealed record Membership(Guid OrganisationId, string Role);
public sealed record OpenSession(Guid Id, string Device, string SignedInWith, bool HasTwoFactors, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, bool IsThis)
{
    public string Where => Device == "" ? "A device that does not say what it is" : Device;
}

/// <param name="Reset">Code with which to choose a password.</param>
public sealed record AddressUndone(string Reset);
public sealed record MailLine(Guid Id, string To, string Subject, DateTimeOffset WrittenAt);
public sealed record Mail(Guid Id, string To, string Subject, DateTimeOffset WrittenAt, string Text, string Html);
