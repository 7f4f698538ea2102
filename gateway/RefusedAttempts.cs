using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Threading.Channels;
using Charter.Contracts;
using Charter.ServiceDefaults;
using MassTransit;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Charter.Gateway;

/// <summary>
/// Tells the audit trail of every attempt that was refused: 401, 403 and 429 on any method, and any 4xx where something was to be changed. The first
/// of a kind is told at once and those that follow within a minute are counted, so that a flood costs little; in a great flood those of many
/// people are counted together. While the broker is away some wait here, and the rest is dropped and counted. No request waits for any of this.
/// </summary>
internal sealed class RefusedAttempts : BackgroundService
{
    private static readonly TimeSpan TellWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly Counter<long> Dropped = Telemetry.Meter.CreateCounter<long>("charter.audit.dropped", "{attempt}", "Refused attempts that the audit trail will never know, because the broker was away too long");

    private readonly IBus _bus;
    private readonly TimeProvider _time;
    private readonly ILogger<RefusedAttempts> _log;
    private readonly FrozenSet<string> _words;
    private readonly TimeSpan _countedFor;
    private readonly int _mostKinds;
    private readonly Dictionary<Kind, Counted> _counted = [];
    private readonly Channel<(Guid Id, AttemptRefused Attempt)> _waiting;

    /// <summary>Attempts that are told as one.</summary>
    private readonly record struct Kind(string Who, string Method, string Route, int Status, string Code, string Things);

    private sealed class Counted
    {
        public required AttemptRefused First { get; init; }
        public required DateTimeOffset Until { get; init; }
        public int More { get; set; }
        public DateTimeOffset At { get; set; }
        public string? TraceId { get; set; }
    }

    public RefusedAttempts(IBus bus, TimeProvider time, IConfiguration configuration, ILogger<RefusedAttempts> log)
    {
        (_bus, _time, _log) = (bus, time, log);
        _words = configuration.GetSection("ReverseProxy:Routes").GetChildren().SelectMany(route => route["Match:Path"]!.Split('/'))
            .Where(word => word.Length > 0 && !word.Contains('{')).Append("sign-in").ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _countedFor = configuration.GetValue("Limits:RefusalsCountedFor", TimeSpan.FromMinutes(1));
        _mostKinds = configuration.GetValue("Limits:RefusalsOfKinds", 600);
        _waiting = Channel.CreateBounded<(Guid, AttemptRefused)>(new BoundedChannelOptions(configuration.GetValue("Limits:RefusalsWaiting", 500)) { SingleReader = true });
    }

