using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Charter.Faults.Tests;

/// <summary>
/// What people do, through the gateway: every operation has an idempotency key and is sent until it is acknowledged. Whatever answer nobody
/// should ever get is noted under <see cref="Wrong"/>.
/// </summary>
internal sealed class Workload : IDisposable
{
    /// <summary>Longest that anybody may wait for an answer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan GiveUp = TimeSpan.FromMinutes(3);

    private readonly Stalls _stalls = new();
    private readonly ConcurrentQueue<(long From, long Until, string Request)> _long = [];
    private int _operations;
    private int _requests;
    private long _slowest;
    private string _slowestWas = "";

    /// <summary>Operation → what was acknowledged: the id of what it made, and the mark by which its row is found.</summary>
    public ConcurrentBag<(string Kind, Guid Id, string Mark)> Acknowledged { get; } = [];

    /// <summary>Answers that must not happen.</summary>
    public ConcurrentQueue<string> Wrong { get; } = [];

    /// <summary>Requests that waited longer than anybody may, without the time in which the machine itself stood still.</summary>
    public IEnumerable<string> Hung() => from r in _long
                                         let took = Stopwatch.GetElapsedTime(r.From, r.Until) - _stalls.Between(r.From, r.Until)
                                         where took > Longest
                                         select $"hung for {took.TotalSeconds:0.0} s: {r.Request}";

    public void Dispose() => _stalls.Dispose();

    /// <summary>Status → how many answers; 0 = the connection ended without one.</summary>
    public ConcurrentDictionary<int, int> Answers { get; } = [];

    public int Operations => _operations;
    public int Requests => _requests;
    public (TimeSpan Time, string Request) Slowest => (TimeSpan.FromTicks(_slowest), _slowestWas);

    /// <summary>Sends until it is acknowledged with the status expected, and remembers that it was.</summary>
    /// <param name="mark">Text that only this operation wrote.</param>
    /// <param name="isNotYet">Code of a refusal that only says that another service has not heard yet.</param>
    public async Task<JsonElement> Do(string kind, HttpClient client, string path, Func<HttpContent> body, string mark = "", HttpStatusCode expected = HttpStatusCode.Created, string? isNotYet = null)
    {
        var key = Guid.NewGuid().ToString();
        var answer = await Send(client, HttpMethod.Post, path, body, key, expected, refusal => refusal.Code == isNotYet);
        Acknowledged.Add((kind, answer.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetGuid() : Guid.Empty, mark));
        Interlocked.Increment(ref _operations);
        return answer;
    }

    public Task<JsonElement> Do(string kind, HttpClient client, string path, object body, string mark = "", HttpStatusCode expected = HttpStatusCode.Created, string? isNotYet = null) =>
        Do(kind, client, path, () => JsonContent.Create(body), mark, expected, isNotYet);

    /// <summary>Reads until it is served and the answer is what is waited for.</summary>
    public async Task<JsonElement> Read(HttpClient client, string path, Func<JsonElement, bool>? until = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = await Send(client, HttpMethod.Get, path, null, null, HttpStatusCode.OK, refusal => refusal.Status == HttpStatusCode.NotFound);
            if (until is null || until(answer))
                return answer;
            if (clock.Elapsed > GiveUp)
                throw new TimeoutException($"GET {path} did not become what was waited for: {answer}");
            await Task.Delay(200);
        }
    }

    private async Task<JsonElement> Send(HttpClient client, HttpMethod method, string path, Func<HttpContent>? body, string? key, HttpStatusCode expected, Func<(HttpStatusCode Status, string? Code), bool> isNotYet)
    {
        var last = "";
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < GiveUp;)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body?.Invoke() };
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            var started = Stopwatch.GetTimestamp();
            try
            {
                Interlocked.Increment(ref _requests);
                using var response = await client.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                Note(method, path, started, (int)response.StatusCode);
                if (response.StatusCode == expected)
                    return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
                last = $"{method} {path} answered {(int)response.StatusCode}: {text}";
                if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
                {
                    if (response.Headers.RetryAfter is null)
                        Wrong.Enqueue($"without Retry-After: {last}");
                }
                else if (!isNotYet((response.StatusCode, CodeOf(text))))
                {
                    Wrong.Enqueue(last);
                    throw new InvalidOperationException(last);
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                last = $"{method} {path}: {e.Message}";
                Note(method, path, started, 0);
            }
            await Task.Delay(300);   // sooner than the answer asks for, to have more happen
        }
        Wrong.Enqueue($"never served: {last}");
        throw new TimeoutException(last);
    }

    private static string? CodeOf(string answer)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(answer).Text("code");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Note(HttpMethod method, string path, long started, int status)
    {
        var ended = Stopwatch.GetTimestamp();
        var took = Stopwatch.GetElapsedTime(started, ended);
        Answers.AddOrUpdate(status, 1, (_, times) => times + 1);
        if (took > Longest)
            _long.Enqueue((started, ended, $"{method} {path} ({status})"));
        lock (Answers)
        {
            if (took.Ticks > _slowest)
                (_slowest, _slowestWas) = (took.Ticks, $"{method} {path} ({status})");
        }
    }
}
