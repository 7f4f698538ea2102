using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Charter.Testing;

/// <summary>Reading answers in one line.</summary>
public static class Answers
{
    /// <summary>The body as JSON; fails, showing the body, unless the status is the one expected.</summary>
    public static async Task<JsonElement> Answers_with(this Task<HttpResponseMessage> call, HttpStatusCode status)
    {
        using var answer = await call;
        var body = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != status)
            throw new InvalidOperationException($"Expected {(int)status}, but {answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}: {body}");
        return body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>Fails unless the answer is a refusal with this status and stable code; returns the problem.</summary>
    public static async Task<JsonElement> Is_refused(this Task<HttpResponseMessage> call, HttpStatusCode status, string code)
    {
        var problem = await call.Answers_with(status);
        var given = problem.GetProperty("code").GetString();
        return given == code ? problem : throw new InvalidOperationException($"Expected the code {code}, but got {given}: {problem}");
    }

    /// <summary>Fails unless the answer is 400 and names exactly these fields; returns the problem.</summary>
    public static async Task<JsonElement> Is_invalid(this Task<HttpResponseMessage> call, params string[] fields)
    {
        var problem = await call.Is_refused(HttpStatusCode.BadRequest, "invalid-request");
        var given = problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal).ToArray();
        return given.SequenceEqual(fields.Order(StringComparer.Ordinal))
            ? problem
            : throw new InvalidOperationException($"Expected errors for {string.Join(", ", fields)}, but got {problem.GetProperty("errors")}");
    }

    /// <summary>Posts a raw body.</summary>
    public static Task<HttpResponseMessage> Posts(this HttpClient client, string path, object? body) =>
        client.PostAsync(path, body is string raw ? new StringContent(raw, System.Text.Encoding.UTF8, "application/json") : JsonContent.Create(body));

    /// <summary>A member of the body as an id.</summary>
    public static Guid Id(this JsonElement body, string name = "id") => body.GetProperty(name).GetGuid();

    /// <summary>A member of the body as text.</summary>
    public static string? Text(this JsonElement body, string name) => body.GetProperty(name).GetString();
}
