using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Charter.Deployment.Tests;

/// <summary>docker-compose.yml with the default of every variable, and where it and the cluster have to say the same.</summary>
public sealed class Compose
{
    /// <summary>The overlay that has everything compose has: also the sample accounts.</summary>
    private static readonly Overlay Cluster = Overlay.Named("tests/kubernetes/everything");

    private static readonly JsonObject File = Yaml.Read(Regex.Replace(System.IO.File.ReadAllText(Repository.PathOf("docker-compose.yml")), @"(?<!\$)\$\{\w+:-([^}]*)\}", "$1")).Single().AsObject();

    private static readonly string[] Servers = ["postgresql", "rabbitmq", "otel-collector", "prometheus", "grafana", "clamav"];

    public static TheoryData<string> Hosts => [.. Overlay.HostNames];

    [Fact]
    public void Both_run_the_same_hosts()
    {
        var services = File["services"]!.AsObject().Select(s => s.Key).Except(Servers).Except(["samples"]);
        services.Order().ShouldBe(Overlay.HostNames.Order());
        Cluster.Deployments.Select(d => d.Name()).Order().ShouldBe(Overlay.HostNames.Append("otel-collector").Order());
    }

    [Theory, MemberData(nameof(Hosts))]
    public void A_host_is_found_under_the_same_name_and_port(string name)
    {
        var dockerfile = System.IO.File.ReadAllText(Repository.PathOf("deploy/Dockerfile"));
        var port = int.Parse(Regex.Match(dockerfile, @"^EXPOSE (\d+)$", RegexOptions.Multiline).Groups[1].Value, null);
        dockerfile.ShouldContain($"ASPNETCORE_HTTP_PORTS={port}");
        var host = HostOf(name);
        (((int)host.Container["ports"]!.AsArray().Single()!["containerPort"]!), host.Container["ports"]![0]!["name"]!.ToString()).ShouldBe((port, "http"));
        var service = Cluster.One("Service", name)["spec"]!;
        ((int)service["ports"]!.AsArray().Single()!["port"]!, service["ports"]![0]!["targetPort"]!.ToString()).ShouldBe((port, "http"));
        service["selector"]!.AsObject().Select(l => $"{l.Key}={l.Value}").ShouldBe([$"app.kubernetes.io/name={name}"]);
        host.Deployment["spec"]!["template"]!["metadata"]!["labels"]!["app.kubernetes.io/name"]!.ToString().ShouldBe(name);
        host.Deployment["spec"]!["selector"]!["matchLabels"]!["app.kubernetes.io/name"]!.ToString().ShouldBe(name);
    }

    [Theory, MemberData(nameof(Hosts))]
    public void A_host_runs_the_same_image_as_the_same_user(string name)
    {
        RepositoryOf(HostOf(name).Container["image"]!.ToString()).ShouldBe(RepositoryOf(ServiceOf(name)["image"]!.ToString()));
        ServiceOf(name)["user"]!.ToString().ShouldBe($"{HostOf(name).Pod["securityContext"]!["runAsUser"]}:{HostOf(name).Pod["securityContext"]!["runAsGroup"]}");
        ((bool)ServiceOf(name)["read_only"]!).ShouldBeTrue();
        Regex.Match(System.IO.File.ReadAllText(Repository.PathOf("deploy/Dockerfile")), @"^HEALTHCHECK (.*\\\n)*.*$", RegexOptions.Multiline).Value.ShouldContain($" {HostOf(name).Container["readinessProbe"]!["httpGet"]!["path"]} ");
    }

    [Theory, MemberData(nameof(Hosts))]
    public void A_host_is_told_the_same(string name)
    {
        var host = HostOf(name);
        // In a cluster the password stands beside the connection string instead of in it.
        host.Settings.Keys.Concat(host.Secrets.Keys).Except(["PGPASSWORD"]).Order().ShouldBe(SettingsOf(name).Select(s => s.Key).Concat(SecretsOf(name)).Where(k => Needs(name, k)).Order());
        foreach (var (key, value) in SettingsOf(name).Where(s => s.Key is not ("Charter__PublicAddress" or "Charter__Local" or "ASPNETCORE_FORWARDEDHEADERS_ENABLED") && Needs(name, s.Key)))
            host.Settings[key].ShouldBe(value!.ToString(), key);
    }

    [Theory, MemberData(nameof(Hosts))]
    public void A_host_gets_its_secrets_from_the_platform_in_both(string name)
    {
        SettingsOf(name).Select(s => s.Key).Where(k => k.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || k.Contains("Password", StringComparison.Ordinal)).ShouldBeEmpty();
        HostOf(name).Secrets.Keys.Order().ShouldBe(SecretsOf(name).Select(s => s == "ConnectionStrings__Database" ? "PGPASSWORD" : s).Order());
    }

