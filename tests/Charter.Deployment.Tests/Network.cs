using System.Text.Json.Nodes;

namespace Charter.Deployment.Tests;

/// <summary>What the network policies of an overlay let through, worked out pod by pod.</summary>
internal sealed class Network
{
    private readonly List<JsonNode> _policies;
    private readonly Dictionary<string, Dictionary<string, string>> _pods;

    public Network(Overlay overlay)
    {
        _policies = [.. overlay.Of("NetworkPolicy").Select(p => p["spec"]!)];
        _pods = overlay.Deployments.ToDictionary(d => d.Name(), d => d["spec"]!["template"]!["metadata"]!["labels"]!.AsObject().ToDictionary(l => l.Key, l => l.Value!.ToString()));
        // as the operators label their pods
        foreach (var cluster in overlay.Of("Cluster"))
            _pods[cluster.Name()] = new() { ["cnpg.io/cluster"] = cluster.Name(), ["cnpg.io/podRole"] = "instance" };
        foreach (var cluster in overlay.Of("RabbitmqCluster"))
            _pods[cluster.Name()] = new() { ["app.kubernetes.io/name"] = cluster.Name(), ["app.kubernetes.io/component"] = "rabbitmq", ["app.kubernetes.io/part-of"] = "rabbitmq" };
    }

    public IEnumerable<string> Pods => _pods.Keys;

    /// <summary>Every way from pod to pod that the rules of one end open: <c>from → to:port</c>. It takes both ends to let anything through.</summary>
    /// <param name="direction">Egress for the rules of those who call, Ingress for those of who is called.</param>
    public HashSet<string> Arrows(string direction) => [.. _pods.SelectMany(pod => Rules(pod.Value, direction)
        .SelectMany(rule => Peers(rule, direction == "Ingress" ? "from" : "to").Where(p => p["namespaceSelector"] is null)
            .SelectMany(peer => _pods.Where(other => Matches(peer["podSelector"]!, other.Value))
                .SelectMany(other => PortsOf(rule).Select(port => direction == "Ingress" ? $"{other.Key} → {pod.Key}:{port}" : $"{pod.Key} → {other.Key}:{port}")))))];

    /// <summary>Ways in from other namespaces: <c>namespace → to:port</c>.</summary>
    public HashSet<string> WaysIn() => [.. _pods.SelectMany(pod => Rules(pod.Value, "Ingress").SelectMany(rule => Peers(rule, "from")
        .Where(p => p["namespaceSelector"] is not null).SelectMany(p => PortsOf(rule).Select(port => $"{NamespaceOf(p)} → {pod.Key}:{port}"))))];

    /// <summary>Ways out to other namespaces, or to anywhere where a rule names no peer.</summary>
    public HashSet<string> WaysOut() => [.. _pods.SelectMany(pod => Rules(pod.Value, "Egress").SelectMany(rule => rule["to"] is null
        ? PortsOf(rule).Select(port => $"{pod.Key} → anywhere:{port}")
        : Peers(rule, "to").Where(p => p["namespaceSelector"] is not null).SelectMany(p => PortsOf(rule).Select(port => $"{pod.Key} → {NamespaceOf(p)}:{port}"))))];

    /// <summary>Whether a policy closes the direction for every pod, also for those that come.</summary>
    public bool IsClosed(string direction) => _policies.Any(p => p["podSelector"]!.AsObject().Count == 0 && p["policyTypes"]!.AsArray().Any(t => t!.ToString() == direction)
        && p["ingress"] is null && p["egress"] is null);

    private IEnumerable<JsonNode> Rules(Dictionary<string, string> pod, string direction) =>
        Selecting(pod, direction).SelectMany(p => p[direction.ToLowerInvariant()]?.AsArray() ?? []).Select(r => r!);

    private IEnumerable<JsonNode> Selecting(Dictionary<string, string> pod, string direction) =>
        _policies.Where(p => p["policyTypes"]!.AsArray().Any(t => t!.ToString() == direction) && Matches(p["podSelector"]!, pod));

    private static IEnumerable<JsonNode> Peers(JsonNode rule, string name) => rule[name]?.AsArray().Select(p => p!) ?? [];

    private static IEnumerable<int> PortsOf(JsonNode rule) =>
        rule["ports"]?.AsArray().Select(p => (int)p!["port"]!) ?? throw new NotSupportedException("A rule without ports opens all of them.");

    private static string NamespaceOf(JsonNode peer) => peer["namespaceSelector"]!["matchLabels"]!["kubernetes.io/metadata.name"]!.ToString();

    private static bool Matches(JsonNode selector, Dictionary<string, string> labels) =>
        (selector["matchLabels"]?.AsObject() ?? []).All(l => labels.GetValueOrDefault(l.Key) == l.Value!.ToString())
        && (selector["matchExpressions"]?.AsArray() ?? []).All(e => e!["operator"]!.ToString() == "In"
            ? e["values"]!.AsArray().Any(v => v!.ToString() == labels.GetValueOrDefault(e["key"]!.ToString()))
            : throw new NotSupportedException($"operator {e["operator"]}"));
}
