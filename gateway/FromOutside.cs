using System.Collections.Frozen;
using System.Diagnostics;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Http.Features;

namespace Charter.Gateway;

/// <summary>What a client sends and the hosts behind the gateway must not believe.</summary>
internal static class FromOutside
{
    private static readonly FrozenSet<string> NotPassedOn = FrozenSet.ToFrozenSet(
    [
        "Forwarded", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP",
        "X-Host", "X-Original-URL", "X-Original-Host", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "Proxy",
        "traceparent", "tracestate", "baggage", "Request-Id", "Correlation-Context",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes out headers by which a client could claim an address, a host, another method or a trace. The proxy sets its own X-Forwarded ones.</summary>
    public static Task DropHeaders(HttpContext http, RequestDelegate next)
    {
        foreach (var name in http.Request.Headers.Keys.Where(n => NotPassedOn.Contains(n) || n.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)).ToList())
            http.Request.Headers.Remove(name);
        return next(http);
    }

    /// <summary>
    /// Refuses what no browser and no honest program sends: it is meant to be understood in one way here and in another further in. So the path that is
    /// judged is the path that is served, and a body ends where everybody says it ends.
    /// </summary>
    public static Task RefuseAmbiguous(HttpContext http, RequestDelegate next)
    {
        // A tunnel is not opened here, and what was received is not told.
        if (HttpMethods.IsConnect(http.Request.Method) || HttpMethods.IsTrace(http.Request.Method))
            throw new Refusal(405, "method-not-allowed", "This method is not taken anywhere here.");
        if (http.Request.Headers.Remove("X-Content-Length") && http.Request.Headers.TransferEncoding.Count > 0)   // Kestrel's name for the length it did not believe
            throw new Refusal(400, "ambiguous-length", "Send either Content-Length or Transfer-Encoding.");
        if (IsAmbiguous(PathOf(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)))
            throw new Refusal(400, "ambiguous-address", "This address has parts that can be read in two ways: empty or dotted segments, or encoded slashes.");
        return next(http);
    }

    // The target may also be a whole address (RFC 9112, section 3.2.2).
    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        if (target.Contains("://", StringComparison.Ordinal) && target[0] != '/')
        {
            target = target[(target.IndexOf("://", StringComparison.Ordinal) + 3)..];
            target = target.IndexOf('/') is >= 0 and var slash ? target[slash..] : "/";
        }
        return target.IndexOf('?') is >= 0 and var query ? target[..query] : target;
    }

    private static bool IsAmbiguous(ReadOnlySpan<char> path)
    {
        if (path.Contains("//", StringComparison.Ordinal) || path.Contains('\\') || path.Contains("%2f", StringComparison.OrdinalIgnoreCase)
            || path.Contains("%5c", StringComparison.OrdinalIgnoreCase) || path.Contains("%00", StringComparison.Ordinal) || path.Contains("%25", StringComparison.Ordinal))
            return true;
        foreach (var segment in path.Split('/'))
            if (path[segment].Length is > 0 and <= 6 && path[segment].ToString().Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..")
                return true;
        return false;
    }

    /// <summary>
    /// Refuses requests for hosts that are not this one, which would go into links and caches. Probes ask by address, and an installation that is
    /// reached as localhost goes by any name.
    /// </summary>
    /// <param name="address">The address that people use.</param>
    public static Func<HttpContext, RequestDelegate, Task> RefuseOtherHosts(string? address)
    {
        var name = Uri.TryCreate(address, UriKind.Absolute, out var ours) && !ours.IsLoopback ? ours.Host : null;
        return (http, next) => name is not null && !http.Request.Path.StartsWithSegments("/health") && !string.Equals(http.Request.Host.Host, name, StringComparison.OrdinalIgnoreCase)
            ? throw new Refusal(421, "misdirected-request", "There is nothing here under this name.")
            : next(http);
    }

    /// <summary>
    /// Refuses what another site makes a browser send. SameSite=Lax keeps the cookie from most of it; this holds where a browser or a
    /// neighbouring subdomain gets round that. Without a cookie, or with a bearer token, there is nothing that another site could abuse.
    /// </summary>
    public static Task RefuseCrossSite(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (isSafe || request.Headers.Authorization.Count > 0 || !request.Cookies.ContainsKey(CookieNames.Session(http.RequestServices.GetRequiredService<IConfiguration>())) || IsSameOrigin(request))
            return next(http);
        throw new Refusal(403, "cross-site-request", "This request came from another site. Open the page here and try again; a program sends a bearer token instead of the cookie.");
    }

    private static bool IsSameOrigin(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => true,
        // Browsers leave it out on plain http other than localhost, and then send Origin.
        "" => IsOurs(request.Headers.Origin.ToString(), request),
        _ => false,
    };

    // Behind a proxy that ends TLS the scheme here is not the one of the address bar; the address people use is.
    private static bool IsOurs(string origin, HttpRequest request) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
        || (request.HttpContext.RequestServices.GetRequiredService<IConfiguration>()["Charter:PublicAddress"] is { Length: > 0 } ours
            && string.Equals(origin, ours.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// A trace begins here: a stranger must not be able to add to our traces, choose their ids or switch their sampling.
    /// Set <c>Telemetry:ContinueTraces</c> where the caller is a proxy of ours.
    /// </summary>
    internal sealed class OwnTraces : DistributedContextPropagator
    {
        private static readonly DistributedContextPropagator Standard = CreateDefaultPropagator();

        public override IReadOnlyCollection<string> Fields => Standard.Fields;

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => Standard.Inject(activity, carrier, setter);

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) => traceId = traceState = null;

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }
}
