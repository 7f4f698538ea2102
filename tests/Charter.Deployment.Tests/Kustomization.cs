using System.Text.Json.Nodes;

namespace Charter.Deployment.Tests;

/// <summary>
/// Renders our folders of manifests, so that their tests need no kubectl. It knows as much of Kustomize as they use, refuses the rest,
/// and a test compares it with the real one where that is installed.
/// </summary>
internal static class Kustomization
{
    /// <summary>Lists that are merged by a field of their elements; all others are replaced.</summary>
    private static readonly Dictionary<string, string> MergeKeys = new()
    {
        ["containers"] = "name",
        ["volumes"] = "name",
        ["env"] = "name",
        ["volumeMounts"] = "mountPath",
    };

    public static List<JsonObject> Render(string folder)
    {
        List<JsonObject> resources = [];
        Apply(Repository.PathOf(folder), resources);
        return resources;
    }

    private static void Apply(string folder, List<JsonObject> resources)
    {
        var settings = Yaml.ReadFile(Path.Combine(folder, "kustomization.yaml"));
        foreach (var (name, value) in settings)
        {
            if (name is not ("apiVersion" or "kind" or "namespace" or "resources" or "components" or "patches" or "images" or "configMapGenerator"))
                throw new NotSupportedException($"{folder} uses {name}.");
        }

        List<JsonObject> own = [];
        foreach (var path in Strings(settings["resources"]).Select(p => Path.GetFullPath(Path.Combine(folder, p))))
        {
            if (Directory.Exists(path))
                Apply(path, own);
            else
                own.AddRange(Yaml.Read(File.ReadAllText(path)).Select(d => d.AsObject()));
        }
        foreach (var generator in Objects(settings["configMapGenerator"]))
            own.Add(ConfigMap(folder, generator));
        if (settings["kind"]!.ToString() == "Component")
        {
            resources.AddRange(own);
            own = resources;
        }
        foreach (var component in Strings(settings["components"]))
            Apply(Path.GetFullPath(Path.Combine(folder, component)), own);
        foreach (var patch in Objects(settings["patches"]))
            Patch(folder, patch, own);
        foreach (var image in Objects(settings["images"]))
            SetImage(image, own);
        if (settings["namespace"]?.ToString() is { } space)
        {
            foreach (var resource in own.Where(r => r.Kind() != "Namespace"))
                resource["metadata"]!["namespace"] = space;
        }
        if (!ReferenceEquals(own, resources))
            resources.AddRange(own);
    }

    private static JsonObject ConfigMap(string folder, JsonObject generator) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = generator["name"]!.ToString() },
        ["data"] = new JsonObject(Strings(generator["files"]).Select(f => KeyValuePair.Create(f, (JsonNode?)File.ReadAllText(Path.Combine(folder, f))))),
    };

    private static void Patch(string folder, JsonObject patch, List<JsonObject> resources)
    {
        var change = Yaml.Read(patch["patch"]?.ToString() ?? File.ReadAllText(Path.Combine(folder, patch["path"]!.ToString()))).Single();
        var label = patch["target"]?["labelSelector"]?.ToString().Split('=');
        var targets = resources.Where(r => patch["target"] is { } target
            ? r.Kind() == target["kind"]!.ToString() && (label is null || r["metadata"]!["labels"]?[label[0]]?.ToString() == label[1])
            : r.Kind() == change["kind"]!.ToString() && r.Name() == change["metadata"]!["name"]!.ToString()).ToList();
        targets.ShouldNotBeEmpty($"a patch in {folder} changes nothing");
        foreach (var target in targets)
        {
            if (change is JsonArray operations)
            {
                foreach (var operation in operations)
                    Replace(target, operation!.AsObject());
                continue;
            }
            var changed = change.DeepClone().AsObject();
            changed.Remove("metadata");
            Merge(target, changed);
        }
    }

    private static void Replace(JsonObject target, JsonObject operation)
    {
        operation["op"]!.ToString().ShouldBe("replace");
        var path = operation["path"]!.ToString().Split('/')[1..];
        var parent = path[..^1].Aggregate((JsonNode)target, (node, name) => node[name]!);
        parent[path[^1]].ShouldNotBeNull();
        parent[path[^1]] = operation["value"]!.DeepClone();
    }

    private static void Merge(JsonObject target, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject existing)
                Merge(existing, inner);
            else if (value is JsonArray additions && target[name] is JsonArray list && MergeKeys.TryGetValue(name, out var key))
                MergeList(list, additions, key);
            else
                target[name] = value.DeepClone();
        }
    }

    private static void MergeList(JsonArray list, JsonArray additions, string key)
    {
        foreach (var addition in additions.Select(a => a!.AsObject()))
        {
            if (list.FirstOrDefault(e => e![key]!.ToString() == addition[key]!.ToString()) is JsonObject same)
                Merge(same, addition);
            else
                list.Add(addition.DeepClone());
        }
    }

    private static void SetImage(JsonObject image, List<JsonObject> resources)
    {
        foreach (var container in resources.Where(r => r.Kind() == "Deployment").SelectMany(d => Objects(d["spec"]!["template"]!["spec"]!["containers"])))
        {
            if (container["image"]!.ToString() == image["name"]!.ToString())
                container["image"] = $"{image["newName"] ?? image["name"]}:{image["newTag"]}";
        }
    }

    private static IEnumerable<string> Strings(JsonNode? list) => (list as JsonArray ?? []).Select(e => e!.ToString());

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).Select(e => e!.AsObject());

    public static string Kind(this JsonObject resource) => resource["kind"]!.ToString();

    public static string Name(this JsonObject resource) => resource["metadata"]!["name"]!.ToString();
}
