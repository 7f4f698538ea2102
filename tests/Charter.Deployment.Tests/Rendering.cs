using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Charter.Deployment.Tests;

public sealed class Rendering
{
    public static TheoryData<string> Overlays => [.. Overlay.Names];

    /// <summary>The tests render manifests themselves; here they show that they do it right.</summary>
    [Theory, MemberData(nameof(Overlays))]
    public void The_tests_read_what_kubectl_renders(string overlay)
    {
        Process? kubectl = null;
        try
        {
            kubectl = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", Repository.PathOf(overlay)]) { RedirectStandardOutput = true });
        }
        catch (Win32Exception)
        {
            Assert.Skip("kubectl is not installed");
        }
        using (kubectl)
        {
            var text = kubectl!.StandardOutput.ReadToEnd();
            kubectl.WaitForExit();
            kubectl.ExitCode.ShouldBe(0);
            // Names of generated ConfigMaps end in a hash of their content.
            text = Regex.Replace(text, "(name: otel-collector)-[a-z0-9]{10}$", "$1", RegexOptions.Multiline);
            var rendered = Yaml.Read(text).Select(r => r.AsObject());
            Listed(Overlay.Named(overlay).Resources).ShouldBe(Listed(rendered));
        }
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Everything_is_in_one_namespace(string overlay) =>
        Overlay.Named(overlay).Resources.Where(r => r.Kind() != "Namespace").ShouldAllBe(r => r["metadata"]!["namespace"]!.ToString() == "charter");

    [Fact]
    public void The_alerts_of_a_cluster_are_those_of_the_other_installations()
    {
        using var script = Process.Start(new ProcessStartInfo(Repository.PathOf("deploy/kubernetes/alerts")) { RedirectStandardOutput = true })!;
        var rule = Yaml.Read(script.StandardOutput.ReadToEnd()).Single().AsObject();
        script.WaitForExit();
        script.ExitCode.ShouldBe(0);
        (rule.Kind(), rule.Name(), rule["metadata"]!["namespace"]!.ToString()).ShouldBe(("PrometheusRule", "charter", "charter"));
        JsonNode.DeepEquals(rule["spec"], Yaml.ReadFile(Repository.PathOf("deploy/observability/alerts.yml"))).ShouldBeTrue();
    }

    private static IEnumerable<string> Listed(IEnumerable<JsonObject> resources) => resources.Select(r => Sorted(r)!.ToJsonString()).Order(StringComparer.Ordinal);

    // Kustomize puts the elements of merged lists into another order, which means nothing for lists of named things.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, Sorted(f.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted).OrderBy(e => e!.ToJsonString(), StringComparer.Ordinal)]),
        _ => node?.DeepClone(),
    };
}
