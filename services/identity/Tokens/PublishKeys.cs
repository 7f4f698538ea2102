using Charter.ServiceDefaults;
using Microsoft.IdentityModel.Tokens;

namespace Charter.Identity.Tokens;

/// <summary>
/// What there is to know about the tokens: for API clients the authorization server's metadata (RFC 8414), for services the document that they look for
/// (OpenID Connect Discovery 1.0, as far as it applies: nobody signs in with OpenID Connect, so it is not shown outside), and the public keys (RFC 7517).
/// </summary>
internal static class PublishKeys
{
    private const string Address = "/identity/.well-known";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/oauth-authorization-server", (HttpContext http, IConfiguration configuration, TokenIssuer tokens) => TypedResults.Ok(new Dictionary<string, object>
        {
            ["issuer"] = tokens.ApiIssuer,
            ["token_endpoint"] = Base(http, configuration) + "/identity/token",
            ["jwks_uri"] = Base(http, configuration) + Address + "/jwks.json",
            ["scopes_supported"] = Scopes.All,
            ["response_types_supported"] = Array.Empty<string>(),
            ["grant_types_supported"] = new[] { "client_credentials" },
            ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_basic", "client_secret_post" },
            ["service_documentation"] = Base(http, configuration) + "/api",
        })).AllowEveryone().WithSummary("How programs get tokens");

        routes.MapGet("/.well-known/openid-configuration", (HttpContext http, IConfiguration configuration) => TypedResults.Ok(new Dictionary<string, object>
        {
            ["issuer"] = Authentication.Issuer,
            ["jwks_uri"] = Base(http, configuration) + Address + "/jwks.json",
            ["id_token_signing_alg_values_supported"] = new[] { SecurityAlgorithms.EcdsaSha256 },
            ["response_types_supported"] = Array.Empty<string>(),
            ["subject_types_supported"] = new[] { "public" },
        })).AllowEveryone().WithSummary("Where services find the keys");

        routes.MapGet("/.well-known/jwks.json", (HttpContext http, SigningKeys keys) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=300";   // less than a new key is published before it signs
            return TypedResults.Ok(new { keys = keys.Published.Select(Public) });
        }).AllowEveryone().WithSummary("Public keys");
    }

    // Services ask directly, and get the address at which they asked; who comes through the gateway needs the one people use.
    private static string Base(HttpContext http, IConfiguration configuration) => http.Request.Headers.ContainsKey("X-Forwarded-Host")
        ? configuration["Charter:PublicAddress"]?.TrimEnd('/') ?? ""
        : $"{http.Request.Scheme}://{http.Request.Host}";

    private static object Public(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            use = "sig",
            alg = SecurityAlgorithms.EcdsaSha256,
            kid = key.KeyId,
            x = Base64UrlEncoder.Encode(point.X),
            y = Base64UrlEncoder.Encode(point.Y),
        };
    }
}
