namespace Charter.Portal.Apis;

public sealed class IdentityApi(HttpClient http) : ServiceClient(http)
{
    public Task<PasswordAnswer> SignIn(string? email, string? password, CancellationToken cancel) => Post<PasswordAnswer>("/identity/sessions", new { email, password }, cancel);

    public Task<Session> CompleteSignIn(string ticket, string? code, string? recoveryCode, CancellationToken cancel) =>
        Post<Session>("/identity/sessions/second-step", new { ticket, code, recoveryCode }, cancel);

    public Task<PasskeyQuestion> AskForPasskey(CancellationToken cancel) => Post<PasskeyQuestion>("/identity/passkeys/question", new { }, cancel);

    public Task<Session> SignInWithPasskey(string? ticket, string? credential, CancellationToken cancel) => Post<Session>("/identity/sessions/passkey", new { ticket, credential }, cancel);

    /// <summary>The session goes on under another secret as one with two factors.</summary>
    public Task<Session> Elevate(string? ticket, string? code, CancellationToken cancel) => Post<Session>("/identity/sessions/current/elevation", new { ticket, code }, cancel);

    public Task SignOut(CancellationToken cancel) => Do(HttpMethod.Delete, "/identity/sessions/current", null, cancel);

    public Task EraseAccount(string? confirmation, string? proof, CancellationToken cancel) => Do(HttpMethod.Post, "/api/me/erasure", new { confirmation, proof }, cancel);

    public Task<Listing<ApiClient>> Clients(Guid organisation, CancellationToken cancel) => Get<Listing<ApiClient>>(AddressOfClients(organisation), cancel);

    public Task<ClientSecret> CreateClient(Guid organisation, string? name, IReadOnlyList<string> scopes, DateOnly? expiresOn, CancellationToken cancel) =>
        Post<ClientSecret>(AddressOfClients(organisation), new { name, scopes, expiresOn }, cancel);

    public Task<ClientSecret> RotateSecret(Guid organisation, Guid client, CancellationToken cancel) =>
        Post<ClientSecret>($"{AddressOfClients(organisation)}/{client}/secret", new { }, cancel);

    public Task RevokeClient(Guid organisation, Guid client, CancellationToken cancel) => Do(HttpMethod.Delete, $"{AddressOfClients(organisation)}/{client}", null, cancel);

    private static string AddressOfClients(Guid organisation) => $"/api/organisations/{organisation}/clients";

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

    public Task<SecondFactors> SecondFactors(CancellationToken cancel) => Get<SecondFactors>("/api/me/second-factors", cancel);

    public async Task<Passkey> Passkey(string id, CancellationToken cancel) => (await SecondFactors(cancel)).Passkeys.FirstOrDefault(passkey => passkey.Id == id)
        ?? throw new ApiRefusal(404, "not-found", "There is no such passkey.", new Dictionary<string, string[]>());

    public Task<AuthenticatorKey> StartAuthenticator(string? proof, CancellationToken cancel) => Post<AuthenticatorKey>("/api/me/authenticator/key", new { proof }, cancel);

    public Task<SecondFactorAdded> ConfirmAuthenticator(string ticket, string? code, CancellationToken cancel) => Post<SecondFactorAdded>("/api/me/authenticator", new { ticket, code }, cancel);

    public Task RemoveAuthenticator(string? proof, CancellationToken cancel) => Do(HttpMethod.Post, "/api/me/authenticator/removal", new { proof }, cancel);

    /// <summary>Of somebody else, who has lost them.</summary>
    public Task TakeAwaySecondFactors(string? email, string? proof, CancellationToken cancel) => Do(HttpMethod.Post, "/api/second-factors/removal", new { email, proof }, cancel);

    public Task<SecondFactorAdded> MakeRecoveryCodes(string? proof, CancellationToken cancel) => Post<SecondFactorAdded>("/api/me/recovery-codes", new { proof }, cancel);

    public Task<PasskeyQuestion> OfferPasskey(string? proof, CancellationToken cancel) => Post<PasskeyQuestion>("/api/me/passkeys/options", new { proof }, cancel);

    public Task<SecondFactorAdded> AddPasskey(string ticket, string? name, string? credential, CancellationToken cancel) =>
        Post<SecondFactorAdded>("/api/me/passkeys", new { ticket, name, credential }, cancel);

    public Task RenamePasskey(string id, string? name, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/me/passkeys/{Uri.EscapeDataString(id)}/name", new { name }, cancel);

    public Task RemovePasskey(string id, string? proof, CancellationToken cancel) => Do(HttpMethod.Post, $"/api/me/passkeys/{Uri.EscapeDataString(id)}/removal", new { proof }, cancel);

    public Task<Me> Me(CancellationToken cancel) => Get<Me>("/api/me", cancel);
}

/// <summary>After the right password: a session, or the ticket for the second step and the ways to take it.</summary>
public sealed record PasswordAnswer(string? Session, DateTimeOffset? ExpiresAt, string? Ticket, IReadOnlyList<string>? Ways);

/// <param name="RecoveryCodesLeft">Stated when one was used just now.</param>
public sealed record Session([property: System.Text.Json.Serialization.JsonPropertyName("session")] string Secret, DateTimeOffset ExpiresAt, int? RecoveryCodesLeft = null);
public sealed record PasskeyQuestion(System.Text.Json.JsonElement Options, string Ticket);
public sealed record AuthenticatorKey(string Key, string Uri, string Ticket);
public sealed record SecondFactorAdded(IReadOnlyList<string> RecoveryCodes, string? Elevation = null);
public sealed record SecondFactors(DateTimeOffset? AuthenticatorSince, int RecoveryCodesLeft, bool RecoveryCodesAreFew, IReadOnlyList<Passkey> Passkeys, bool IsNeeded, bool IsShown);
public sealed record Passkey(string Id, string Name, DateTimeOffset AddedAt);
public sealed record Me(string Name, string Email, IReadOnlyList<string> Roles, IReadOnlyList<Membership> Memberships);
public sealed record Membership(Guid OrganisationId, string Role);

public sealed record ApiClient(
    Guid Id, string Name, IReadOnlyList<string> Scopes, string Status, DateTimeOffset CreatedAt, DateOnly ExpiresOn, DateTimeOffset? LastUsedAt,
    DateTimeOffset SecretMadeAt, DateTimeOffset? PreviousSecretUntil, DateTimeOffset? RevokedAt);

/// <summary>The secret is null when the form was sent before: it is shown once.</summary>
public sealed record ClientSecret(Guid ClientId, [property: System.Text.Json.Serialization.JsonPropertyName("clientSecret")] string? Secret, DateTimeOffset? PreviousSecretUntil);
public sealed record OpenSession(Guid Id, string Device, string SignedInWith, bool HasTwoFactors, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, bool IsThis)
{
    public string Where => Device == "" ? "A device that does not say what it is" : Device;
}

/// <param name="Reset">Code with which to choose a password.</param>
public sealed record AddressUndone(string Reset);
public sealed record MailLine(Guid Id, string To, string Subject, DateTimeOffset WrittenAt);
public sealed record Mail(Guid Id, string To, string Subject, DateTimeOffset WrittenAt, string Text, string Html);
