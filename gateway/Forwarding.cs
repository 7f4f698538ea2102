using Charter.ServiceDefaults;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Charter.Gateway;

/// <summary>What happens to requests on their way to the hosts, and when a host does not answer.</summary>
internal static class Forwarding
{
    /// <summary>The routes in the settings name clusters; their addresses are those under <c>Services</c>, which every host has.</summary>
    public static IConfigurationSection WithAddresses(ConfigurationManager configuration)
    {
        var proxy = configuration.GetSection("ReverseProxy");
        foreach (var cluster in proxy.GetSection("Clusters").GetChildren())
            configuration[$"{cluster.Path}:Destinations:all:Address"] = configuration[$"Services:{cluster.Key}"]
                ?? throw new InvalidOperationException($"Services:{cluster.Key} is not configured.");
        return proxy;
    }

    /// <summary>Takes out the credential and puts in the token that was granted for it. The portal keeps its other cookies.</summary>
    public static void ReplaceCredential(TransformBuilderContext builder)
    {
        var isPortal = builder.Route.ClusterId == "Portal";
        var session = CookieNames.Session(builder.Services.GetRequiredService<IConfiguration>());
        builder.AddRequestTransform(request =>
        {
            var headers = request.ProxyRequest.Headers;
            headers.Remove("Cookie");
            if (isPortal && CookiesBut(session, request.HttpContext.Request) is { Length: > 0 } cookies)
                headers.TryAddWithoutValidation("Cookie", cookies);
            if (!Credentials.ArePassedOn(request.HttpContext))
                headers.Authorization = request.HttpContext.Features.Get<Grant>() is { } grant ? new("Bearer", grant.Token) : null;
            return ValueTask.CompletedTask;
        });
        builder.AddResponseTransform(response =>
        {
            // The caller changed what the own token states: the very next request is to find it, before the event has come round.
            if (response.HttpContext.Response.Headers.Remove(Authentication.TokenHeader) && response.HttpContext.Features.Get<Grant>() is { } grant)
                response.HttpContext.RequestServices.GetRequiredService<TokenExchange>().Forget(grant.Subject);
            return ValueTask.CompletedTask;
        });
    }

    private static string CookiesBut(string session, HttpRequest request) => string.Join("; ", request.Headers.Cookie
        .SelectMany(header => (header ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Where(cookie => !cookie.StartsWith(session + "=", StringComparison.Ordinal)));

    /// <summary>A host that is down or hangs is one answer for the client, whatever went wrong inside: 503, and when to come back.</summary>
    public static async Task AnswerFailure(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.GetForwarderErrorFeature() is not { } failure || http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
            return;
        http.Response.Clear();
        if (CausedByClient(failure.Exception) is { } bad)
        {
            http.Response.StatusCode = bad.StatusCode;   // for example a body that is too large
            return;
        }
        var route = http.GetReverseProxyFeature().Route.Config;
        http.RequestServices.GetRequiredService<ILogger<Program>>().LogWarning("{Host} did not answer {Method} {Route}: {Error}, {Reason}",
            route.ClusterId, http.Request.Method, route.Match.Path, failure.Error, failure.Exception?.Message);
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = "5";
    }

    private static BadHttpRequestException? CausedByClient(Exception? failure) => failure switch
    {
        null => null,
        BadHttpRequestException bad => bad,
        AggregateException several => several.InnerExceptions.Select(CausedByClient).FirstOrDefault(bad => bad is not null),
        _ => CausedByClient(failure.InnerException),
    };
}
