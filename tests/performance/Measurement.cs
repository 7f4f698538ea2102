using System.Net;
using System.Text.Json;

namespace Charter.Performance;

/// <summary>How the program was asked to measure.</summary>
internal sealed record Options(bool Json, int[] Organisations, int Seconds, string[] Rows, int StartedIn, string Status)
{
    public static Options Of(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : null;
        return new(args.Contains("--json"), [.. (Value("--organisations") ?? "10000,1000000").Split(',').Select(int.Parse).Order()], int.Parse(Value("--seconds") ?? "10"),
            (Value("--rows") ?? "list,filtered,search,gateway,sign,visible,page,evaluation,hosts,ocds").Split(','), int.Parse(Value("--started-in") ?? "0"), Value("--status") ?? "");
    }

    public bool Wants(string row) => Rows.Contains(row);
}

/// <summary>The rows of the table, each against its bound, at every size.</summary>
internal static class Measurement
{
    private const double WarmUp = 3, LongWarmUp = 8, Stable = 0.97;
    private const int MostWindows = 6;
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Everything of ours that works on a request that reads.</summary>
    private static bool Ours(string process) => Processes.Hosts.Contains(process) || process == "postgresql" || (process.StartsWith("database ", StringComparison.Ordinal) && process != "database floor");

    private static bool TheFloors(string process) => process is "floor" or "nginx" or "postgresql" or "database floor";

    /// <summary>What happens until the answer to a signing, and the relay.</summary>
    private static bool OfSigning(string process) => process is "gateway" or "signatory" or "database signatory" or "postgresql";

    /// <summary>Those that copy signatures. They stand still while the signing itself is measured, so that what they send back is not counted with it.</summary>
    private static readonly string[] Copying = ["pledge", "champions-network", "kite-mark"];

    public static async Task<int> Run(Options options)
    {
        var installation = Installation.FromEnvironment();
        var table = new Table();
        if (options.Wants("hosts"))
            Hosts(options, table);
        var first = new Dictionary<string, double>();
        await Generator.Fill(options.Organisations[0], installation);
        // Programs that are compiled while they run take some thousand requests to become as fast as they will be.
        foreach (var (address, path) in new[] { (installation.FloorUrl, "/list"), (installation.FloorUrl, "/search?q=salford"), (installation.Url, "/api/register"), (installation.Url, "/api/register?q=salford"), (installation.Url, "/register") })
            await Wrk.Drive(installation, address, [new(path)], LongWarmUp);
        foreach (var organisations in options.Organisations)
        {
            await Generator.Fill(organisations, installation);
            await Reading(installation, options, organisations, table, first);
            var reached = options.Wants("sign") || options.Wants("visible") ? await Signing(installation, options, organisations, table) : 0;
            if (options.Wants("visible"))
                await Visible(installation, options, organisations, table, (int)Math.Clamp(reached * 0.6, 1, 100));
            if (options.Wants("page"))
                await Pages(installation, options, organisations, table);
            if (options.Wants("evaluation"))
                await Evaluation(installation, options, organisations, table, first);
        }
        if (options.Wants("ocds"))
            await OcdsImport.Measure(installation, table);
        Console.Write(options.Json ? JsonSerializer.Serialize(new { rows = table.Rows }, Indented) + "\n" : table.ToString());
        return table.Rows.All(r => r.Passes) ? 0 : 1;
    }

    private static async Task Reading(Installation installation, Options options, int organisations, Table table, Dictionary<string, double> first)
    {
        Request[] list = [new("/api/register")];
        Request[] filtered = [.. Enumerable.Range(0, 500).Select(i => new Request($"/api/register?{Filters.Of(i)}"))];
        string[] words = [.. Generator.Searches()];
        Request[] searches = [.. words.Select(w => new Request("/api/register?q=" + Uri.EscapeDataString(w)))];
        Request[] floors = [.. words.Select(w => new Request("/search?q=" + Uri.EscapeDataString(w)))];
        if (options.Wants("list") || options.Wants("gateway") || options.Wants("filtered"))
        {
            var floor = await Twice(installation, installation.FloorUrl, [new("/list")], options.Seconds);
            var ours = await Twice(installation, installation.Url, list, options.Seconds);
            if (options.Wants("list"))
            {
                table.Add("register, first page with total and facets: CPU ms", organisations, ours.Cpu(Ours), floor.Cpu(TheFloors), 2.6, Parts(ours, floor));
                table.Add("register, first page: requests per second", organisations, ours.PerSecond, floor.PerSecond, 0.5, atLeast: true);
                Growth("register, first page: growth of CPU ms", ours.Cpu(Ours));
                await using var changing = new Changes(installation);
                var changed = await Twice(installation, installation.Url, list, options.Seconds);
                table.Add($"register, first page while it changes {Changes.PerSecond} times a second: CPU ms", organisations, changed.Cpu(Ours), floor.Cpu(TheFloors), 2.6, Parts(changed, floor));
            }
            if (options.Wants("gateway"))
                table.Add("the gateway itself, against what nginx adds: CPU ms", organisations, ours.Cpu(p => p == "gateway"), floor.Cpu(p => p == "nginx"), 1.5);
            if (options.Wants("filtered"))
            {
                var other = await Twice(installation, installation.Url, filtered, options.Seconds);
                table.Add("register, 500 filters and pages in turn: CPU ms", organisations, other.Cpu(Ours), floor.Cpu(TheFloors), 2.6, Parts(other, floor));
                Growth("register, filters: growth of CPU ms", other.Cpu(Ours));
            }
        }
        if (options.Wants("search"))
        {
            var floor = await Twice(installation, installation.FloorUrl, floors, options.Seconds);
            var ours = await Twice(installation, installation.Url, searches, options.Seconds);
            table.Add("register, search by words: CPU ms", organisations, ours.Cpu(Ours), floor.Cpu(TheFloors), 0.6, Parts(ours, floor));
            Growth("register, search by words: growth of CPU ms", ours.Cpu(Ours));
            await using var changing = new Changes(installation);
            var changed = await Twice(installation, installation.Url, searches, options.Seconds);
            table.Add($"register, search by words while it changes {Changes.PerSecond} times a second: CPU ms", organisations, changed.Cpu(Ours), floor.Cpu(TheFloors), 0.6, Parts(changed, floor));
            Growth($"register, search by words while it changes: growth of CPU ms", changed.Cpu(Ours));
        }

        void Growth(string row, double cpu)
        {
            if (!first.TryAdd(row, cpu))
                table.Add(row, organisations, cpu, first[row], 1.2);
        }
    }

