using System.Security.Claims;
using System.Text.Encodings.Web;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Model;

namespace Charter.Gateway;

/// <summary>The credential of a request: a bearer token of an API client, or the session cookie of a browser.</summary>
internal sealed class Credentials(
    IOptionsMonitor<Credentials.Settings> options, ILoggerFactory log, UrlEncoder encoder, TokenExchange tokens)
    : AuthenticationHandler<Credentials.Settings>(options, log, encoder)
{
    /// <summary>The session's cookie, as <see cref="CookieNames"/> has it.</summary>
    internal sealed class Settings : AuthenticationSchemeOptions
    {
        public string Cookie { get; set; } = "";
        public bool IsSecure { get; set; }
    }

    public const string SchemeName = "credential";
    private const int SecretLength = 43;   // 256 bits as base64url
    private const int LongestBearer = 4000;

    /// <summary>Whether the host behind the route checks the Authorization header itself, as the token endpoint does.</summary>
    public static bool ArePassedOn(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.Metadata?.ContainsKey("PassesAuthorization") == true;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ArePassedOn(Context))
            return AuthenticateResult.NoResult();
        // A bearer token is sent on purpose and by a program, a cookie by habit of the browser: with both, the token decides, also when
        // it is not valid, so that nobody acts as somebody else than they meant.
        if (Request.Headers.Authorization is { Count: > 0 } authorization)
            return authorization is [{ } value] && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && value.Length <= LongestBearer
                && value["Bearer ".Length..].Trim() is var bearer && LooksLikeToken(bearer)
                && await tokens.For("bearer", bearer, Limits.AddressOf(Context)) is { } granted
                ? Success(granted)
                : AuthenticateResult.Fail("The bearer token is not valid.");

        if (Request.Cookies[Options.Cookie] is not { } secret)
            return AuthenticateResult.NoResult();
        if (secret.Length == SecretLength && await tokens.For("session", secret, Limits.AddressOf(Context)) is { } session)
            return Success(session);
        Response.OnStarting(DeleteCookie);
        return AuthenticateResult.NoResult();
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count > 0 ? "Bearer error=\"invalid_token\"" : "Bearer";
        return Task.CompletedTask;
    }

    /// <summary>Where nobody need sign in, a bearer token that is not valid is refused all the same: its sender believes to be somebody.</summary>
    public static async Task RefuseInvalid(HttpContext http, RequestDelegate next)
    {
        if ((await http.AuthenticateAsync()).Failure is null)
            await next(http);
        else
            await http.ChallengeAsync();
    }

    // Three parts of base64url (RFC 7515, section 7.1); identity need not be asked about anything else.
    private static bool LooksLikeToken(string bearer) => bearer.Count(c => c == '.') == 2 && bearer.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private AuthenticateResult Success(Grant grant)
    {
        Context.Features.Set(grant);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new("sub", grant.Subject.ToString())], Scheme.Name)), Scheme.Name));
    }

    private Task DeleteCookie()
    {
        // Somebody who signs in with a stale cookie gets a new one in this very answer.
        if (!Response.Headers.SetCookie.Any(c => c?.StartsWith(Options.Cookie + "=", StringComparison.Ordinal) == true))
            Response.Cookies.Delete(Options.Cookie, new() { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Options.IsSecure });
        return Task.CompletedTask;
    }
}
