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
        foreach (var (key, value) in mapping)
        {
            if (key is not YamlScalarNode { Value: "<<" })
            {
                json[key.ToString()] = ToJson(value);
                continue;
            }
            foreach (var inherited in value is YamlSequenceNode several ? several.ToArray() : [value])
            {
                foreach (var (name, child) in (YamlMappingNode)inherited)
                {
                    if (!mapping.Children.ContainsKey(name) && !json.ContainsKey(name.ToString()))
                        json[name.ToString()] = ToJson(child);
                }
            }
        }
        return json;
    }
}