    [Theory, MemberData(nameof(Hosts))]
    public void A_host_keeps_the_same_volumes_in_the_same_folders(string name) => HostOf(name).Claims.Select(c => $"{c.Value}:{c.Key}").Order()
        .ShouldBe(VolumesOf(name).Where(v => !v.EndsWith(":ro", StringComparison.Ordinal)).Order());

    /// <summary>What opens a service's own secrets is mounted by that service alone; identity and the portal share what opens cookies and forms.</summary>
    [Fact]
    public void No_other_host_has_the_keys_of_the_log()
    {
        Overlay.HostNames.Where(n => HostOf(n).Claims.ContainsValue("log-keys")).ShouldBe(["signatory"]);
        Overlay.HostNames.Where(n => VolumesOf(n).Any(v => v.StartsWith("log-keys:", StringComparison.Ordinal))).ShouldBe(["signatory"]);
        Overlay.HostNames.Where(n => VolumesOf(n).Contains("keys:/data/keys")).ShouldBe(["portal", "identity"]);
    }

    /// <summary>Files that the product does not ship: a folder in compose, a ConfigMap in a cluster.</summary>
    [Fact]
    public void The_portal_reads_what_it_is_given_and_cannot_write_there()
    {
        VolumesOf("portal").ShouldContain($"given:{HostOf("portal").Settings["CHARTER_DATA"]}:ro");
        var mount = HostOf("portal").Container["volumeMounts"]!.AsArray().Single(m => m!["name"]!.ToString() == "boundaries")!;
        (mount["mountPath"]!.ToString(), (bool)mount["readOnly"]!).ShouldBe(("/data/given/geo", true));
        Overlay.HostNames.Where(n => VolumesOf(n).Any(v => v.EndsWith(":ro", StringComparison.Ordinal))).ShouldBe(["portal"]);
    }

    /// <summary>Compose has networks instead of arrows: whoever meets in none cannot talk.</summary>
    [Fact]
    public void Whoever_talks_in_the_cluster_meets_in_compose()
    {
        foreach (var (from, to) in new Network(Cluster).Arrows("Egress").Select(a => a.Split(" → ")).Select(a => (a[0], a[1].Split(':')[0])).Where(a => a.Item1 != a.Item2))
            NetworksOf(from).Intersect(NetworksOf(to)).ShouldNotBeEmpty($"{from} → {to}");
        Overlay.HostNames.Where(h => h is "gateway" or "portal").SelectMany(NetworksOf).Intersect(NetworksOf("postgresql")).ShouldBeEmpty();
        NetworksOf("portal").Intersect(NetworksOf("rabbitmq")).ShouldBeEmpty();
    }

    [Fact]
    public void The_servers_are_of_the_same_version()
    {
        ImageOf("rabbitmq").ShouldEndWith("/" + Cluster.One("RabbitmqCluster", "rabbitmq")["spec"]!["image"]);
        ImageOf("otel-collector").ShouldEndWith("/" + Cluster.One("Deployment", "otel-collector")["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]);
        Regex.Match(ImageOf("postgresql"), @":(\d+)").Groups[1].Value.ShouldBe(Cluster.One("Cluster", "postgresql")["spec"]!["imageName"]!.ToString().Split(':')[1]);
    }

    private static Host HostOf(string name) => Cluster.Hosts.Single(h => h.Name == name);

    private static JsonNode ServiceOf(string name) => File["services"]![name]!;

    private static IEnumerable<string> VolumesOf(string name) => (ServiceOf(name)["volumes"]?.AsArray() ?? []).Select(v => v!.ToString());

    private static string ImageOf(string name) => ServiceOf(name)["image"]!.ToString();

    private static IEnumerable<string> NetworksOf(string name) => ServiceOf(name)["networks"]!.AsArray().Select(n => n!.ToString());

    private static IEnumerable<KeyValuePair<string, JsonNode?>> SettingsOf(string name) => ServiceOf(name)["environment"]!.AsObject();

    private static IEnumerable<string> SecretsOf(string name) => (ServiceOf(name)["secrets"]?.AsArray() ?? []).Select(s => s!["target"]!.ToString());

    // Compose tells the portal its own address too, as it does the gateway.
    private static bool Needs(string name, string key) => (name, key) is not ("portal", "Services__Portal");

    // charter/pledge of registry.example.org/charter/pledge:1.0
    private static string RepositoryOf(string image) => string.Join('/', image.Split(':')[0].Split('/')[^2..]);
}
