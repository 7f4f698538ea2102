using Npgsql;

namespace Charter.Deployment.Tests;

public sealed class NetworkPolicies
{
    public static TheoryData<string> Overlays => [.. Overlay.Names];

    [Theory, MemberData(nameof(Overlays))]
    public void Everything_is_closed_both_ways_unless_a_policy_opens_it(string overlay)
    {
        var network = new Network(Overlay.Named(overlay));
        network.IsClosed("Ingress").ShouldBeTrue();
        network.IsClosed("Egress").ShouldBeTrue();
    }

    /// <summary>The picture in docs/architecture.md, by way of what each host is told.</summary>
    [Theory, MemberData(nameof(Overlays))]
    public void Pods_reach_what_their_settings_name_and_nothing_else(string overlay)
    {
        var arrows = Overlay.Named(overlay).Hosts.SelectMany(ArrowsOf).ToList();
        arrows.AddRange(["postgresql → postgresql:5432", "postgresql → postgresql:8000", "rabbitmq → rabbitmq:4369", "rabbitmq → rabbitmq:25672"]);
        new Network(Overlay.Named(overlay)).Arrows("Egress").Order().ShouldBe(arrows.Order());
        new Network(Overlay.Named(overlay)).Arrows("Ingress").Order().ShouldBe(arrows.Order());
    }

    [Theory, MemberData(nameof(Overlays))]
    public void From_outside_come_people_to_the_gateway_and_the_platform_to_what_it_runs(string overlay)
    {
        List<string> ways =
        [
            "traefik → gateway:8080",
            "cnpg-system → postgresql:5432", "cnpg-system → postgresql:8000",
            "monitoring → otel-collector:8889", "monitoring → rabbitmq:15692", "monitoring → postgresql:9187",
        ];
        if (Overlay.Named(overlay).Of("ScaledObject").Any())
            ways.Add("keda → rabbitmq:15672");
        new Network(Overlay.Named(overlay)).WaysIn().Order().ShouldBe(ways.Order());
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Only_the_servers_and_mail_reach_beyond_the_namespace_and_everybody_the_names(string overlay)
    {
        var network = new Network(Overlay.Named(overlay));
        var ways = network.Pods.Select(pod => $"{pod} → kube-system:53").ToList();
        foreach (var server in new[] { "postgresql", "rabbitmq" })
            ways.AddRange([$"{server} → anywhere:443", $"{server} → anywhere:6443"]);
        ways.Add($"identity → anywhere:{Overlay.Named(overlay).Hosts.Single(h => h.Name == "identity").Settings["Mail__Port"]}");
        network.WaysOut().Order().ShouldBe(ways.Order());
    }

    [Theory, MemberData(nameof(Overlays))]
    public void The_way_in_leads_to_the_gateway_over_TLS(string overlay)
    {
        var ingress = Overlay.Named(overlay).Of("Ingress").Single()["spec"]!;
        var rule = ingress["rules"]!.AsArray().Single()!;
        ingress["tls"]!.AsArray().Single()!["hosts"]!.AsArray().Single()!.ToString().ShouldBe(rule["host"]!.ToString());
        rule["http"]!["paths"]!.AsArray().Single()!["backend"]!["service"]!["name"]!.ToString().ShouldBe("gateway");
        Overlay.Named(overlay).Hosts.ShouldAllBe(h => h.Settings["Charter__PublicAddress"] == $"https://{rule["host"]}");
    }

    private static IEnumerable<string> ArrowsOf(Host host)
    {
        foreach (var (key, value) in host.Settings.Where(s => s.Key.StartsWith("Services__", StringComparison.Ordinal) || s.Key == "OTEL_EXPORTER_OTLP_ENDPOINT"))
        {
            var address = new Uri(value);
            if (address.Host != host.Name)
                yield return $"{host.Name} → {address.Host}:{address.Port}";
        }
        if (host.Settings.TryGetValue("ConnectionStrings__Database", out var database))
        {
            var connection = new NpgsqlConnectionStringBuilder(database);
            connection.Host.ShouldBe("postgresql-rw", "the Service of the primary");
            yield return $"{host.Name} → postgresql:{connection.Port}";
        }
        if (host.Secrets.TryGetValue("ConnectionStrings__RabbitMq", out var secret))
        {
            secret.ShouldBe("rabbitmq-default-user/connection_string");
            yield return $"{host.Name} → rabbitmq:5672";
        }
    }
}
