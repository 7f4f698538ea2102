using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Charter.EndToEnd.Tests;

public sealed class Bad_input(Installation charter)
{
    private static readonly string[] RawBodies =
    [
        "", "null", "[]", "\"text\"", "5", "{", "{\"a\":", "not json", "{\"\\u0000\":1}", new string('[', 3000), "{\"x\":\"\\ud800\"}", "\uFEFF{}",
    ];

    private static readonly JsonNode?[] BadValues =
    [
        null, 5, -1, 1e300, 12345678901234567890m, true, "", " ", "\u0000", "\u202e\u0007", "'; drop table organisation; --", "<script>alert(1)</script>",
        new string('x', 30_000), "2026-13-45", "0001-01-01", new JsonArray(), new JsonArray(null, 5, new JsonObject()), new JsonObject { ["id"] = new JsonObject() },
    ];

    /// <summary>Whoever the endpoint lets in furthest, so that the handler itself is reached.</summary>
    private static readonly Dictionary<string, string> PersonOf = new()
    {
        ["registrar"] = "registrar",
        ["assessor"] = "assessor-one",
        ["panel-chair"] = "panel-chair",
        ["evidence-reviewer"] = "reviewer",
        ["signatory"] = "signatory",
        ["editor"] = "editor",
        ["champion"] = "champion",
    };

    [Fact]
    public async Task No_body_however_bad_is_answered_with_an_error_of_ours()
    {
        var wrong = new List<string>();
        foreach (var operation in (await ApiDocuments.Read(charter.Anonymous())).Where(o => o.TakesJson))
        {
            var client = await Insider(operation);
            foreach (var body in RawBodies.Concat(Mutations(operation)))
            {
                using var answer = await client.PostAsync(operation.SomePath(), new StringContent(body, Encoding.UTF8, "application/json"));
                if ((int)answer.StatusCode is >= 500 or < 400 && !(answer.IsSuccessStatusCode && body.StartsWith('{')))
                    wrong.Add($"{operation} {body[..Math.Min(80, body.Length)]} → {(int)answer.StatusCode}");
                else if ((int)answer.StatusCode >= 400)
                    wrong.AddRange(await MissingFrom(answer, operation));
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_path_and_no_query_however_bad_is_answered_with_an_error_of_ours()
    {
        var wrong = new List<string>();
        foreach (var operation in (await ApiDocuments.Read(charter.Anonymous())).Where(o => o.Method == "GET"))
        {
            var client = await Insider(operation);
            var queries = operation.Document.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().Where(p => p.Text("in") == "query").Select(p => p.Text("name")!).ToArray()
                : [];
            foreach (var bad in new[] { "%00", "%ff%fe", "'%22%3B--", "-1", "99999999999999999999", new string('9', 3000), "%F0%9F%92%A9", "..%2f..%2fetc%2fpasswd", "%ED%A0%80" })
            {
                var paths = queries.Select(q => $"{operation.SomePath()}?{q}={bad}");
                if (operation.Path.Contains('{'))
                    paths = paths.Append(System.Text.RegularExpressions.Regex.Replace(operation.Path, "{.*?}", bad));
                foreach (var path in paths)
                {
                    using var answer = await client.GetAsync(path);
                    if ((int)answer.StatusCode >= 500)
                        wrong.Add($"GET {path} → {(int)answer.StatusCode}");
                }
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Uploads_that_are_not_what_they_say_are_refused_by_name()
    {
        var organisation = await charter.SignedOrganisation($"Upload Sample {Guid.NewGuid():n}");
        var newcomer = await charter.As("newcomer");
        var pledge = (await newcomer.Posts($"/api/organisations/{organisation}/pledges", The_journey_by_api.Pledge()).Answers_with(HttpStatusCode.Created)).Id();
        var zip = "PK\u0003\u0004 not a zip at all"u8.ToArray();
        foreach (var (name, content) in new (string, byte[])[]
        {
            ("empty.pdf", []), ("page.html", "<html><script>alert(1)</script></html>"u8.ToArray()), ("picture.png", "GIF89a"u8.ToArray()),
            ("report.pdf", "MZ\u0090\0"u8.ToArray()), ("book.xlsx", zip), ("run.sh", "#!/bin/sh\nrm -rf /"u8.ToArray()), ("image.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray()),
        })
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent("Title"), "title" }, { new StringContent("2026-01-01"), "introducedOn" }, { new StringContent("Impact"), "impact" },
                { new ByteArrayContent(content), "file", name },
            };
            var problem = await newcomer.PostAsync($"/api/pledges/{pledge}/evidence", form).Answers_with(HttpStatusCode.BadRequest);
            problem.GetProperty("errors").TryGetProperty("file", out _).ShouldBeTrue(name);
        }
        using var large = new MultipartFormDataContent
        {
            { new StringContent("Title"), "title" }, { new StringContent("2026-01-01"), "introducedOn" }, { new StringContent("Impact"), "impact" },
            { new ByteArrayContent(Enumerable.Repeat((byte)'x', 25 * 1024 * 1024 + 1).ToArray()), "file", "large.txt" },
        };
        using var answer = await newcomer.PostAsync($"/api/pledges/{pledge}/evidence", large);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private async Task<HttpClient> Insider(Operation operation) =>
        operation.IsOpen ? charter.Anonymous() : await charter.As(operation.Roles.Select(r => PersonOf.GetValueOrDefault(r)).FirstOrDefault(p => p is not null) ?? "newcomer");

    /// <summary>Bodies with every known field set to every bad value, all fields at once.</summary>
    private static IEnumerable<string> Mutations(Operation operation)
    {
        var schema = operation.Document.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        if (schema.TryGetProperty("oneOf", out var options))
            schema = options.EnumerateArray().First(o => o.TryGetProperty("$ref", out _));
        if (schema.TryGetProperty("$ref", out var reference))
            schema = operation.Schema.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        if (!schema.TryGetProperty("properties", out var properties))
            return [];
        return BadValues.Select(bad => new JsonObject(properties.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, bad?.DeepClone()))).ToJsonString());
    }

    private static async Task<IEnumerable<string>> MissingFrom(HttpResponseMessage answer, Operation operation)
    {
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        if (problem?["code"] is null || problem["detail"] is null)
            return [$"{operation} → {(int)answer.StatusCode} without code or detail"];
        return answer.StatusCode == HttpStatusCode.BadRequest && problem["errors"] is not JsonObject { Count: > 0 } ? [$"{operation} → 400 without fields: {problem}"] : [];
    }
}
