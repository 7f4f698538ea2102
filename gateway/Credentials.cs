using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Charter.Gateway;

/// <summary>The credential of a request: a bearer token of an API client, or the session cookie of a browser.</summary>
internal sealed class Credentials(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, TokenExchange tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "credential";
    public const string Cookie = "charter-session";
    private const int SecretLength = 43;   // 256 bits as base64url
    private const int LongestBearer = 4000;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A bearer token is sent on purpose and by a program, a cookie by habit of the browser: with both, the token decides, also when
        // it is not valid, so that nobody acts as somebody else than they meant.
        if (Request.Headers.Authorization is { Count: > 0 } authorization)
            return authorization is [{ } value] && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && value.Length <= LongestBearer
                && await tokens.For("bearer", value["Bearer ".Length..].Trim()) is { } granted
                ? Success(granted)
                : AuthenticateResult.Fail("The bearer token is not valid.");

        if (Request.Cookies[Cookie] is not { } secret)
            return AuthenticateResult.NoResult();
        if (secret.Length == SecretLength && await tokens.For("session", secret) is { } session)
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

    private AuthenticateResult Success(Grant grant)
    {
        Context.Features.Set(grant);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new("sub", grant.Subject.ToString())], Scheme.Name)), Scheme.Name));
    }

    private Task DeleteCookie()
    {
        // Somebody who signs in with a stale cookie gets a new one in this very answer.
        if (!Response.Headers.SetCookie.Any(c => c?.StartsWith(Cookie + "=", StringComparison.Ordinal) == true))
            Response.Cookies.Delete(Cookie, new() { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps });
        return Task.CompletedTask;
    }
}
