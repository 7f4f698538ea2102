using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Charter.Gateway.Tests;

/// <summary>A host that answers every request with what it was sent.</summary>
internal sealed class Echo(string name) : IAsyncDisposable
{
    private readonly WebApplication _app = Build(name);

    public string Name => name;

    public string Address => _app.Urls.Single();

    public Task Start() => _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(o => o.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.Run(async http =>
        {
            if (http.Request.Path == "/sign-in")
                http.Response.Cookies.Append(GatewayFixture.CookieName, "a-new-one");
            if (http.Request.Path == "/own-headers")
                (http.Response.Headers.ContentSecurityPolicy, http.Response.Headers.CacheControl) = ("sandbox", "public, max-age=60");
            if (http.Request.Query["refuse"].ToString() is { Length: > 0 } refusal)
            {
                http.Response.StatusCode = int.Parse(http.Request.Query["status"].ToString());
                http.Response.Headers["Charter-Refusal"] = refusal;
            }
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            await http.Response.WriteAsJsonAsync(new
            {
                host = name,
                path = http.Request.Path + http.Request.QueryString.ToString(),
                headers = http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString()),
                size = body.Length,
            });
        });
        return app;
    }
}
