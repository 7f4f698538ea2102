using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Charter.Portal.Tests;

/// <summary>What the portal asked of a service.</summary>
public sealed record Asked(string Call, string Key, string Authorization, string Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);
}

/// <summary>Somebody with a browser without scripts, and what the services say to them. What nothing was said about does not exist.</summary>
public sealed class Visitor(Uri portal, string address, string? token)
{
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();
    private readonly ConcurrentQueue<Asked> _asked = new();
    private readonly HttpClient _browser = Browser(portal, address, token);

    /// <summary>From now on the services answer the call, such as <c>GET /api/register</c>, so.</summary>
    public Visitor Finds(string call, object answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        _answers[call] = http =>
        {
            http.Response.StatusCode = (int)status;
            return http.Response.WriteAsJsonAsync(answer);
        };
        return this;
    }

    /// <summary>From now on the services do what is asked, and say that the token is no longer true.</summary>
    public Visitor FindsStale(string call)
    {
        _answers[call] = http =>
        {
            http.Response.StatusCode = (int)HttpStatusCode.NoContent;
            http.Response.Headers["Charter-Token"] = "stale";
            return Task.CompletedTask;
        };
        return this;
    }

    /// <summary>From now on the services refuse the call with problem details.</summary>
    public Visitor IsRefused(string call, HttpStatusCode status, string detail, object? errors = null, int? retryAfter = null)
    {
        _answers[call] = http =>
        {
            http.Response.StatusCode = (int)status;
            http.Response.Headers.RetryAfter = retryAfter?.ToString();
            var problem = new { type = "about:blank", title = status.ToString(), status, detail, code = "a-code", traceId = "0", errors };
            return http.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json");
        };
        return this;
    }

    /// <summary>From now on the services refuse the call and name the refusal for the gateway.</summary>
    public Visitor Refuses(string call, HttpStatusCode status, string header)
    {
        _answers[call] = http =>
        {
            http.Response.StatusCode = (int)status;
            http.Response.Headers["Charter-Refusal"] = header;
            return Task.CompletedTask;
        };
        return this;
    }

    /// <summary>From now on the service breaks off, before or after it has begun to answer.</summary>
    public Visitor Loses(string call, bool halfway = false)
    {
        _answers[call] = async http =>
        {
            if (!halfway)
                http.Abort();
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = 1000;   // Kestrel closes the connection when fewer bytes follow
            await http.Response.WriteAsync("{\"items\":[");
        };
        return this;
    }

    public IReadOnlyList<Asked> WasAsked(string call) => [.. _asked.Where(asked => asked.Call == call)];

    /// <summary>Whether the portal asked any service to change anything.</summary>
    public bool WasAskedToChange => _asked.Any(asked => !asked.Call.StartsWith("GET ", StringComparison.Ordinal));

    public Task<Page> Opens(string path) => Read(_browser.GetAsync(path));

    /// <summary>Opens the page of a form, fills it in and presses the button.</summary>
    public async Task<Page> Sends(string path, params (string Name, string Value)[] answers) => await Presses(await Opens(path), path, answers);

    public Task<Page> Presses(Page form, string path, params (string Name, string Value)[] answers) =>
        Posts(path, [.. form.Hidden.Distinct(), .. answers]);

    /// <summary>Opens the page of a form and sends it with files in its field <c>File</c>; as a script of the page does it, with the header by which it says so.</summary>
    public async Task<Page> SendsFiles(string path, string[] files, bool byScript, params (string Name, string Value)[] answers)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in (await Opens(path)).Hidden.Concat(answers))
            form.Add(new StringContent(value), name);
        foreach (var file in files)
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes($"content of {file}")), "File", file);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        if (byScript)
            request.Headers.Add("Charter-Upload", "1");
        return await Read(_browser.SendAsync(request));
    }

    /// <summary>Sends these fields and no others.</summary>
    public Task<Page> Posts(string path, params (string Name, string Value)[] fields) =>
        Read(_browser.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))));

    internal async Task Answer(HttpContext http)
    {
        var call = $"{http.Request.Method} {http.Request.Path}";
        using var body = new StreamReader(http.Request.Body, Encoding.UTF8);
        _asked.Enqueue(new(call, http.Request.Headers["Idempotency-Key"].ToString(), http.Request.Headers.Authorization.ToString(), await body.ReadToEndAsync()));
        if (!_answers.TryGetValue(call, out var answer))
        {
            IsRefused(call, HttpStatusCode.NotFound, $"There is nothing at {http.Request.GetEncodedPathAndQuery()}.");
            answer = _answers[call];
        }
        await answer(http);
    }

    private static async Task<Page> Read(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        return new(answer.StatusCode, answer.Headers, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
    }

    private static HttpClient Browser(Uri portal, string address, string? token)
    {
        var client = new HttpClient(new Cookies { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false } }) { BaseAddress = portal };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Keeps the portal's cookies as a browser does that reaches it over https: TLS ends before the portal.</summary>
    private sealed class Cookies : DelegatingHandler
    {
        private readonly ConcurrentDictionary<string, string> _kept = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            if (!_kept.IsEmpty)
                request.Headers.Add("Cookie", string.Join("; ", _kept.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            var answer = await base.SendAsync(request, cancel);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                var (name, value) = (cookie.Split('=')[0], cookie.Split('=', 2)[1].Split(';')[0]);
                if (value.Length > 0)
                    _kept[name] = value;
                else
                    _kept.TryRemove(name, out _);
            }
            return answer;
        }
    }
}
