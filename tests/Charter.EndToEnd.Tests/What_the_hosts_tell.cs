using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Charter.EndToEnd.Tests;

/// <summary>Traces, metrics and logs as they leave the hosts.</summary>
public sealed partial class What_the_hosts_tell(Installation charter, Browser browser)
{
    private static readonly string[] Hosts = ["gateway", "portal", "identity", "signatory", "pledge", "champions-network", "kite-mark"];

    [Fact]
    public async Task Holds_nothing_of_the_people_who_use_them()
    {
        var stranger = $"kim.stranger.{Guid.NewGuid():n}@example.com";
        var nobody = charter.Anonymous();
        foreach (var address in new[] { $"/register?q={stranger}", $"/api/register?q={stranger}", $"/nowhere/{stranger}", $"/api/register/{stranger}", $"/api/nowhere/{stranger}", $"/verify/{stranger}" })
            await nobody.GetAsync(address);
        await nobody.PostAsync("/sign-in", new FormUrlEncodedContent([new("Email", stranger), new("Password", "Kim-Secret-77")]));

        var page = await browser.PageOf("newcomer");
        await page.GotoAsync($"/register?q={stranger}");
        var cookie = (await page.Context.CookiesAsync()).Single(c => c.Name == "charter-session").Value;

        var organisation = await charter.SignedOrganisation($"Quiet Sample {Guid.NewGuid():n}");
        var newcomer = await charter.As("newcomer");
        foreach (var name in new[] { "Kim Stranger", "Kim Stranger", "" })   // the second time and the last are refused
            await newcomer.PostAsJsonAsync("/api/network/champions", new { organisationId = organisation, name, email = stranger, jobTitle = "Director" });
        await newcomer.PostAsJsonAsync($"/api/organisations/{organisation}/invitations", new { email = stranger, roles = new[] { "editor" } });
        await newcomer.PostAsync("/api/organisations", new StringContent($$"""{"name": "{{stranger}}", "sector": "{{stranger}}" """, Encoding.UTF8, "application/json"));

        var last = await newcomer.GetAsync($"/api/register/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-on-register");
        var metrics = charter.Traces.Signals.GetValueOrDefault("metrics");
        await Eventually.Passes(() =>
        {
            charter.Traces.Of(last.Text("traceId")!).ShouldNotBeEmpty();
            Everything("logs").ShouldContain("not-on-register");
            charter.Traces.Signals.GetValueOrDefault("metrics").ShouldBeGreaterThan(metrics + (2 * Hosts.Length));
            return Task.CompletedTask;
        }, seconds: 180);

        var bearer = newcomer.DefaultRequestHeaders.Authorization!.Parameter!;
        string[] secrets =
        [
            stranger, Uri.EscapeDataString(stranger), "Kim Stranger", "Kim-Secret-77", "@example.org", "%40example.org", "Robin Newcomer", "Nell Cowdrey",
            Installation.Password, cookie, bearer.Split('.')[^1], "eyJhbGciOi",
        ];
        foreach (var log in Hosts)
            Found(secrets, await File.ReadAllTextAsync(Path.Combine(Installation.Logs, $"{log}.log"))).ShouldBeEmpty($"in the log of {log}");
        foreach (var signal in new[] { "traces", "metrics", "logs" })
            Found(secrets, Everything(signal)).ShouldBeEmpty($"in {signal}");
    }

    [Fact]
    public async Task Is_one_JSON_object_a_line_with_the_trace_that_the_caller_was_told()
    {
        var refusal = await charter.Anonymous().GetAsync($"/api/register/{Guid.NewGuid()}").Is_refused(HttpStatusCode.NotFound, "not-on-register");
        var trace = refusal.Text("traceId")!;
        await Eventually.Passes(async () =>
        {
            var lines = await File.ReadAllLinesAsync(Path.Combine(Installation.Logs, "signatory.log"));
            var line = JsonDocument.Parse(lines.Single(l => l.Contains(trace, StringComparison.Ordinal))).RootElement;
            line.Text("trace").ShouldBe(trace);
            line.Text("level").ShouldBe("Information");
            line.Text("message")!.ShouldContain("not-on-register");
        });
        // the OTLP record has the id as sixteen bytes
        var bytes = Encoding.Latin1.GetString(Convert.FromHexString(trace));
        await Eventually.Passes(() =>
        {
            Everything("logs").ShouldContain(bytes);
            return Task.CompletedTask;
        });
        foreach (var host in Hosts)
            foreach (var line in (await File.ReadAllLinesAsync(Path.Combine(Installation.Logs, $"{host}.log"))).SkipLast(1))
                Should.NotThrow(() => JsonDocument.Parse(line), $"{host}: {line}");
    }

