using System.Diagnostics;

namespace Charter.Faults.Tests;

/// <summary>A host or server of the installation, as a process that can be killed, frozen and started again.</summary>
internal sealed class HostProcess
{
    private readonly string _pidFile;
    private readonly string _log;
    private readonly string[] _command;
    private readonly string _folder;
    private readonly Dictionary<string, string> _environment;

    public HostProcess(string name)
    {
        Name = name;
        _pidFile = Path.Combine(Installation.Home, "run", $"{name}.pid");
        _log = Path.Combine(Installation.Home, "log", $"{name}.log");
        _command = Strings("cmdline");
        _environment = Strings("environ").Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        _folder = new FileInfo($"/proc/{Pid}/cwd").ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    public string Name { get; }

    /// <summary>How a host is to be started from now on. A server is started by <c>./charter</c> and knows nothing of this.</summary>
    public IDictionary<string, string> Environment => _environment;

    private bool IsServer => Name is "postgresql" or "rabbitmq";

    private int Pid => int.Parse(File.ReadAllText(_pidFile).Split(' ')[0]);

    public Task Kill() => Signal("KILL", Pid);

    /// <summary>Asks the process to end, as an update does, and waits until it has.</summary>
    public async Task Stop()
    {
        var pid = Pid;
        await Signal("TERM", pid);
        await Eventually.Passes(() => IsAlive(pid) ? throw new InvalidOperationException($"{Name} does not end when asked to.") : Task.CompletedTask, seconds: 60);
    }

    /// <summary>Stops the process without ending it: its connections stay open, and nobody answers.</summary>
    public async Task Freeze(TimeSpan duration)
    {
        var pid = Pid;
        await Signal("STOP", pid);
        await Task.Delay(duration);
        await Signal("CONT", pid);
    }

    /// <summary>Kills one process that serves a connection; the server then ends all of them and recovers.</summary>
    public async Task KillChild(Random random)
    {
        var children = (await File.ReadAllTextAsync($"/proc/{Pid}/task/{Pid}/children")).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await Signal("KILL", int.Parse(children[random.Next(children.Length)]));
        // Another kill while it recovers would end the server for good, which is a fault of another kind.
        await using var server = Installation.Database("postgres");
        await Eventually.Passes(async () => await server.CreateCommand("select 1").ExecuteScalarAsync(), seconds: 90);
    }

    public async Task Start()
    {
        if (IsServer)
        {
            await Installation.Command("start", Name);
            return;
        }
        // the shell only lends its redirection: the process that runs afterwards is the host, in a session of its own
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec setsid \"$@\" </dev/null >>\"$0\" 2>&1", _log, .. _command]) { WorkingDirectory = _folder };
        start.Environment.Clear();
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        var stat = await File.ReadAllTextAsync($"/proc/{process.Id}/stat");
        await File.WriteAllTextAsync(_pidFile, $"{process.Id} {stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19]}\n");
    }

    /// <summary>Waits until the host answers that it can serve.</summary>
    public async Task Ready()
    {
        if (IsServer)
            return;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.Passes(async () => (await client.GetAsync($"{_environment["ASPNETCORE_URLS"]}/health/ready")).EnsureSuccessStatusCode(), seconds: 90);
    }

    private string[] Strings(string file) => File.ReadAllText($"/proc/{Pid}/{file}").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task Signal(string signal, int pid)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{pid}"]);
        await kill.WaitForExitAsync();
    }
}
