using System.Net;
using System.Text.Json;

namespace Charter.EndToEnd.Tests;

/// <summary>One endpoint as the API documents at the gateway state it.</summary>
internal sealed record Operation(string Service, string Method, string Path, string Summary, IReadOnlyList<string> Roles, bool IsOpen, JsonElement Document, JsonElement Schema)
{
    /// <summary>The path with ids that exist nowhere.</summary>
    public string SomePath() => System.Text.RegularExpressions.Regex.Replace(Path, "{(.*?)}", m => m.Groups[1].Value is "version" or "position" ? "1" : Guid.NewGuid().ToString());

    public bool TakesJson => Document.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out _);

    public override string ToString() => $"{Method} {Path}";
}

internal static class ApiDocuments
{
    public static IReadOnlyList<string> Services { get; } = ["signatory", "pledge", "champions-network", "kite-mark", "identity"];

    public static async Task<IReadOnlyList<Operation>> Read(HttpClient client)
    {
        var operations = new List<Operation>();
        foreach (var service in Services)
            operations.AddRange(In(service, await client.GetAsync($"/api/openapi/{service}.json").Answers_with(HttpStatusCode.OK)));
        return operations;
    }

    /// <summary>What identity has for the portal and the gateway, asked past the gateway.</summary>
    public static async Task<IReadOnlyList<Operation>> ForOtherHosts()
    {
        using var identity = new HttpClient { BaseAddress = new UriBuilder(Installation.Gateway) { Scheme = "http", Port = Installation.Port + 5 }.Uri };
        return [.. In("identity", await identity.GetAsync("/openapi/internal.json").Answers_with(HttpStatusCode.OK))];
    }

    private static IEnumerable<Operation> In(string service, JsonElement document)
    {
        document.Text("openapi")!.ShouldStartWith("3.1");
        return from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where operation.Name is "get" or "post" or "put" or "patch" or "delete"
               select new Operation(service, operation.Name.ToUpperInvariant(), path.Name,
                   operation.Value.TryGetProperty("summary", out var summary) ? summary.GetString()! : "",
                   operation.Value.TryGetProperty("x-roles", out var roles) ? [.. roles.EnumerateArray().Select(r => r.GetString()!)] : [],
                   operation.Value.TryGetProperty("security", out var security) && security.GetArrayLength() == 0,
                   operation.Value, document);
    }
}