    private static async Task<double> Signing(Installation installation, Options options, int organisations, Table table)
    {
        var (charter, version, hash) = await CharterOf(installation);
        string Body(Guid organisation) => SigningBody(organisation, version, hash);
        var floorRequests = Enumerable.Range(0, 1000).Select(i => new Request("/sign", "", Body(Guid.NewGuid()))).ToArray();
        var floor = await Twice(installation, installation.FloorUrl, floorRequests, options.Seconds);

        async Task<Load> Sign(int atMost, double seconds)
        {
            var waiting = await Generator.Waiting(installation, Math.Min(40_000, Math.Max(1000, (int)(atMost * seconds))) / Generator.PerAccount * Generator.PerAccount);
            await Warm(installation, waiting);
            return await Wrk.Drive(installation, installation.Url, [.. waiting.Select(w => new Request($"/api/charters/{charter}/signatures", w.Secret, Body(w.Organisation)))], seconds);
        }
        var warm = await Sign((int)floor.PerSecond / 4, LongWarmUp * 2);
        var all = await Sign((int)(warm.PerSecond * 4) + 50, options.Seconds);
        table.Add("sign the charter, with all that follows in every service: CPU ms", organisations, all.Cpu(Ours), floor.Cpu(TheFloors), null, Parts(all, floor));
        await Processes.Signal(installation, "STOP", Copying);
        Load ours;
        try
        {
            // What is compiled while it runs goes on becoming faster for some ten thousand signings.
            var atMost = (int)(warm.PerSecond * 8) + 50;
            ours = await Sign(atMost, LongWarmUp);
            for (var (before, windows) = (double.MaxValue, 0); windows < MostWindows && ours.Cpu(OfSigning) < before * Stable; windows++)
            {
                before = ours.Cpu(OfSigning);
                ours = await Sign(atMost, LongWarmUp);
            }
            ours = await Sign(atMost, options.Seconds);
        }
        finally
        {
            await Processes.Signal(installation, "CONT", Copying);
        }
        table.Add("sign the charter: CPU ms", organisations, ours.Cpu(OfSigning), floor.Cpu(TheFloors), 4, Parts(ours, floor));
        table.Add("sign the charter: requests per second", organisations, ours.PerSecond, floor.PerSecond, null);
        return ours.PerSecond;
    }

    /// <summary>A token is exchanged once per session and kept for two minutes, which is not what these rows are about.</summary>
    private static async Task Warm(Installation installation, IReadOnlyList<(string Secret, Guid Organisation)> waiting) =>
        await Parallel.ForEachAsync(waiting.Select(w => w.Secret).Distinct(), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (secret, cancel) =>
        {
            using var client = Client(installation, secret);
            (await client.GetAsync("/api/places", cancel)).EnsureSuccessStatusCode();
        });

