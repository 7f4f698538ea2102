using System.Text.RegularExpressions;

namespace Charter.Deployment.Tests;

/// <summary>The optional scanner, in a cluster and in compose.</summary>
public sealed class Scanner
{
    private static readonly Overlay With = Overlay.Named("tests/kubernetes/scanned");

    [Fact]
    public void Only_where_it_was_added_the_pledge_service_asks_it()
    {
        With.Hosts.Single(h => h.Name == "pledge").Settings["Evidence__Scanner"].ShouldBe("tcp://clamav:3310");
        foreach (var overlay in Overlay.Names)
            Overlay.Named(overlay).Hosts.Single(h => h.Name == "pledge").Settings["Evidence__Scanner"].ShouldBe("");
        var pod = With.One("Deployment", "clamav")["spec"]!["template"]!["spec"]!;
        var container = pod["containers"]!.AsArray().Single()!;
        ((bool)pod["securityContext"]!["runAsNonRoot"]!).ShouldBeTrue();
        ((bool)container["securityContext"]!["readOnlyRootFilesystem"]!).ShouldBeTrue();
        ((int)With.One("Service", "clamav")["spec"]!["ports"]![0]!["port"]!).ShouldBe(3310);
        var compose = File.ReadAllText(Repository.PathOf("docker-compose.yml"));
        Regex.Match(compose, @"CLAMAV_IMAGE:-([^}]+)}").Groups[1].Value.ShouldBe(container["image"]!.ToString());
        compose.ShouldContain("profiles: [scanner]");
    }

    [Fact]
    public void Nobody_else_reaches_it()
    {
        var policy = With.One("NetworkPolicy", "clamav")["spec"]!["ingress"]!.AsArray().Single()!;
        policy["from"]!.AsArray().Single()!["podSelector"]!["matchLabels"]!["app.kubernetes.io/name"]!.ToString().ShouldBe("pledge");
        var way = With.One("NetworkPolicy", "pledge-scanner")["spec"]!["egress"]!.AsArray().Single()!;
        way["to"]!.AsArray().Single()!["podSelector"]!["matchLabels"]!["app.kubernetes.io/name"]!.ToString().ShouldBe("clamav");
    }
}
