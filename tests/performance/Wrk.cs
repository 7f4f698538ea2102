using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Charter.Performance;

/// <summary>One request as requests.lua reads it.</summary>
internal sealed record Request(string Path, string Cookie = "", string Body = "");

/// <summary>What wrk saw, and what the processes used meanwhile.</summary>
internal sealed record Load(long Requests, double PerSecond, double SlowestMilliseconds, Dictionary<string, double> Before, Dictionary<string, double> After)
{
    public double Cpu(Func<string, bool> which) => Processes.Between(Before, After, which) / Requests;
}

internal static partial class Wrk
{
    private const int Connections = 16, Threads = 2;

    /// <summary>Drives the address and fails when anything but success was answered.</summary>
    public static async Task<Load> Drive(Installation installation, string address, IReadOnlyList<Request> requests, double seconds)
    {
        var file = Path.Combine(installation.Home, "run", $"requests-{Guid.NewGuid():n}");
        await File.WriteAllLinesAsync(file, requests.Select(r => $"{r.Path}\t{r.Cookie}\t{r.Body}"));
        try
        {
            var before = Processes.Look(installation);
            using var wrk = Process.Start(new ProcessStartInfo("wrk", ["-t", $"{Threads}", "-c", $"{Connections}", "-d", $"{(int)Math.Ceiling(seconds)}s", "--timeout", "30s", "--latency", "-s", "requests.lua", address, "--", file, $"{Threads}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = wrk.StandardError.ReadToEndAsync();
            var said = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            var after = Processes.Look(installation);
            if (wrk.ExitCode != 0 || said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal))
                throw new InvalidOperationException($"Not every request to {address}{requests[0].Path} was answered: {said} {await errors}");
            return new(long.Parse(Total().Match(said).Groups[1].Value), double.Parse(Rate().Match(said).Groups[1].Value, CultureInfo.InvariantCulture), Duration(Worst().Match(said)), before, after);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static double Duration(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };

    [GeneratedRegex(@"(\d+) requests in")] private static partial Regex Total();
    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")] private static partial Regex Rate();
    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")] private static partial Regex Worst();
}