    /// <param name="perSecond">A hundred, or what the machine can do with ease.</param>
    private static async Task Visible(Installation installation, Options options, int organisations, Table table, int perSecond)
    {
        var (charter, version, hash) = await CharterOf(installation);
        var waiting = await Generator.Waiting(installation, (perSecond * options.Seconds + Generator.PerAccount - 1) / Generator.PerAccount * Generator.PerAccount);
        await Warm(installation, waiting);
        await using var seen = new Visibility(installation);
        var clients = waiting.Select(w => w.Secret).Distinct().ToDictionary(s => s, s => Client(installation, s));
        var signed = new List<Task>();
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < waiting.Count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond) - System.Diagnostics.Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
            var (secret, organisation) = waiting[i];
            signed.Add(Sign(clients[secret], organisation));
        }
        await Task.WhenAll(signed);
        var rate = waiting.Count / System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds;
        var waits = await seen.All(TimeSpan.FromSeconds(60));
        var note = string.Join(", ", waits.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => $"{w.Key} p50 {Percentile(w.Value, 0.5):0} p99 {Percentile(w.Value, 0.99):0}"));
        table.Add($"from the answer until visible to all services at {rate:0} signings a second: p99 ms", organisations, Percentile([.. waits.SelectMany(w => w.Value)], 0.99), null, 250, note);

        async Task Sign(HttpClient client, Guid organisation)
        {
            using var content = new StringContent(SigningBody(organisation, version, hash), System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync($"/api/charters/{charter}/signatures", content);
            if (answer.StatusCode != HttpStatusCode.Created)
                throw new InvalidOperationException($"A signing was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            seen.Expect(organisation);
        }
    }

    private static async Task Pages(Installation installation, Options options, int organisations, Table table)
    {
        var ours = await Twice(installation, installation.Url, [new("/register")], options.Seconds);
        table.Add("portal, the register's page: CPU ms", organisations, ours.Cpu(Ours), null, 5, Parts(ours, null));
        var weights = await Weight.Of(installation.Url, "/register");
        table.Add("portal, first visit to the register: compressed KB", organisations, weights.Sum(w => w.Bytes) / 1024.0, null, 120, string.Join(", ", weights.Select(w => $"{w.Path.Split('/')[^1]} {w.Bytes / 1024.0:0.0}")));
    }

    /// <summary>The page with the eight measures, whole and for a place and sector: it reads what is kept, so it costs the same however many have signed.</summary>
    private static async Task Evaluation(Installation installation, Options options, int organisations, Table table, Dictionary<string, double> first)
    {
        const string Growth = "evaluation: growth of CPU ms";
        var (charter, _, _) = await CharterOf(installation);
        Request[] api = [new($"/api/evaluation/{charter}"), new($"/api/evaluation/{charter}?place=E08000006&sector=business")];
        var figures = await Twice(installation, installation.Url, api, options.Seconds);
        table.Add("evaluation, the eight measures by the API: CPU ms", organisations, figures.Cpu(Ours), null, null, Parts(figures, null));
        var page = await Twice(installation, installation.Url, [new($"/evaluation/{charter}")], options.Seconds);
        table.Add("evaluation, the page with the eight measures: CPU ms", organisations, page.Cpu(Ours), null, 8, Parts(page, null));
        if (!first.TryAdd(Growth, figures.Cpu(Ours)))
            table.Add(Growth, organisations, figures.Cpu(Ours), first[Growth], 1.2);
    }

    private static void Hosts(Options options, Table table)
    {
        table.Add("seven hosts started and ready when built: seconds", null, options.StartedIn / 1000.0, null, 15);
        var line = File.ReadLines(options.Status).Single(l => l.StartsWith("the seven hosts", StringComparison.Ordinal));
        var shared = File.ReadLines(options.Status).Single(l => l.StartsWith("counting once", StringComparison.Ordinal));
        // Together they take what they have for themselves and, once, what they share.
        table.Add("seven hosts at rest, together: MB", null, Megabytes(shared), null, 900, $"{line.Trim()} added up, with shared pages counted seven times");

        static double Megabytes(string line) => double.Parse(line.Split(" MB")[0].Split(' ')[^1]);
    }

    private static async Task<Load> Twice(Installation installation, string address, IReadOnlyList<Request> requests, int seconds)
    {
        await Wrk.Drive(installation, address, requests, WarmUp);
        return await Wrk.Drive(installation, address, requests, seconds);
    }

    private static async Task<(Guid Id, int Version, string Hash)> CharterOf(Installation installation)
    {
        await using var signatory = installation.Database("signatory");
        return await Generator.Charter(signatory);
    }

    private static string SigningBody(Guid organisation, int version, string hash) => JsonSerializer.Serialize(new
    {
        organisationId = organisation,
        version,
        contentHash = hash,
        signatory = new { name = "Avery Example", role = "Chair", confirmsAuthority = true, consentsToPublish = true },
    });

    private static HttpClient Client(Installation installation, string secret)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(installation.Url) };
        client.DefaultRequestHeaders.Add("Cookie", "charter-session=" + secret);
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return client;
    }

    private static double Percentile(IReadOnlyList<double> values, double part) => values.Count == 0 ? double.NaN : values.Order().ElementAt((int)Math.Ceiling(values.Count * part) - 1);

    private static string Parts(Load ours, Load? floor)
    {
        string Of(Load load, Func<string, bool> which) => string.Join(" ", load.After.Keys.Where(which).Select(p => (p, load.Cpu(x => x == p))).Where(p => p.Item2 >= 0.005).OrderByDescending(p => p.Item2).Select(p => $"{p.p} {p.Item2:0.00}"));
        return $"{ours.PerSecond:0}/s p99 {ours.SlowestMilliseconds:0.0} ms: {Of(ours, Ours)}" + (floor is null ? "" : $"; floor {floor.PerSecond:0}/s: {Of(floor, TheFloors)}");
    }
}
