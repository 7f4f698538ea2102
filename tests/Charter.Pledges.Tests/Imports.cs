using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.Pledges.Tests;

/// <summary>Files to bring in, and how a test follows them.</summary>
internal static class Imports
{
    /// <summary>A release with one award, all of whose fields can be changed.</summary>
    public static JsonObject Release(string ocid, string id, string date = "2026-01-10T09:00:00Z", string award = "1", decimal amount = 1000, string supplier = "Sample Works Ltd", string address = "1 Sample Street, Salford, M5 1AB") => new()
    {
        ["ocid"] = ocid,
        ["id"] = id,
        ["date"] = date,
        ["tag"] = new JsonArray("award"),
        ["initiationType"] = "tender",
        ["language"] = "en",
        ["tender"] = new JsonObject { ["id"] = "T1", ["title"] = $"Works of {ocid}", ["status"] = "complete", ["procurementMethod"] = "open", ["mainProcurementCategory"] = "works" },
        ["buyer"] = new JsonObject { ["id"] = "B1", ["name"] = "Sample Council" },
        ["parties"] = new JsonArray(new JsonObject { ["id"] = "S1", ["name"] = supplier, ["roles"] = new JsonArray("supplier"), ["address"] = new JsonObject { ["streetAddress"] = address }, ["details"] = new JsonObject { ["scale"] = "sme" } }),
        ["awards"] = new JsonArray(new JsonObject
        {
            ["id"] = award,
            ["status"] = "active",
            ["date"] = date,
            ["value"] = new JsonObject { ["amount"] = amount, ["currency"] = "GBP" },
            ["suppliers"] = new JsonArray(new JsonObject { ["id"] = "S1", ["name"] = supplier }),
        }),
    };

    public static string Ocid() => $"ocds-test01-{Guid.NewGuid():n}";

    public static JsonObject Package(params IEnumerable<JsonNode?> releases) => new()
    {
        ["uri"] = "https://www.example.org/package.json",
        ["version"] = "1.1",
        ["publishedDate"] = "2026-02-01T00:00:00Z",
        ["publisher"] = new JsonObject { ["name"] = "Sample publisher" },
        ["releases"] = new JsonArray([.. releases]),
    };

    public static byte[] Bytes(this JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    public static Task<HttpResponseMessage> Sends(this HttpClient editor, Guid organisation, string kind, byte[] content, string name = "file") =>
        editor.PostAsync($"/api/organisations/{organisation}/imports/{kind}", new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } });

    /// <summary>The import once it is in one of these states.</summary>
    public static async Task<JsonElement> Reads(this HttpClient editor, Guid import, params string[] states)
    {
        JsonElement read = default;
        await Eventually.Passes(async () =>
        {
            read = await editor.GetAsync($"/api/imports/{import}").Answers_with(HttpStatusCode.OK);
            states.ShouldContain(read.Text("state"), read.ToString());
        }, seconds: 240);   // others' are done before it
        return read;
    }

    /// <summary>Sends contracts and waits for their end.</summary>
    public static async Task<JsonElement> Imports_contracts(this HttpClient editor, Guid organisation, byte[] content) =>
        await editor.Reads((await editor.Sends(organisation, "ocds", content).Answers_with(HttpStatusCode.Created)).Id(), "imported", "failed");

    /// <summary>Sends a table of spend, takes the mapping as it is proposed unless it is corrected, and waits for the end.</summary>
    public static async Task<JsonElement> Imports_spend(this HttpClient editor, Guid organisation, byte[] content, Action<JsonObject>? correct = null)
    {
        var sent = await editor.Sends(organisation, "spend", content).Answers_with(HttpStatusCode.Created);
        var mapping = JsonNode.Parse(sent.GetProperty("mapping").GetRawText())!.AsObject();
        correct?.Invoke(mapping);
        await editor.PutAsync($"/api/imports/{sent.Id()}/mapping", JsonContent.Create(mapping)).Answers_with(HttpStatusCode.Accepted);
        return await editor.Reads(sent.Id(), "imported", "failed");
    }

    public static Task<JsonElement> Imports_spend(this HttpClient editor, Guid organisation, string content, Action<JsonObject>? correct = null) => editor.Imports_spend(organisation, Encoding.UTF8.GetBytes(content), correct);

    /// <summary>read, imported, unchanged, rejected, set aside.</summary>
    public static (long, long, long, long, long) Counts(this JsonElement import) =>
        import.GetProperty("report") is var r ? (r.Whole("read"), r.Whole("imported"), r.Whole("unchanged"), r.Whole("rejected"), r.Whole("setAside")) : default;

    public static decimal Value(this JsonElement import) => import.GetProperty("report").GetProperty("value").GetDecimal();

    public static long Whole(this JsonElement of, string name) => of.GetProperty(name).GetInt64();

    public static decimal Figure(this JsonElement of, params string[] path) => path.Aggregate(of, (at, name) => at.GetProperty(name)).GetDecimal();

    public static async Task<(long Position, string Verdict, string Reason)[]> Remarks(this HttpClient editor, Guid import) =>
        [.. PledgeFixture.Items(await editor.GetAsync($"/api/imports/{import}/remarks?size=100").Answers_with(HttpStatusCode.OK)).Select(r => (r.Whole("position"), r.Text("verdict")!, r.Text("reason")!))];

    public static Task<JsonElement> Gets(this HttpClient editor, string path) => editor.GetAsync(path).Answers_with(HttpStatusCode.OK);
}