    /// <summary>Looks at every answer on its way out, and takes out what only the gateway is to know.</summary>
    public Task Notice(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            var told = http.Response.Headers[Audit.RefusalHeader].ToString();
            http.Response.Headers.Remove(Audit.RefusalHeader);
            // A page that sends somebody to sign in first has refused, too, but its status does not say so.
            var refusal = told.Length > 0 ? QueryHelpers.ParseQuery(told) : [];
            var status = int.TryParse(refusal.GetValueOrDefault("status"), NumberStyles.None, CultureInfo.InvariantCulture, out var stated) ? stated : http.Response.StatusCode;
            var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method);
            if (!refusal.ContainsKey("kept") && (status is 401 or 403 or 429 || (status is >= 400 and < 500 && !reads)))
                Note(http, status, refusal.GetValueOrDefault("code"), refusal.GetValueOrDefault("route"), refusal.GetValueOrDefault("action"));
            return Task.CompletedTask;
        });
        return next(http);
    }

    private void Note(HttpContext http, int status, string? code, string? route, string? action)
    {
        if (route?.Contains("{**", StringComparison.Ordinal) == true)
            route = null;   // our own, which says only to which host it would have gone
        var things = ThingsIn(http.Request.Path, route);
        var grant = http.Features.Get<Grant>();
        var token = grant is null ? null : new JsonWebToken(grant.Token);
        var client = IdIn(token, "client_id");
        var attempt = new AttemptRefused(
            client is not null ? ActorKinds.Client : grant is not null ? ActorKinds.Person : ActorKinds.Nobody, grant?.Subject, client, IdIn(token, "acting_for"),
            things.FirstOrDefault(t => t.Kind == "organisation")?.Id, http.Request.Method.ToUpperInvariant(), route ?? PatternOf(http.Request.Path), action,
            things, status, code ?? $"status-{status}", 1, Activity.Current?.TraceId.ToHexString(), _time.GetUtcNow());
        lock (_counted)
        {
            var kind = new Kind(grant?.Subject.ToString() ?? Limits.AddressOf(http), attempt.Method, attempt.Route, status, attempt.Code, string.Join(' ', things.Select(t => t.Id)));
            if (_counted.Count >= _mostKinds && !_counted.ContainsKey(kind))
            {
                kind = kind with { Who = "", Things = "" };
                attempt = attempt with { ActorKind = ActorKinds.Nobody, Actor = null, Client = null, ActingFor = null, OrganisationId = null, ActedOn = [] };
            }
            if (_counted.TryGetValue(kind, out var counted))
            {
                counted.More++;
                counted.At = attempt.OccurredAt;
                counted.TraceId ??= attempt.TraceId;
                return;
            }
            _counted[kind] = new() { First = attempt, Until = attempt.OccurredAt + _countedFor };
        }
        Tell(attempt);
    }

    private void Tell(AttemptRefused attempt)
    {
        if (!_waiting.Writer.TryWrite((Guid.CreateVersion7(attempt.OccurredAt), attempt)))
            Dropped.Add(attempt.Count);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Dropped.Add(0);   // so that the first one is seen as a rise
        return Task.WhenAll(Publish(stoppingToken), CloseCounts(stoppingToken));
    }

    private async Task CloseCounts(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stop))
            Close(_time.GetUtcNow());
    }

    private void Close(DateTimeOffset now)
    {
        List<Counted> over = [];
        lock (_counted)
            foreach (var (kind, counted) in _counted.Where(c => c.Value.Until <= now).ToList())
            {
                _counted.Remove(kind);
                over.Add(counted);
            }
        foreach (var counted in over.Where(c => c.More > 0))
            Tell(counted.First with { Count = counted.More, OccurredAt = counted.At, TraceId = counted.TraceId });
    }

    private async Task Publish(CancellationToken stop)
    {
        try
        {
            await foreach (var (id, attempt) in _waiting.Reader.ReadAllAsync(stop))
                while (!await IsTold(id, attempt, stop))
                    await Task.Delay(Pause, stop);
        }
        catch (OperationCanceledException)
        {
            Close(DateTimeOffset.MaxValue);
            while (_waiting.Reader.TryRead(out var left) && await IsTold(left.Id, left.Attempt, CancellationToken.None)) { }
        }
    }

    private async Task<bool> IsTold(Guid id, AttemptRefused attempt, CancellationToken stop)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(TellWithin);
            using var quiet = OpenTelemetry.SuppressInstrumentationScope.Begin();
            await _bus.Publish(attempt, context => context.MessageId = id, limit.Token).WaitAsync(limit.Token);
            return true;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            _log.LogWarning("A refused attempt is not on the bus yet: {Reason}", e.Message);
            return false;
        }
    }

    /// <summary>The ids in an address: by their names where the route is known, else as things of no known kind.</summary>
    private static ActedOn[] ThingsIn(PathString path, string? route)
    {
        var values = new RouteValueDictionary();
        if (route is not null && new TemplateMatcher(TemplateParser.Parse(route), []).TryMatch(path, values))
            return [.. values.Where(v => v.Key.EndsWith("id", StringComparison.OrdinalIgnoreCase) && Guid.TryParse(v.Value as string, out _))
                .Select(v => new ActedOn(v.Key.Length > 2 ? v.Key[..^2] : "thing", Guid.Parse((string)v.Value!)))];
        return [.. (path.Value ?? "").Split('/').Where(part => Guid.TryParse(part, out _)).Take(5).Select(part => new ActedOn("thing", Guid.Parse(part)))];
    }

    /// <summary>Of an address that reached no host only the words that are ours: people type anything.</summary>
    private string PatternOf(PathString path) => string.Concat((path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Take(8)
        .Select(part => "/" + (_words.Contains(part) ? part.ToLowerInvariant() : Guid.TryParse(part, out _) ? "{id}" : "*"))) is { Length: > 0 } pattern ? pattern : "/";

    private static Guid? IdIn(JsonWebToken? token, string claim) =>
        token is not null && token.TryGetPayloadValue<string>(claim, out var text) && Guid.TryParse(text, out var id) ? id : null;
}
