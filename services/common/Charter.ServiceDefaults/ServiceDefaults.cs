using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charter.ServiceDefaults;

/// <summary>What every host gets, in three calls: add, use, map.</summary>
public static class Defaults
{
    /// <summary>Largest JSON body; an endpoint that takes files states its own limit.</summary>
    private const long LargestBody = 1024 * 1024;

    /// <summary>Where a container platform puts secrets: a file each, named like the setting with <c>__</c> for <c>:</c>.</summary>
    public const string SecretFiles = "/run/secrets";

    /// <summary>Secrets from files, telemetry, health, errors, tokens, JSON rules and the API document.</summary>
    public static void AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.Configuration.AddKeyPerFile(SecretFiles, optional: true);
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.AddTelemetry(service);
        builder.AddTokenAuthentication();
        builder.Services.AddErrors();
        builder.Services.AddHealthChecks();
        builder.Services.AddApiDocument(service);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.RespectNullableAnnotations = true;
            o.SerializerOptions.RespectRequiredConstructorParameters = true;
            o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
    }

    /// <summary>The pipeline, outermost first. Authorisation stands before routing's 404, 405 and 415, so that strangers learn nothing.</summary>
    /// <param name="readsBodies">False for a host that only passes bodies on; they are then not buffered.</param>
    public static void UseServiceDefaults(this WebApplication app, bool readsBodies = true)
    {
        app.UseTelemetry();
        app.UseRefusalHeader();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use((http, next) =>
        {
            if (readsBodies && IsText(http.Request))
                http.Request.EnableBuffering();   // read again to explain a bad body, and for idempotency keys
            return next(http);
        });
        if (readsBodies)
            app.Use(AnswerHead);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use((http, next) => readsBodies && IsText(http.Request) && http.Request.GetTypedHeaders().ContentType?.Charset is { HasValue: true } charset
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                ? throw new BadHttpRequestException("Text is UTF-8, as JSON always is (RFC 8259, section 8.1).", StatusCodes.Status415UnsupportedMediaType)
                : next(http));
        app.MapHealth();
    }

    private static bool IsText(HttpRequest request) => request.HasJsonContentType() || request.ContentType?.StartsWith("text/", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>HEAD is GET without the body (RFC 9110, section 9.3.2); endpoints are mapped for GET only.</summary>
    private static async Task AnswerHead(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }
        var body = http.Response.Body;
        http.Request.Method = HttpMethods.Get;
        http.Response.Body = Stream.Null;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
            http.Response.Body = body;
        }
    }

    /// <summary>The group under which a service maps its slices: <c>/api</c>, with request rules and idempotency keys; and its API document.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app)
    {
        app.MapApiDocument();
        var api = app.MapGroup("/api");
        api.WithRequestRules();
        api.AddEndpointFilter(Idempotency.Filter);
        return api;
    }

    /// <summary>Request rules for endpoints outside <c>/api</c>.</summary>
    public static RouteGroupBuilder WithRequestRules(this RouteGroupBuilder group)
    {
        group.AddEndpointFilterFactory(RequestRules.Filter);
        return group;
    }
}
