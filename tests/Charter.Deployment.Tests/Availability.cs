using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Charter.Deployment.Tests;

public sealed class Availability
{
    private static readonly Overlay Large = Overlay.Named("deploy/kubernetes/overlays/highly-available");

    [Fact]
    public void Every_Deployment_has_one_owner_of_its_number_of_replicas()
    {
        foreach (var host in Overlay.HostNames)
        {
            var owners = Large.Of("HorizontalPodAutoscaler").Concat(Large.Of("ScaledObject")).Where(o => o["spec"]!["scaleTargetRef"]!["name"]!.ToString() == host).ToList();
            owners.Count.ShouldBe(1, host);
            ((int?)(owners[0]["spec"]!["minReplicas"] ?? owners[0]["spec"]!["minReplicaCount"])).ShouldBe(2);
            Large.One("Deployment", host)["spec"]!["replicas"].ShouldBeNull("what is applied would take the number from its owner");
        }
        Large.Of("HorizontalPodAutoscaler").Count().ShouldBe(2);
        Large.Of("ScaledObject").Count().ShouldBe(5);
    }

    [Fact]
    public void Services_scale_on_CPU_and_on_their_own_queues() => Large.Of("ScaledObject").ShouldAllBe(s =>
        s["spec"]!["triggers"]!.AsArray().Select(t => t!["type"]!.ToString()).SequenceEqual(new[] { "cpu", "rabbitmq" }) && QueuesOf(s) == $"^{s.Name()}-[a-z-]+$");

    /// <summary>The queues as the running hosts have made them.</summary>
    [Fact]
    public async Task Every_queue_that_can_be_worked_off_scales_the_service_that_owns_it()
    {
        var broker = new UriBuilder(Environment.GetEnvironmentVariable("CHARTER_TEST_RABBITMQ") ?? throw new InvalidOperationException("Run the tests with ./charter test."));
        using var management = new HttpClient();
        management.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{broker.UserName}:{broker.Password}")));
        var queues = await management.GetFromJsonAsync<JsonArray>($"{Environment.GetEnvironmentVariable("CHARTER_TEST_RABBITMQ_MANAGEMENT")}/api/queues/%2F", TestContext.Current.CancellationToken);
        var names = queues!.Where(q => q!["type"]!.ToString() == "quorum").Select(q => q!["name"]!.ToString()).ToList();
        names.Count.ShouldBeGreaterThan(5);
        foreach (var name in names.Append("signatory-record-mark-when-kite-mark-awarded_error").Append("pledge-open-ledger-when-signed_skipped"))
        {
            var scaled = Large.Of("ScaledObject").Where(s => Regex.IsMatch(name, QueuesOf(s))).Select(s => s.Name());
            scaled.ShouldBe(name.Contains('_', StringComparison.Ordinal) ? [] : [Overlay.HostNames.Single(h => name.StartsWith(h + "-", StringComparison.Ordinal))], name);
        }
    }

    [Fact]
    public void One_pod_of_a_kind_at_a_time_may_be_moved_away()
    {
        foreach (var name in Overlay.HostNames.Append("rabbitmq"))
        {
            var budget = Large.One("PodDisruptionBudget", name)["spec"]!;
            ((int)budget["maxUnavailable"]!).ShouldBe(1);
            budget["selector"]!["matchLabels"]!.AsObject().Select(l => $"{l.Key}={l.Value}").ShouldBe([$"app.kubernetes.io/name={name}"]);
        }
    }

    [Fact]
    public void Replicas_are_spread_over_nodes_and_zones() => Large.Hosts.ShouldAllBe(h =>
        h.Pod["topologySpreadConstraints"]!.AsArray().Select(c => c!["topologyKey"]!.ToString()).SequenceEqual(new[] { "kubernetes.io/hostname", "topology.kubernetes.io/zone" }));

    [Fact]
    public void Broker_and_database_survive_the_loss_of_a_node()
    {
        var rabbit = Large.One("RabbitmqCluster", "rabbitmq")["spec"]!;
        ((int)rabbit["replicas"]!).ShouldBe(3);
        rabbit["affinity"]!["podAntiAffinity"]!["requiredDuringSchedulingIgnoredDuringExecution"]!.AsArray().Single()!["topologyKey"]!.ToString().ShouldBe("kubernetes.io/hostname");
        rabbit["rabbitmq"]!["additionalConfig"]!.ToString().ShouldContain("target_group_size = 3");
        var postgresql = Large.One("Cluster", "postgresql")["spec"]!;
        ((int)postgresql["instances"]!).ShouldBe(3);
        ((int)postgresql["postgresql"]!["synchronous"]!["number"]!).ShouldBe(1);
        postgresql["affinity"]!["podAntiAffinityType"]!.ToString().ShouldBe("required");
    }

    /// <summary>A part that is laid over the base must not lose what the base says.</summary>
    [Fact]
    public void The_large_broker_is_told_what_the_small_one_is() => Large.One("RabbitmqCluster", "rabbitmq")["spec"]!["rabbitmq"]!["additionalConfig"]!.ToString()
        .ShouldStartWith(Overlay.Named("deploy/kubernetes/overlays/small").One("RabbitmqCluster", "rabbitmq")["spec"]!["rabbitmq"]!["additionalConfig"]!.ToString());

    private static string QueuesOf(JsonObject scaled) => scaled["spec"]!["triggers"]!.AsArray().Single(t => t!["type"]!.ToString() == "rabbitmq")!["metadata"]!["queueName"]!.ToString();
}
