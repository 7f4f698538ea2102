using System.Text.Json.Nodes;

namespace Charter.Portal.Apis;

/// <summary>What the page about a service's API shows, taken from its OpenAPI 3.1 document.</summary>
public sealed record ApiDocument(IReadOnlyList<ApiOperation> Operations)
{
    public static ApiDocument From(JsonNode document) => new([..
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "post" or "put" or "patch" or "delete"
        select new Reader(document).Operation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!)]);

    private sealed class Reader(JsonNode document)
    {
        public ApiOperation Operation(string method, string path, JsonNode operation)
        {
            var body = operation["requestBody"]?["content"]?.AsObject().FirstOrDefault();
            var answer = operation["responses"]?.AsObject().FirstOrDefault(one => one.Key.StartsWith('2'));
            return new(method, path, (string?)operation["summary"] ?? "", (string?)operation["description"] ?? "",
                [.. operation["x-roles"]?.AsArray().Select(role => (string)role!) ?? []],
                [.. operation["parameters"]?.AsArray().Select(one => Resolve(one)!).Select(one =>
                    new ApiField((string)one["name"]!, $"{TypeOf(one["schema"])}, in the {one["in"]}", (bool?)one["required"] == true, (string?)one["description"] ?? "")) ?? []],
                body?.Key, [.. Fields(body?.Value?["schema"], "")],
                [.. Fields(answer?.Value?["content"]?.AsObject().FirstOrDefault().Value?["schema"], "")],
                [.. operation["responses"]?.AsObject().Select(one => (one.Key, (string?)Resolve(one.Value)!["description"] ?? "")) ?? []]);
        }

        private IEnumerable<ApiField> Fields(JsonNode? schema, string path, int depth = 0)
        {
            schema = Resolve(schema);
            if (schema is null || depth > 4) yield break;
            if (schema["items"] is { } items)
            {
                foreach (var field in Fields(items, path + "[]", depth + 1)) yield return field;
                yield break;
            }
            foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
            {
                var here = path == "" ? name : $"{path}.{name}";
                var required = schema["required"]?.AsArray().Any(one => (string?)one == name) == true;
                yield return new(here, TypeOf(property), required, (string?)property?["description"] ?? "");
                foreach (var field in Fields(property, here, depth + 1)) yield return field;
            }
        }

        private JsonNode Resolve(JsonNode node, int depth) => node["$ref"] is { } reference && depth < 8
            ? Resolve(((string)reference!).TrimStart('#', '/').Split('/').Aggregate(document, (at, part) => at[part]!), depth + 1) : node;

        private JsonNode? Resolve(JsonNode? node) => node is null ? null
            : node["oneOf"]?.AsArray().FirstOrDefault(one => (string?)one!["type"] != "null") is { } choice ? Resolve(choice, 0) : Resolve(node, 0);

        private string TypeOf(JsonNode? schema)
        {
            schema = Resolve(schema);
            if (schema is null) return "";
            if (schema["enum"] is JsonArray words) return string.Join(" | ", words.Select(word => word?.ToString()));
            var names = schema["type"] is JsonArray several ? several.Select(one => (string)one!).Where(one => one != "null") : [(string?)schema["type"] ?? "object"];
            // Numbers are described as "number or text" because the platform could read both.
            var type = names.FirstOrDefault(one => one != "string") ?? names.FirstOrDefault() ?? "";
            if (type == "array") return $"list of {TypeOf(schema["items"])}";
            return ((string?)schema["format"], schema["maxLength"]) switch
            {
                ({ } format, _) when type is "string" => format,
                (_, { } most) => $"text, at most {most} characters",
                _ => type == "string" ? "text" : type,
            };
        }
    }
}

public sealed record ApiOperation(
    string Method, string Path, string Summary, string Description, IReadOnlyList<string> Roles, IReadOnlyList<ApiField> Parameters,
    string? BodyType, IReadOnlyList<ApiField> Body, IReadOnlyList<ApiField> Answer, IReadOnlyList<(string Status, string Says)> Answers)
{
    public string Anchor => $"{Method}-{Path.Trim('/')}".ToLowerInvariant().Replace('/', '-').Replace("{", "").Replace("}", "");
}

public sealed record ApiField(string Name, string Type, bool Required, string About);
