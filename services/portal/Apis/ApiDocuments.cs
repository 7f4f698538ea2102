using System.Text.Json.Nodes;

namespace Charter.Portal.Apis;

/// <summary>The services' OpenAPI documents, read again at most once a minute.</summary>
public sealed class ApiDocuments(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>Name in the configuration → name in addresses.</summary>
    public static readonly IReadOnlyDictionary<string, string> Services = new Dictionary<string, string>
    {
        ["Signatory"] = "signatory",
        ["Pledge"] = "pledge",
        ["ChampionsNetwork"] = "champions-network",
        ["KiteMark"] = "kite-mark",
        ["Identity"] = "identity",
    };

    private readonly Dictionary<string, (DateTimeOffset Until, JsonNode Document)> read = [];

    public async Task<JsonNode> Document(string service, CancellationToken cancel)
    {
        lock (read)
            if (read.TryGetValue(service, out var known) && known.Until > time.GetUtcNow()) return known.Document;
        try
        {
            using var client = clients.CreateClient(service);
            var document = (await client.GetFromJsonAsync<JsonNode>("/openapi/v1.json", cancel))!;
            lock (read) read[service] = (time.GetUtcNow().AddMinutes(1), document);
            return document;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException || unreachable is TaskCanceledException && !cancel.IsCancellationRequested)
        {
            throw ApiRefusal.Unreachable();
        }
    }
}
