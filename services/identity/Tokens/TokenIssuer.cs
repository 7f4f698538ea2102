using Charter.ServiceDefaults;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Charter.Identity.Tokens;

/// <summary>
/// Signs the two sorts of tokens. What an API client holds names only its subject and is good only at the gateway; what the services accept
/// states the person's current roles and lives for two minutes. The audience keeps one from being used as the other.
/// </summary>
internal sealed class TokenIssuer(SigningKeys keys, TimeProvider time)
{
    /// <summary>Audience of the bearer tokens that API clients send to the gateway.</summary>
    public const string ApiAudience = "charter-api";
    public static readonly TimeSpan InternalLifetime = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan ApiLifetime = TimeSpan.FromHours(12);
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A token for the services.</summary>
    public string ForServices(Guid subject, string name, string email, IReadOnlyList<string> roles, IReadOnlyList<string> memberships, Guid? session, bool needsSecondFactor = false)
    {
        var claims = new Dictionary<string, object> { ["sub"] = subject.ToString(), ["name"] = name, ["email"] = email, ["role"] = roles, ["member"] = memberships };
        if (session is { } id)
            claims["sid"] = id.ToString();
        if (needsSecondFactor)
            claims["second_factor"] = "needed";
        return Sign(Authentication.Audience, InternalLifetime, claims);
    }

    /// <summary>A bearer token for an API client.</summary>
    public string ForApi(Guid subject) => Sign(ApiAudience, ApiLifetime, new() { ["sub"] = subject.ToString(), ["jti"] = Guid.CreateVersion7().ToString() });

    /// <summary>The subject of an API client's token; null when it is not one of ours or has expired.</summary>
    public async Task<Guid?> SubjectOf(string bearer)
    {
        var result = await Handler.ValidateTokenAsync(bearer, new()
        {
            ValidIssuer = Authentication.Issuer,
            ValidAudience = ApiAudience,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = keys.Published,
            ClockSkew = TimeSpan.FromSeconds(10),
        });
        return result.IsValid && result.Claims.TryGetValue("sub", out var subject) && Guid.TryParse(subject as string, out var id) ? id : null;
    }

    private string Sign(string audience, TimeSpan lifetime, Dictionary<string, object> claims)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authentication.Issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = claims,
            SigningCredentials = keys.Current,
        });
    }
}
