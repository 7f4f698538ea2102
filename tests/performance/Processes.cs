namespace Charter.Performance;

/// <summary>Processor time of processes from /proc: user and system, and of children that have ended.</summary>
internal static class Processes
{
    private const double MillisecondsPerTick = 10;   // USER_HZ is 100 on every Linux that .NET runs on

    public static readonly string[] Hosts = ["signatory", "pledge", "champions-network", "kite-mark", "identity", "portal", "gateway"];

    /// <summary>Milliseconds used so far, by process of the installation; PostgreSQL's by the database that a process serves, the rest of it as <c>postgresql</c>.</summary>
    public static Dictionary<string, double> Look(Installation installation)
    {
        var used = new Dictionary<string, double>();
        foreach (var host in Hosts)
            Add(used, host, PidOf(installation, host), withEnded: false);
        Add(used, "floor", PidOf(installation, "floor"), withEnded: false);
        var nginx = PidOf(installation, "nginx");
        foreach (var pid in Children(nginx).Append(nginx))
            Add(used, "nginx", pid, withEnded: false);
        var postmaster = PidOf(installation, "postgresql");
        Add(used, "postgresql", postmaster, withEnded: true);
        foreach (var child in Children(postmaster))
            Add(used, Serves(child) is { } database ? "database " + database : "postgresql", child, withEnded: false);
        return used;
    }

    public static double Between(Dictionary<string, double> before, Dictionary<string, double> after, Func<string, bool> which) =>
        after.Where(a => which(a.Key)).Sum(a => a.Value - before.GetValueOrDefault(a.Key));

    /// <summary>Sends a signal to hosts, such as STOP and CONT.</summary>
    public static async Task Signal(Installation installation, string signal, params string[] hosts)
    {
        foreach (var host in hosts)
        {
            using var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{PidOf(installation, host)}"]);
            await kill.WaitForExitAsync();
        }
    }

    private static int PidOf(Installation installation, string name) => int.Parse(File.ReadAllText(Path.Combine(installation.Home, "run", name + ".pid")).Split(' ')[0]);

    private static IEnumerable<int> Children(int pid) =>
        File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);

    /// <summary>A server process calls itself "postgres: ROLE DATABASE ADDRESS …".</summary>
    private static string? Serves(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split(' ') is ["postgres:", _, var database, var address, ..] && address.Contains('(') ? database : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Add(Dictionary<string, double> used, string name, int pid, bool withEnded)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[11]) + long.Parse(fields[12]) + (withEnded ? long.Parse(fields[13]) + long.Parse(fields[14]) : 0);
            used[name] = used.GetValueOrDefault(name) + ticks * MillisecondsPerTick;
        }
        catch (IOException)
        {
            // it has ended; what it used is counted with its parent
        }
    }
}
