using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization;
using Charter.Identity.Sessions;
using Charter.Identity.Tokens;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charter.Identity.Clients;

/// <summary>
/// The token endpoint: a client proves itself with its secret and gets a bearer token (RFC 6749, sections 2.3.1, 4.4 and 5). Reachable from
/// outside. Neither the answer nor its time tells whether there is such a client.
/// </summary>
internal static class IssueToken
{
    private static readonly Counter<long> Tokens = Telemetry.Meter.CreateCounter<long>("charter.client_tokens", "{request}", "Requests of API clients for a token, by outcome: issued, refused, throttled, malformed");
    private const long LargestForm = 16 * 1024;
    private const int LongestSecret = 100;

    /// <param name="ExpiresIn">Seconds.</param>
    internal sealed record Answer(
        [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")] int ExpiresIn, [property: JsonPropertyName("scope")] string Scope);

    internal sealed record Error([property: JsonPropertyName("error")] string Code, [property: JsonPropertyName("error_description")] string Description);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/token", Handle)
        .AllowEveryone().WithSummary("Get a token for a program").WithMetadata(new RequestSizeLimitAttribute(LargestForm));

    private static async Task<IResult> Handle(HttpContext http, IdentityDb db, TokenIssuer tokens, Throttle throttle, TimeProvider time, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        if (await Form(http.Request, cancel) is not { } form || form.Any(field => field.Value.Count > 1))
            return Malformed("invalid_request", "Send the parameters as application/x-www-form-urlencoded, each of them once.");
        var isBasic = http.Request.Headers.Authorization.Count > 0;
        if ((isBasic ? Basic(http.Request) : ((string?)form["client_id"], (string?)form["client_secret"])) is not ({ Length: > 0 } id, { Length: > 0 } secret))
            return isBasic ? Refused(http, isBasic) : Malformed("invalid_request", "Send client_id and client_secret, in the Authorization header (Basic) or as parameters.");
        if (isBasic && (form.ContainsKey("client_secret") || (form.ContainsKey("client_id") && form["client_id"] != id)))
            return Malformed("invalid_request", "Send client_id and client_secret in one way only.");

        var now = time.GetUtcNow();
        var address = Throttle.AddressOf(http);
        var here = Throttle.Key("client-token", id, address);
        if (await throttle.Attempt([new(here, Free: 10, Longest: TimeSpan.FromMinutes(1)), new(Throttle.Key("client-token-from", address), Free: 300, Longest: TimeSpan.FromSeconds(10))], cancel) is { } wait)
        {
            Count("throttled");
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Json(new Error("temporarily_unavailable", "There were too many attempts. Keep a token for as long as it is good, and try again later."), StatusCodes.Status429TooManyRequests);
        }
        var isId = Guid.TryParse(id, out var clientId);
        var client = await db.ApiClients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == clientId, cancel);
        if (!ApiClient.Knows(client, secret.Length <= LongestSecret ? secret : "", now) || !isId || !client!.IsAlive(now))
            return Refused(http, isBasic);
        await throttle.Succeeded(here, cancel);

        if ((string?)form["grant_type"] is not { Length: > 0 } grant)
            return Malformed("invalid_request", "Send grant_type=client_credentials.");
        if (grant != "client_credentials")
            return Malformed("unsupported_grant_type", "Only client_credentials is supported.");
        string[] scopes = (string?)form["scope"] is { Length: > 0 } asked ? [.. asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()] : client.Scopes;
        if (scopes.Length == 0 || scopes.Except(client.Scopes).Any())
            return Malformed("invalid_scope", $"This client has the scopes {string.Join(", ", client.Scopes)}.");
        Count("issued");
        return Json(new Answer(tokens.ForClient(client.Id, scopes), "Bearer", (int)TokenIssuer.ClientLifetime.TotalSeconds, string.Join(' ', scopes)), StatusCodes.Status200OK);
    }

    private static async Task<IFormCollection?> Form(HttpRequest request, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !string.Equals(type.MediaType, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return await request.ReadFormAsync(cancel);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Both parts are form-encoded before they are put together (section 2.3.1).
    private static (string?, string?) Basic(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
            return default;
        var decoded = new byte[header.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(header.Parameter ?? "", decoded, out var length) || Encoding.UTF8.GetString(decoded, 0, length).Split(':', 2) is not [var id, var secret])
            return default;
        return (Uri.UnescapeDataString(id.Replace('+', ' ')), Uri.UnescapeDataString(secret.Replace('+', ' ')));
    }

    private static IResult Refused(HttpContext http, bool isBasic)
    {
        Count("refused");
        if (isBasic)
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"charter\", charset=\"UTF-8\"";
        return Json(new Error("invalid_client", "There is no such client, its secret is wrong, or it has expired or was revoked."), StatusCodes.Status401Unauthorized);
    }

    private static IResult Malformed(string code, string description)
    {
        Count("malformed");
        return Json(new Error(code, description), StatusCodes.Status400BadRequest);
    }

    private static IResult Json<T>(T body, int status) => TypedResults.Json(body, statusCode: status);

    private static void Count(string outcome) => Tokens.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
