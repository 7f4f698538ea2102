using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Charter.EndToEnd.Tests;

/// <summary>A span as far as the tests look at it.</summary>
public sealed record Span(string Service, string TraceId, string SpanId, string ParentId, string Name);

/// <summary>A metric under the name that the collector gives it for Prometheus, with the labels seen so far.</summary>
public sealed record Metric(string Name, string Unit, string Description, HashSet<string> Labels);

/// <summary>Takes OTLP over HTTP and keeps spans and the names of metrics; reads just enough of the protobuf for that. The raw bodies are kept as files.</summary>
public sealed class TraceReceiver(int port) : IAsyncDisposable
{
    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly Lock _writing = new();
    private WebApplication? _app;

    public IReadOnlyList<Span> Of(string traceId) => [.. _spans.Where(s => s.TraceId == traceId)];

    public IReadOnlyList<Span> Named(string name) => [.. _spans.Where(s => s.Name.Contains(name, StringComparison.Ordinal))];

    /// <summary>Which signals have come in, by path.</summary>
    public ConcurrentDictionary<string, int> Signals { get; } = new();

    /// <summary>By the name for Prometheus.</summary>
    public ConcurrentDictionary<string, Metric> Metrics { get; } = new();

    /// <summary>Everything received of this signal.</summary>
    public static string FileOf(string signal) => Path.Combine(Installation.Output, $"otlp-{signal}.bin");

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            Signals.AddOrUpdate(signal, 1, (_, n) => n + 1);
            lock (_writing)
            {
                using var file = new FileStream(FileOf(signal), FileMode.Append, FileAccess.Write, FileShare.Read);
                body.WriteTo(file);
            }
            if (signal == "traces")
                Read(body.ToArray());
            else if (signal == "metrics")
                ReadMetrics(body.ToArray());
        });
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    // ExportTraceServiceRequest.resource_spans = 1; ResourceSpans { resource = 1, scope_spans = 2 }; ScopeSpans.spans = 2;
    // Span { trace_id = 1, span_id = 2, parent_span_id = 4, name = 5 }; Resource.attributes = 1; KeyValue { key = 1, value = 2 { string = 1 } }.
    private void Read(ReadOnlyMemory<byte> request)
    {
        foreach (var (_, resourceSpans) in Fields(request).Where(f => f.Number == 1))
        {
            var parts = Fields(resourceSpans).ToArray();
            var service = parts.Where(p => p.Number == 1).SelectMany(r => Fields(r.Value)).Select(a => Fields(a.Value).ToArray())
                .Where(a => Text(a, 1) == "service.name").Select(a => Text([.. Fields(a.First(f => f.Number == 2).Value)], 1)).FirstOrDefault() ?? "";
            foreach (var span in parts.Where(p => p.Number == 2).SelectMany(s => Fields(s.Value)).Where(f => f.Number == 2).Select(s => Fields(s.Value).ToArray()))
                _spans.Enqueue(new(service, Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5)));
        }
    }

    // ExportMetricsServiceRequest.resource_metrics = 1; ResourceMetrics.scope_metrics = 2; ScopeMetrics.metrics = 2;
    // Metric { name = 1, description = 2, unit = 3, gauge = 5, sum = 7, histogram = 9 }, each with data_points = 1; Sum.is_monotonic = 3;
    // NumberDataPoint.attributes = 7; HistogramDataPoint.attributes = 9.
    private void ReadMetrics(ReadOnlyMemory<byte> request)
    {
        foreach (var (_, metric) in Fields(request).SelectMany(r => Fields(r.Value)).Where(f => f.Number == 2).SelectMany(s => Fields(s.Value)).Where(f => f.Number == 2))
        {
            var fields = Fields(metric).ToArray();
            var data = fields.Single(f => f.Number is 5 or 7 or 9);
            var isCounter = data.Number == 7 && Fields(data.Value).Any(f => f.Number == 3 && f.Value.Span[0] == 1);
            var labels = Fields(data.Value).Where(f => f.Number == 1).SelectMany(p => Fields(p.Value)).Where(a => a.Number == (data.Number == 9 ? 9 : 7))
                .Select(a => Text([.. Fields(a.Value)], 1).Replace('.', '_'));
            var name = NameForPrometheus(Text(fields, 1), Text(fields, 3), isCounter, isGauge: data.Number == 5);
            var known = Metrics.GetOrAdd(name, _ => new(name, Text(fields, 3), Text(fields, 2), []));
            lock (known.Labels)
                known.Labels.UnionWith(labels);
        }
    }

    /// <summary>The rules of the collector's exporter: dots become underscores, units are spelt out, annotations in braces dropped, counters end in _total.</summary>
    internal static string NameForPrometheus(string name, string unit, bool isCounter, bool isGauge)
    {
        var suffix = unit switch
        {
            "s" => "seconds",
            "ms" => "milliseconds",
            "By" => "bytes",
            "1" => isGauge ? "ratio" : "",
            _ => unit.StartsWith('{') ? "" : unit,
        };
        var result = name.Replace('.', '_');
        if (suffix != "" && !result.EndsWith($"_{suffix}", StringComparison.Ordinal))
            result += $"_{suffix}";
        return isCounter && !result.EndsWith("_total", StringComparison.Ordinal) ? $"{result}_total" : result;
    }

    private static string Text((int Number, ReadOnlyMemory<byte> Value)[] fields, int number) =>
        System.Text.Encoding.UTF8.GetString(fields.FirstOrDefault(f => f.Number == number).Value.Span);

    private static string Hex((int Number, ReadOnlyMemory<byte> Value)[] fields, int number) => Convert.ToHexStringLower(fields.FirstOrDefault(f => f.Number == number).Value.Span);

    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Value)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var start = at;
            switch (tag & 7)
            {
                case 0: Varint(message, ref at); break;
                case 1: at += 8; break;
                case 2: var length = (int)Varint(message, ref at); start = at; at += length; break;
                case 5: at += 4; break;
                default: throw new InvalidDataException($"Unknown wire type {tag & 7}.");
            }
            yield return ((int)(tag >> 3), message[start..at]);
        }
    }

    private static ulong Varint(ReadOnlyMemory<byte> message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = message.Span[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
    }
}
