using System.Text.Json;
using System.Text.Json.Serialization;

namespace Charter.Portal.Apis;

/// <summary>A service said no. Status 503 also stands for one that could not be reached or did not answer in time.</summary>
public sealed class ApiRefusal(int status, string? code, string message, IReadOnlyDictionary<string, string[]> errors, string? retryAfter = null) : Exception(message)
{
    private static readonly Dictionary<string, string[]> None = [];

    public int Status { get; } = status;
    public string? Code { get; } = code;
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
    public string? RetryAfter { get; } = retryAfter;

    /// <summary>What the service says beside the sentence, by its name on the wire.</summary>
    public IReadOnlyDictionary<string, JsonElement> Facts { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>One of the facts; the default when it was not given.</summary>
    public T? Fact<T>(string name) => Facts.TryGetValue(name, out var fact) ? fact.Deserialize<T>(ServiceClient.Json) : default;

    /// <summary>A form that is refused so comes back with all that was typed: its input is wrong, a rule says no, or it may be sent again later.</summary>
    public bool CanBeTriedAgain => Status is 400 or 403 or 409 or 412 or 413 or 415 or 422 or 429 or 503;

    public static ApiRefusal Unreachable() => new(503, null, "This part of Charter is not answering. What you sent may not have been saved: send it again, it counts once.", None, "5");

    public static async Task<ApiRefusal> Read(HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        var retryAfter = response.Headers.RetryAfter?.ToString();
        Problem? problem = null;
        try
        {
            if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true)
                problem = await response.Content.ReadFromJsonAsync<Problem>(ServiceClient.Json, cancel);
        }
        catch (JsonException)
        {
            // What cannot be read says no more than its status does.
        }
        return new(status, problem?.Code, problem?.Detail ?? problem?.Title ?? $"The service answered {status}.", problem?.Errors ?? None, retryAfter)
        {
            Facts = problem?.Facts ?? [],
        };
    }

    private sealed record Problem(string? Title, string? Detail, string? Code, Dictionary<string, string[]>? Errors)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Facts { get; init; }
    }
}

/// <summary>A line of a file that is not right, and what to write instead.</summary>
public sealed record BadLine(int Line, string Field, string Problem, string Instead);

public static class Answers
{
    /// <summary>Null instead of a refusal, for what a page can be shown without.</summary>
    public static async Task<T?> OrNothing<T>(this Task<T> answer) where T : class?
    {
        try
        {
            return await answer;
        }
        catch (ApiRefusal refusal) when (refusal.Status != 401)
        {
            return null;
        }
    }
}