    [Fact]
    public async Task Has_every_figure_that_alerts_and_dashboard_ask_for()
    {
        // so that there is something to count, also in hosts that were started anew
        await new The_journey_by_api(charter).An_organisation_signs_pledges_shows_evidence_and_is_awarded_a_kite_mark();
        var alerts = AlertExpressions().ToArray();
        alerts.Length.ShouldBeGreaterThan(10);
        var asked = alerts.Concat(DashboardExpressions()).ToArray();
        var broker = await BrokerMetrics();
        await Eventually.Passes(() =>
        {
            asked.SelectMany(NamesIn).Distinct().Where(name => !broker.Contains(name) && !OfPrometheus().IsMatch(name) && Find(name) is null).ShouldBeEmpty();
            asked.SelectMany(LabelsIn).Distinct().Where(l => l.Label is not ("job" or "instance" or "service" or "le") && Find(l.Metric) is { } metric && !Known(metric).Contains(l.Label)).ShouldBeEmpty();
            return Task.CompletedTask;
        }, seconds: 180);
        charter.Traces.Metrics.Values.Where(m => m.Name.StartsWith("charter_", StringComparison.Ordinal)).Where(m => m.Unit == "" || m.Description == "").ShouldBeEmpty();
    }

    [Fact]
    public void Is_explained_in_the_runbook()
    {
        var runbook = File.ReadAllText(Path.Combine(Installation.Root, "docs/runbook.md"));
        var alerts = AlertName().Matches(Alerts()).Select(m => m.Groups[1].Value).ToArray();
        alerts.Where(alert => !runbook.Contains($"| {alert} |", StringComparison.Ordinal)).ShouldBeEmpty();
        foreach (var host in Hosts)
            Alerts().ShouldContain($"absent(dotnet_process_memory_working_set_bytes{{service=\"{host}\"}})");
    }

    private Metric? Find(string name) => charter.Traces.Metrics.GetValueOrDefault(name) ?? charter.Traces.Metrics.GetValueOrDefault(HistogramPart().Replace(name, ""));

    private static string Everything(string signal) => File.Exists(TraceReceiver.FileOf(signal)) ? Read(TraceReceiver.FileOf(signal)) : "";

    private static string Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static IEnumerable<string> Found(string[] secrets, string text) => secrets.Where(s => text.Contains(s, StringComparison.OrdinalIgnoreCase));

    private static HashSet<string> Known(Metric metric)
    {
        lock (metric.Labels)
            return [.. metric.Labels];
    }

    private static string Alerts() => File.ReadAllText(Path.Combine(Installation.Root, "deploy/observability/alerts.yml"));

    private static IEnumerable<string> AlertExpressions() => Expression().Matches(Alerts()).Select(m => m.Groups[1].Value);

    private static IEnumerable<string> DashboardExpressions()
    {
        var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Installation.Root, "deploy/observability/grafana/dashboards/charter.json"))).RootElement;
        foreach (var panel in dashboard.GetProperty("panels").EnumerateArray().Where(p => p.TryGetProperty("targets", out _)))
        {
            panel.Text("description").ShouldNotBeNullOrEmpty(panel.Text("title"));
            panel.GetProperty("fieldConfig").GetProperty("defaults").Text("unit").ShouldNotBeNullOrEmpty(panel.Text("title"));
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
                yield return target.Text("expr")!;
        }
    }

    /// <summary>Names in a PromQL expression that are no function, keyword or label.</summary>
    private static IEnumerable<string> NamesIn(string expression) =>
        Name().Matches(Grouping().Replace(Matchers().Replace(expression, ""), "")).Select(m => m.Value);

    private static IEnumerable<(string Metric, string Label)> LabelsIn(string expression) =>
        Selector().Matches(expression).SelectMany(m => LabelMatcher().Matches(m.Groups[2].Value).Select(l => (m.Groups[1].Value, l.Groups[1].Value)));

    /// <summary>Both pages of RabbitMQ that prometheus.yml reads.</summary>
    private static async Task<HashSet<string>> BrokerMetrics()
    {
        using var broker = new HttpClient { BaseAddress = new($"http://127.0.0.1:{Installation.Port + 13}") };
        var pages = await broker.GetStringAsync("/metrics") + await broker.GetStringAsync("/metrics/detailed?family=queue_coarse_metrics&family=queue_consumer_count");
        return [.. MetricLine().Matches(pages).Select(m => m.Value)];
    }

    [GeneratedRegex(@"^ +expr: (?:\|\n)?((?:.+\n)(?: {10,}.+\n)*)", RegexOptions.Multiline)] private static partial Regex Expression();
    [GeneratedRegex(@"^ +- alert: (\w+)$", RegexOptions.Multiline)] private static partial Regex AlertName();
    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|\d+[smhd]\b|""[^""]*""")] private static partial Regex Matchers();
    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")] private static partial Regex Grouping();
    [GeneratedRegex(@"\b(?!(?:and|or|unless|offset|bool)\b)[a-z_][a-zA-Z0-9_]*\b(?!\s*\()")] private static partial Regex Name();
    [GeneratedRegex(@"\b([a-z_]\w+)\{([^}]*)\}")] private static partial Regex Selector();
    [GeneratedRegex(@"(\w+)\s*(?:=~|!~|!=|=)")] private static partial Regex LabelMatcher();
    [GeneratedRegex("_(bucket|count|sum)$")] private static partial Regex HistogramPart();
    [GeneratedRegex("^(up|ALERTS|prometheus_.+)$")] private static partial Regex OfPrometheus();
    [GeneratedRegex(@"^\w+", RegexOptions.Multiline)] private static partial Regex MetricLine();
}
