using Charter.Portal.Apis;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Diagnostics;

namespace Charter.Portal.Shell;

/// <summary>Failures end in a page that says what happened and what to do; <c>/error/{status}</c> renders it.</summary>
public static class ErrorPages
{
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
                // what is counted and traced is the page that was asked for, not the one that says sorry
                if (http.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint is { } asked) http.SetEndpoint(asked);
            }
            catch (Exception failure) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
            {
                var status = failure switch
                {
                    ApiRefusal refusal => refusal.Status,
                    Refusal refusal => refusal.Status,
                    BadHttpRequestException bad => bad.StatusCode,
                    InvalidDataException => StatusCodes.Status413PayloadTooLarge,
                    _ => StatusCodes.Status500InternalServerError,
                };
                if (status == StatusCodes.Status500InternalServerError) app.Logger.LogError(failure, "{Method} {Route} failed", http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
                http.Response.Clear();
                http.Response.StatusCode = status;
                if (status == StatusCodes.Status503ServiceUnavailable) http.Response.Headers.RetryAfter = "5";
            }
        });
    }
}

/// <summary>Whoever must be signed in is taken to sign in, and back afterwards.</summary>
public sealed class SignInFirst : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext http, AuthorizationPolicy policy, PolicyAuthorizationResult result)
    {
        if (!result.Challenged) return usual.HandleAsync(next, http, policy, result);
        http.Response.Redirect(Refusals.SignInFirst(http.Request).Url);
        return Task.CompletedTask;
    }
}
