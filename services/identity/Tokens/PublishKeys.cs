using Charter.ServiceDefaults;
using Microsoft.IdentityModel.Tokens;

namespace Charter.Identity.Tokens;

/// <summary>Where services and API clients find the public keys (OpenID Connect Discovery 1.0, as far as it applies; RFC 7517).</summary>
internal static class PublishKeys
{
    private const string Address = "/identity/.well-known";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/openid-configuration", (HttpContext http, IConfiguration configuration) => TypedResults.Ok(new Dictionary<string, object>
        {
            ["issuer"] = Authentication.Issuer,
            ["jwks_uri"] = Base(http, configuration) + Address + "/jwks.json",
            ["id_token_signing_alg_values_supported"] = new[] { SecurityAlgorithms.EcdsaSha256 },
            ["response_types_supported"] = Array.Empty<string>(),
            ["subject_types_supported"] = new[] { "public" },
        })).AllowEveryone();

        routes.MapGet("/.well-known/jwks.json", (SigningKeys keys) => TypedResults.Ok(new { keys = keys.Published.Select(Public) })).AllowEveryone();
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
