using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Charter.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs over OTLP/HTTP to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, when it is set. The providers are built by hand because
/// OpenTelemetry's hosting package is not to be had where the project is built.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the product's own activity source and meter.</summary>
    public const string Name = "Charter";

    /// <summary>Spans of our own: the outbox relay.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Instruments of our own.</summary>
    public static Meter Meter { get; } = new(Name);

    internal static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        builder.Logging.ClearProviders().AddConsole(o => o.FormatterName = LogLine.Format).AddConsoleFormatter<LogLine, ConsoleFormatterOptions>()
            .AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("MassTransit", LogLevel.Warning).AddFilter("Yarp", LogLevel.Warning)
            .AddFilter("Npgsql", LogLevel.Warning)
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);   // its errors quote what was stored; ours do not
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 } endpoint)
            return;

        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        var resource = ResourceBuilder.CreateDefault().AddService(service, serviceNamespace: "charter", serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}");
        void Otlp(OtlpExporterOptions o, string signal)
        {
            o.Protocol = OtlpExportProtocol.HttpProtobuf;
            o.TimeoutMilliseconds = 2000;   // a host that is told to stop waits for the last of it
            o.Endpoint = new Uri(endpoint.TrimEnd('/') + signal);
        }

        builder.Logging.AddOpenTelemetry(o =>
        {
            o.SetResourceBuilder(resource);
            o.IncludeFormattedMessage = true;
            o.AddOtlpExporter(e => Otlp(e, "/v1/logs"));
        });
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", "System.Net.Http", "MassTransit", "Npgsql", "Yarp.ReverseProxy", Name)
            .AddProcessor(new WithoutAddresses())
            .AddOtlpExporter(e => { Otlp(e, "/v1/traces"); e.BatchExportProcessorOptions.ScheduledDelayMilliseconds = 1000; }).Build());
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter("Microsoft.AspNetCore.*", "System.Net.*", "System.Runtime", "Npgsql", "MassTransit", "Yarp.ReverseProxy", Name)
            .AddOtlpExporter((e, r) => { Otlp(e, "/v1/metrics"); r.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = 15_000; }).Build());
    }

    /// <summary>
    /// Makes the providers, before anything is counted; the container disposes, and so flushes, them. Server spans of ASP.NET Core 10 carry
    /// neither the route nor the status; this adds them.
    /// </summary>
    public static void UseTelemetry(this WebApplication app)
    {
        _ = (app.Services.GetService<TracerProvider>(), app.Services.GetService<MeterProvider>());
        app.Use(AddRouteTags);
    }

    private static async Task AddRouteTags(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        finally
        {
            if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
            {
                activity.SetTag("http.response.status_code", http.Response.StatusCode);
                if (((http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint) as RouteEndpoint)?.RoutePattern.RawText is { } route)
                {
                    activity.SetTag("http.route", route);
                    activity.DisplayName = $"{http.Request.Method} {route}";
                }
                if (http.Response.StatusCode >= 500)
                    activity.SetStatus(ActivityStatusCode.Error);
            }
        }
    }

    /// <summary>An address as somebody typed it may hold anything. The route, which stays, holds nothing of a person.</summary>
    private sealed class WithoutAddresses : BaseProcessor<Activity>
    {
        private static readonly string[] Dropped = ["url.path", "url.full", "url.query", "user_agent.original"];

        public override void OnEnd(Activity activity)
        {
            foreach (var tag in Dropped)
                activity.SetTag(tag, null);
        }
    }

    /// <summary>
    /// A log line: one JSON object with the trace that <c>./charter logs</c> and the store of traces can be searched for. The framework's JSON
    /// has the trace only together with its other scopes, and those hold addresses as they were typed.
    /// </summary>
    private sealed class LogLine() : ConsoleFormatter(Format)
    {
        public const string Format = "line";

        public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
        {
            var line = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(line, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                json.WriteString("time", DateTimeOffset.UtcNow);
                json.WriteString("level", entry.LogLevel.ToString());
                if (Activity.Current is { } activity)
                    json.WriteString("trace", activity.TraceId.ToHexString());
                json.WriteString("source", entry.Category);
                json.WriteString("message", entry.Formatter(entry.State, entry.Exception));
                if (entry.Exception is { } exception)
                    json.WriteString("exception", exception.ToString());
                json.WriteEndObject();
            }
            textWriter.WriteLine(Encoding.UTF8.GetString(line.WrittenSpan));
        }
    }
}
