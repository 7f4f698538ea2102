using Charter.Identity.Successions;
using Charter.ServiceDefaults;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Charter.Identity.Tokens;

/// <summary>What a bearer token states.</summary>
/// <param name="IsClient">The subject is an API client; otherwise it is a person.</param>
internal sealed record HeldBearer(Guid Subject, bool IsClient, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt);

/// <summary>
/// Signs the two sorts of tokens. What an API client holds names only its subject and is good only at the gateway; what the services accept
/// states the person's current roles and lives for two minutes. The audience keeps one from being used as the other.
/// </summary>
internal sealed class TokenIssuer(SigningKeys keys, TimeProvider time, IConfiguration configuration)
{
    /// <summary>Audience of the bearer tokens that API clients send to the gateway.</summary>
    public const string ApiAudience = "charter-api";
    public static readonly TimeSpan InternalLifetime = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan ApiLifetime = TimeSpan.FromHours(12);
    /// <summary>How long an API client can use a token before it needs another.</summary>
    public static readonly TimeSpan ClientLifetime = TimeSpan.FromHours(1);
    /// <summary>No token of any sort is good for longer.</summary>
    public static readonly TimeSpan LongestLifetime = ApiLifetime;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Issuer of bearer tokens: the address under which the installation describes itself (RFC 8414), so that a token of another is told apart.</summary>
    public string ApiIssuer { get; } = configuration["Charter:PublicAddress"]?.TrimEnd('/') is { Length: > 0 } address ? address : Authentication.Issuer;

    /// <summary>A token for the services.</summary>
    public string ForServices(Guid subject, string name, string email, IReadOnlyList<string> roles, StatedMemberships memberships, Guid? session, bool needsSecondFactor = false,
        (Guid Id, string? Name)? actingFor = null)
    {
        var claims = new Dictionary<string, object> { ["sub"] = subject.ToString(), ["name"] = name, ["email"] = email, ["role"] = roles, ["member"] = memberships.Claims };
        if (memberships.CarriedOver.Count > 0)
            claims[Caller.CarriedOverClaim] = memberships.CarriedOverClaims;
        if (session is { } id)
            claims["sid"] = id.ToString();
        if (needsSecondFactor)
            claims["second_factor"] = "needed";
        if (actingFor is { } organisation)
        {
            claims[Caller.ActingForClaim] = organisation.Id.ToString();
            if (organisation.Name is { } called)
                claims[Caller.ActingForNameClaim] = called;
        }
        return Sign(Authentication.Audience, InternalLifetime, claims);
    }

    /// <summary>A token for the services that states an API client: a program of an organisation, never with an office of the partnership.</summary>
    public string ForServices(Guid client, string name, StatedMemberships memberships, IReadOnlyList<string> scopes) => Sign(Authentication.Audience, InternalLifetime, new()
    {
        ["sub"] = client.ToString(),
        ["client_id"] = client.ToString(),
        ["name"] = name,
        ["member"] = memberships.Claims,
        [Caller.CarriedOverClaim] = memberships.CarriedOverClaims,
        ["scope"] = string.Join(' ', scopes),
    });

    /// <summary>A bearer token for a person, as a local installation prints it.</summary>
    public string ForApi(Guid subject) => Sign(ApiAudience, ApiLifetime, new() { ["sub"] = subject.ToString(), ["jti"] = Guid.CreateVersion7().ToString() });

    /// <summary>A bearer token for an API client, with the claims of RFC 9068.</summary>
    public string ForClient(Guid client, IReadOnlyList<string> scopes) => Sign(ApiAudience, ClientLifetime, new()
    {
        ["sub"] = client.ToString(),
        ["client_id"] = client.ToString(),
        ["scope"] = string.Join(' ', scopes),
        ["jti"] = Guid.CreateVersion7().ToString(),
    });

    /// <summary>What a bearer token states; null when it is not one of ours or has expired.</summary>
    public async Task<HeldBearer?> Read(string bearer)
    {
        var result = await Handler.ValidateTokenAsync(bearer, new()
        {
            ValidIssuers = [Authentication.Issuer, ApiIssuer],
            ValidAudience = ApiAudience,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = keys.Published,
            LifetimeValidator = (from, to, _, _) => from <= time.GetUtcNow().UtcDateTime + Skew && to > time.GetUtcNow().UtcDateTime,
        });
        if (!result.IsValid || !Guid.TryParse(Claim("sub"), out var subject))
            return null;
        return new(subject, Claim("client_id") == subject.ToString(), (Claim("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), result.SecurityToken.ValidTo);

        string? Claim(string name) => result.Claims.TryGetValue(name, out var value) ? value as string : null;
    }

    private string Sign(string audience, TimeSpan lifetime, Dictionary<string, object> claims)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = audience == ApiAudience ? "at+jwt" : "JWT",
            Issuer = audience == ApiAudience ? ApiIssuer : Authentication.Issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = claims,
            SigningCredentials = keys.Current,
        });
    }
}
