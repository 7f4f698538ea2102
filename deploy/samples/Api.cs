using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Samples;

/// <summary>The installation as its sample people see it: each signs in once and calls the API through the gateway.</summary>
/// <param name="gateway">Where the gateway answers.</param>
/// <param name="publicAddress">The address that people use; the gateway answers under no other name.</param>
internal sealed class Api(Uri gateway, Uri publicAddress, Uri identity, string password)
{
    // As gateway and portal name it where people use https.
    private readonly string _cookie = publicAddress.Scheme == Uri.UriSchemeHttps ? "__Host-charter-session" : "charter-session";
    private readonly Dictionary<string, HttpClient> _people = [];

    public async Task<HttpClient> As(string name)
    {
        if (_people.TryGetValue(name, out var known))
            return known;
        using var signIn = new HttpClient { BaseAddress = identity };
        using var answer = await signIn.PostAsJsonAsync("/identity/sessions", new { email = $"{name}@example.org", password });
        var session = await Read(answer);
        if (session.TryGetProperty("ticket", out var ticket))
            session = await SecondStep(signIn, ticket.GetString()!, $"{name}@example.org");
        return _people[name] = new HttpClient(new HttpClientHandler { UseCookies = false })
        {
            BaseAddress = gateway,
            DefaultRequestHeaders = { { "Cookie", $"{_cookie}={session.GetProperty("session").GetString()}" }, { "Sec-Fetch-Site", "same-origin" }, { "Host", publicAddress.Authority } },
        };
    }

    /// <summary>Those who hold an office also show a code, which is accepted once: what an earlier run has used, this one cannot.</summary>
    private async Task<JsonElement> SecondStep(HttpClient signIn, string ticket, string email)
    {
        var step = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30;
        using var answer = await signIn.PostAsJsonAsync("/identity/sessions/second-step", new { ticket, code = SampleCode.At(password, email, step) });
        if (answer.StatusCode != HttpStatusCode.Unauthorized)
            return await Read(answer);
        using var second = await signIn.PostAsJsonAsync("/identity/sessions/second-step", new { ticket, code = SampleCode.At(password, email, step + 1) });
        return await Read(second);
    }

    public async Task<JsonElement> Get(string name, string path)
    {
        using var answer = await (await As(name)).GetAsync(path);
        return await Read(answer);
    }

    /// <summary>Posts with a key made of path and name, so that a run that was cut off can be repeated without doubling anything.</summary>
    public Task<JsonElement> Post(string name, string path, JsonNode? body, string key) => Send(name, path, () => JsonContent.Create(body), key);

    /// <summary>Puts what is the same however often it is put.</summary>
    public async Task<JsonElement> Put(string name, string path, JsonNode? body)
    {
        using var answer = await (await As(name)).PutAsJsonAsync(path, body);
        return await Read(answer);
    }

    public async Task<JsonElement> Send(string name, string path, Func<HttpContent> body, string key)
    {
        var deadline = DateTime.UtcNow.AddMinutes(1);
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body(), Headers = { { "Idempotency-Key", $"sample-{Uri.EscapeDataString(key)}" } } };
            using var answer = await (await As(name)).SendAsync(request);
            // An installation that has only just started on a busy machine may need more time than a request is given.
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || DateTime.UtcNow > deadline)
                return await Read(answer);
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Repeats what depends on an event still under way, for at most half a minute.</summary>
    public static async Task<JsonElement> Eventually(Func<Task<JsonElement>> attempt, Func<JsonElement, bool>? isThere = null)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            try
            {
                var answer = await attempt();
                if (isThere is null || isThere(answer))
                    return answer;
                if (DateTime.UtcNow > deadline)
                    throw new SampleFailed($"This did not come about within 30 seconds: {answer}");
            }
            catch (SampleFailed e) when (DateTime.UtcNow < deadline && e.MayChange)
            {
                // the event is still under way
            }
            await Task.Delay(100);
        }
    }

    private static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new SampleFailed($"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.AbsolutePath} answered {(int)answer.StatusCode}: {body}")
            {
                MayChange = answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable,
            };
        return body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body);
    }
}

internal sealed class SampleFailed(string message) : Exception(message)
{
    /// <summary>The refusal may rest on an event that has not arrived yet.</summary>
    public bool MayChange { get; init; }
}
