using System.Text.Json.Nodes;

namespace Charter.Deployment.Tests;

/// <summary>One rendered overlay, and what its hosts are told.</summary>
internal sealed class Overlay
{
    private static readonly Dictionary<string, Overlay> All = [];

    private Overlay(string folder) => Resources = Kustomization.Render(folder);

    public static string[] Names { get; } = ["deploy/kubernetes/overlays/small", "deploy/kubernetes/overlays/highly-available", "tests/kubernetes/everything"];

    public static string[] HostNames { get; } = ["gateway", "portal", "signatory", "pledge", "champions-network", "kite-mark", "identity"];

    public List<JsonObject> Resources { get; }

    public IEnumerable<JsonObject> Deployments => Of("Deployment");

    public IEnumerable<Host> Hosts => HostNames.Select(n => new Host(this, One("Deployment", n)));

    public static Overlay Named(string folder)
    {
        lock (All)
            return All.TryGetValue(folder, out var known) ? known : All[folder] = new(folder);
    }

    public IEnumerable<JsonObject> Of(string kind) => Resources.Where(r => r.Kind() == kind);

    public JsonObject One(string kind, string name) => Of(kind).Single(r => r.Name() == name);

    /// <summary>Most replicas that a Deployment can have, without the one more while it is updated.</summary>
    public int MostReplicas(string host) =>
        Of("HorizontalPodAutoscaler").Where(a => a["spec"]!["scaleTargetRef"]!["name"]!.ToString() == host).Select(a => (int)a["spec"]!["maxReplicas"]!)
            .Concat(Of("ScaledObject").Where(a => a["spec"]!["scaleTargetRef"]!["name"]!.ToString() == host).Select(a => (int)a["spec"]!["maxReplicaCount"]!))
            .SingleOrDefault((int?)One("Deployment", host)["spec"]!["replicas"] ?? 1);
}

/// <summary>A host's Deployment.</summary>
internal sealed class Host
{
    public Host(Overlay overlay, JsonObject deployment)
    {
        Deployment = deployment;
        Container = Pod["containers"]!.AsArray().Single()!.AsObject();
        foreach (var from in Array("envFrom"))
        {
            foreach (var (key, value) in overlay.One("ConfigMap", from["configMapRef"]!["name"]!.ToString())["data"]!.AsObject())
                Settings[key] = value!.ToString();
        }
        foreach (var variable in Array("env"))
        {
            if (variable["valueFrom"]?["secretKeyRef"] is { } secret)
                Secrets[variable["name"]!.ToString()] = $"{secret["name"]}/{secret["key"]}";
            else
                Settings[variable["name"]!.ToString()] = variable["value"]!.ToString();
        }
        foreach (var mount in Array("volumeMounts"))
        {
            var volume = Pod["volumes"]!.AsArray().Single(v => v!["name"]!.ToString() == mount["name"]!.ToString())!;
            if (volume["persistentVolumeClaim"] is { } claim)
                Claims[mount["mountPath"]!.ToString()] = claim["claimName"]!.ToString();
            foreach (var source in volume["projected"]?["sources"]?.AsArray() ?? [])
            {
                mount["mountPath"]!.ToString().ShouldBe("/run/secrets");
                foreach (var item in source!["secret"]!["items"]!.AsArray())
                    Secrets[item!["path"]!.ToString()] = $"{source["secret"]!["name"]}/{item["key"]}";
            }
        }
    }

    public JsonObject Deployment { get; }

    public string Name => Deployment.Name();

    public JsonNode Pod => Deployment["spec"]!["template"]!["spec"]!;

    public JsonObject Container { get; }

    /// <summary>Plain settings, from ConfigMaps and from the Deployment itself.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Settings that come from Secrets, as <c>secret/key</c>; a file in /run/secrets is named like the setting.</summary>
    public Dictionary<string, string> Secrets { get; } = [];

    /// <summary>Claims by the folder they are mounted on.</summary>
    public Dictionary<string, string> Claims { get; } = [];

    private IEnumerable<JsonObject> Array(string name) => (Container[name]?.AsArray() ?? []).Select(e => e!.AsObject());
}
