namespace Charter.Gateway;

/// <summary>Headers of every answer. A host that sets one of them itself, because it knows better for that answer, keeps it.</summary>
internal static class SecurityHeaders
{
    private static readonly (string Name, string Value)[] Always =
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
            + "form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
            + "magnetometer=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),   // for browsers that do not know frame-ancestors
    ];

    public static Task Add(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.Remove("Server");   // of a host behind: nobody's business
            foreach (var (name, value) in Always)
                headers.TryAdd(name, value);
            // On one's own machine other programs use the name too, without TLS.
            if (http.Request.IsHttps && !IsLoopback(http.Request.Host.Host))
                headers.TryAdd("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
            if (http.Features.Get<Grant>() is not null)
                headers.TryAdd("Cache-Control", "no-store");   // made for one person
            return Task.CompletedTask;
        });
        return next(http);
    }

    private static bool IsLoopback(string host) => host is "localhost" or "[::1]" || host.StartsWith("127.", StringComparison.Ordinal);
}
