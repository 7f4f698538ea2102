using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;

namespace Charter.Deployment.Tests;

public sealed class Hosts
{
    public static TheoryData<string> Overlays => [.. Overlay.Names];

    [Theory, MemberData(nameof(Overlays))]
    public void Every_container_is_as_locked_up_as_the_namespace_asks_for(string overlay)
    {
        Overlay.Named(overlay).One("Namespace", "charter")["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"]!.ToString().ShouldBe("restricted");
        foreach (var deployment in Overlay.Named(overlay).Deployments)
        {
            var pod = deployment["spec"]!["template"]!["spec"]!;
            ((bool)pod["automountServiceAccountToken"]!).ShouldBeFalse();
            ((bool)pod["securityContext"]!["runAsNonRoot"]!).ShouldBeTrue();
            ((int)pod["securityContext"]!["runAsUser"]!).ShouldBeGreaterThan(0);
            pod["securityContext"]!["seccompProfile"]!["type"]!.ToString().ShouldBe("RuntimeDefault");
            foreach (var container in pod["containers"]!.AsArray().Concat(pod["initContainers"]?.AsArray() ?? []))
            {
                var security = container!["securityContext"]!;
                ((bool)security["allowPrivilegeEscalation"]!).ShouldBeFalse();
                ((bool)security["readOnlyRootFilesystem"]!).ShouldBeTrue();
                security["capabilities"]!["drop"]!.AsArray().Select(c => c!.ToString()).ShouldBe(["ALL"]);
                security["runAsUser"].ShouldBeNull();
            }
        }
        Overlay.Named(overlay).Hosts.ShouldAllBe(h => (int)h.Pod["securityContext"]!["runAsUser"]! == 1654 && (int)h.Pod["securityContext"]!["fsGroup"]! == 1654);
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Every_host_has_its_own_account_without_rights(string overlay) => Overlay.Named(overlay).Hosts.ShouldAllBe(h =>
        h.Pod["serviceAccountName"]!.ToString() == h.Name && !(bool)Overlay.Named(overlay).One("ServiceAccount", h.Name)["automountServiceAccountToken"]!);

    [Theory, MemberData(nameof(Overlays))]
    public void Every_host_is_probed_and_takes_its_time_to_go(string overlay)
    {
        foreach (var host in Overlay.Named(overlay).Hosts)
        {
            foreach (var (probe, path) in new[] { ("startupProbe", "/health/live"), ("livenessProbe", "/health/live"), ("readinessProbe", "/health/ready") })
            {
                host.Container[probe]!["httpGet"]!["path"]!.ToString().ShouldBe(path);
                host.Container[probe]!["httpGet"]!["port"]!.ToString().ShouldBe("http");
            }
            // Kestrel and the consumers get thirty seconds from .NET's host once the pod is out of the lists.
            ((int)host.Pod["terminationGracePeriodSeconds"]!).ShouldBeGreaterThan((int)host.Container["lifecycle"]!["preStop"]!["sleep"]!["seconds"]! + 30);
            ((int)host.Deployment["spec"]!["strategy"]!["rollingUpdate"]!["maxUnavailable"]!).ShouldBe(0);
            host.Container["resources"]!["limits"]!["memory"]!.ToString().ShouldBe("384Mi");
        }
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Nothing_secret_stands_in_a_manifest(string overlay)
    {
        Overlay.Named(overlay).Of("Secret").ShouldBeEmpty();
        foreach (var (path, text) in Overlay.Named(overlay).Resources.SelectMany(r => Texts(r, $"{r.Kind()} {r.Name()}")))
        {
            Regex.IsMatch(text, @"(password|pwd|secret)\s*=|://[^/\s]*:[^/\s]*@|PRIVATE KEY", RegexOptions.IgnoreCase).ShouldBeFalse(path);
            if (Regex.IsMatch(path, "(password|token|connection_?string)s?$", RegexOptions.IgnoreCase))
                path.ShouldContain("secretTargetRef", Case.Sensitive, "a setting of that name may only refer to a Secret");
        }
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Every_secret_that_is_named_has_somebody_who_makes_it(string overlay)
    {
        var script = File.ReadAllText(Repository.PathOf("deploy/kubernetes/secrets"));
        var roles = Overlay.Named(overlay).One("Cluster", "postgresql")["spec"]!["managed"]!["roles"]!.AsArray().Select(r => r!["name"]!.ToString()).ToList();
        script.ShouldContain($"for role in {string.Join(' ', roles)}; do");
        string[] made = [.. roles.Select(r => $"postgresql-{r}/password"), "rabbitmq-default-user/connection_string", "samples/password", "mail/password"];
        Overlay.Named(overlay).Hosts.SelectMany(h => h.Secrets.Values).Distinct().ShouldBeSubsetOf(made);
    }

    /// <summary>With a kubectl that keeps what it is given in a folder.</summary>
    [Fact, UnsupportedOSPlatform("windows")]
    public async Task Passwords_are_made_once_and_stand_nowhere_but_in_the_cluster()
    {
        var folder = Directory.CreateTempSubdirectory("charter-secrets-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "kubectl"), """
                #!/bin/sh
                case $3 in
                    get) [ ! -e "$0-$5" ] || echo "secret/$5" ;;
                    create) cat >"$0-new" && mv "$0-new" "$0-$(sed -n 's/^  name: //p' "$0-new")" ;;
                esac
                """);
            File.SetUnixFileMode(Path.Combine(folder, "kubectl"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var first = await MadeSecrets(folder);
            first.Keys.Order().ShouldBe(["mail", "postgresql-champions", "postgresql-identity", "postgresql-kitemark", "postgresql-pledge", "postgresql-signatory"]);
            first.Values.ShouldBeUnique();
            (await MadeSecrets(folder)).ShouldBe(first);
            Yaml.Read(first["mail"]).Single()["stringData"]!["password"]!.ToString().ShouldBeEmpty("it is the mail server's to say");
            foreach (var (name, text) in first.Where(s => s.Key != "mail"))
            {
                var secret = Yaml.Read(text).Single();
                secret["stringData"]!["username"]!.ToString().ShouldBe(name["postgresql-".Length..]);
                secret["stringData"]!["password"]!.ToString().ShouldMatch("^[0-9a-f]{48}$");
            }
            (await MadeSecrets(folder, "--samples")).Count.ShouldBe(7);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Every_service_has_a_role_and_a_database_of_its_own(string overlay)
    {
        var cluster = Overlay.Named(overlay).One("Cluster", "postgresql")["spec"]!;
        var used = Overlay.Named(overlay).Hosts.Where(h => h.Settings.ContainsKey("ConnectionStrings__Database")).ToDictionary(h => h, h => new NpgsqlConnectionStringBuilder(h.Settings["ConnectionStrings__Database"]));
        used.Count.ShouldBe(5);
        used.Values.Select(c => c.Database).ShouldBeUnique();
        foreach (var (host, connection) in used)
        {
            connection.Username.ShouldBe(connection.Database, "pg_hba lets a role into the database of its own name");
            connection.SslMode.ShouldBe(SslMode.VerifyFull);
            host.Secrets["PGPASSWORD"].ShouldBe($"postgresql-{connection.Username}/password");
            host.Container["volumeMounts"]!.AsArray().ShouldContain(m => m!["mountPath"]!.ToString() == Path.GetDirectoryName(connection.RootCertificate));
            cluster["managed"]!["roles"]!.AsArray().ShouldContain(r => r!["name"]!.ToString() == connection.Username && r["passwordSecret"]!["name"]!.ToString() == $"postgresql-{connection.Username}");
            var database = Overlay.Named(overlay).One("Database", connection.Database!)["spec"]!;
            (database["name"]!.ToString(), database["owner"]!.ToString(), database["cluster"]!["name"]!.ToString()).ShouldBe((connection.Database!, connection.Username!, "postgresql"));
        }
    }

    [Theory, MemberData(nameof(Overlays))]
    public void The_database_has_room_for_every_pool_of_every_replica(string overlay)
    {
        const int OperatorAndPeople = 20;
        var most = Overlay.Named(overlay).Hosts.Where(h => h.Settings.ContainsKey("ConnectionStrings__Database"))
            .Sum(h => new NpgsqlConnectionStringBuilder(h.Settings["ConnectionStrings__Database"]).MaxPoolSize * (Overlay.Named(overlay).MostReplicas(h.Name) + (int)h.Deployment["spec"]!["strategy"]!["rollingUpdate"]!["maxSurge"]!));
        int.Parse(Overlay.Named(overlay).One("Cluster", "postgresql")["spec"]!["postgresql"]!["parameters"]!["max_connections"]!.ToString(), null).ShouldBe(most + OperatorAndPeople);
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Volumes_that_are_mounted_exist_and_only_one_node_shares_what_one_node_can_mount(string overlay)
    {
        foreach (var claim in Overlay.Named(overlay).Hosts.SelectMany(h => h.Claims.Values).Distinct())
        {
            var mode = Overlay.Named(overlay).One("PersistentVolumeClaim", claim)["spec"]!["accessModes"]!.AsArray().Single()!.ToString();
            mode.ShouldBe(overlay.EndsWith("small", StringComparison.Ordinal) ? "ReadWriteOnce" : "ReadWriteMany");
        }
    }

    [Fact]
    public void Sample_accounts_are_only_where_they_were_asked_for()
    {
        Overlay.Names[..2].SelectMany(o => Overlay.Named(o).Hosts).ShouldAllBe(h => !h.Settings.ContainsKey("Charter__Local") && !h.Secrets.ContainsKey("Samples__Password"));
        Overlay.Named(Overlay.Names[2]).Hosts.Where(h => h.Secrets.ContainsKey("Samples__Password")).Select(h => h.Name).ShouldBe(["identity"]);
    }

    /// <summary>How the hosts get their password in a cluster: not from the connection string.</summary>
    [Fact]
    public async Task A_connection_string_without_a_password_takes_it_from_the_environment()
    {
        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("CHARTER_TEST_POSTGRES") ?? throw new InvalidOperationException("Run the tests with ./charter test."));
        var host = Overlay.Named(Overlay.Names[0]).Hosts.Single(h => h.Name == "pledge");
        var connection = new NpgsqlConnectionStringBuilder(host.Settings["ConnectionStrings__Database"]) { Host = server.Host, Port = server.Port, SslMode = SslMode.Disable, RootCertificate = null, Pooling = false };
        await using var database = new NpgsqlConnection(connection.ConnectionString);
        Environment.SetEnvironmentVariable("PGPASSWORD", File.ReadAllText(Path.Combine(Environment.GetEnvironmentVariable("CHARTER_TEST_HOME")!, "secrets/pledge")));
        try
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PGPASSWORD", null);
        }
        await using var who = new NpgsqlCommand("select current_user", database);
        (await who.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe("pledge");
    }

    private static async Task<Dictionary<string, string>> MadeSecrets(string folder, params string[] arguments)
    {
        using var script = Process.Start(new ProcessStartInfo(Repository.PathOf("deploy/kubernetes/secrets"), arguments)
        {
            RedirectStandardOutput = true,
            Environment = { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" },
        })!;
        await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        script.ExitCode.ShouldBe(0);
        return Directory.GetFiles(folder, "kubectl-*").ToDictionary(f => Path.GetFileName(f)["kubectl-".Length..], File.ReadAllText);
    }

    private static IEnumerable<(string Path, string Text)> Texts(JsonNode? node, string path) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Texts(f.Value, $"{path}.{f.Key}")),
        JsonArray list => list.SelectMany(e => Texts(e, e is JsonObject && e["name"] is { } name && e["value"] is not null ? $"{path}.{name}" : path)),
        JsonValue value when value.TryGetValue<string>(out var text) => [(path, text)],
        _ => [],
    };
}
