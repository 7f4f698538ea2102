using System.Text.Json;

namespace Charter.Portal.Apis;

/// <summary>Calls one service. Anything but success leaves as a <see cref="ApiRefusal"/>.</summary>
public abstract class ServiceClient(HttpClient http)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    protected async Task<T> Get<T>(string path, CancellationToken cancel)
    {
        using var response = await Send(new(HttpMethod.Get, path), cancel);
        return await Read<T>(response, cancel);
    }

    /// <summary>Null when there is no such thing.</summary>
    protected async Task<T?> Find<T>(string path, CancellationToken cancel) where T : class
    {
        try
        {
            return await Get<T>(path, cancel);
        }
        catch (ApiRefusal refusal) when (refusal.Status == 404)
        {
            return null;
        }
    }

    protected async Task<T> Post<T>(string path, object body, CancellationToken cancel)
    {
        using var response = await Send(new(HttpMethod.Post, path) { Content = body as HttpContent ?? JsonContent.Create(body, options: Json) }, cancel);
        return await Read<T>(response, cancel);
    }

    protected async Task Do(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        using var response = await Send(new(method, path) { Content = body is null ? null : JsonContent.Create(body, options: Json) }, cancel);
    }

    /// <summary>What the service holds on the person who asks.</summary>
    public Task<JsonElement> PersonalData(string service, CancellationToken cancel) => Get<JsonElement>($"/api/personal-data/{service}", cancel);

    private static async Task<T> Read<T>(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return (await response.Content.ReadFromJsonAsync<T>(Json, cancel))!;
        }
        catch (IOException) when (!cancel.IsCancellationRequested)
        {
            throw ApiRefusal.Unreachable();   // it broke off in the middle of its answer
        }
    }

    /// <summary>An answer that is handed on as it comes, such as a file.</summary>
    protected async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw await ApiRefusal.Read(response, cancel);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException || unreachable is TaskCanceledException && !cancel.IsCancellationRequested)
        {
            throw ApiRefusal.Unreachable();
        }
    }

    /// <summary>A query string of what is not empty.</summary>
    protected static string Query(params (string Name, string? Value)[] parts) => string.Join('&', parts
        .Where(part => !string.IsNullOrWhiteSpace(part.Value))
        .Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}")) is { Length: > 0 } query ? "?" + query : "";
}

public sealed record Listing<T>(IReadOnlyList<T> Items, string? Next = null);

public sealed record Created(Guid Id);
