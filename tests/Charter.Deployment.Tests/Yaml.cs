using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Charter.Deployment.Tests;

/// <summary>YAML as JSON, which can be compared and merged; anchors and <c>&lt;&lt;</c> are resolved.</summary>
internal static class Yaml
{
    public static List<JsonNode> Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(d => ToJson(d.RootNode)!)];
    }

    public static JsonObject ReadFile(string path) => Read(File.ReadAllText(path)).Single().AsObject();

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => ToJson(mapping),
        YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } scalar => scalar.Value == "true",
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    private static JsonObject ToJson(YamlMappingNode mapping)
    {
        var json = new JsonObject();
        foreach (var (key, value) in mapping.Where(e => e.Key is not YamlScalarNode { Value: "<<" }))
            json[key.ToString()] = ToJson(value);
        foreach (var inherited in mapping.Where(e => e.Key is YamlScalarNode { Value: "<<" }).SelectMany(e => e.Value is YamlSequenceNode several ? several.ToArray() : [e.Value]))
        {
            foreach (var (name, value) in ToJson((YamlMappingNode)inherited))
            {
                if (!json.ContainsKey(name))
                    json[name] = value?.DeepClone();
            }
        }
        return json;
    }
}
