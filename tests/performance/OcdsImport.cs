using System.Diagnostics;
using System.Globalization;

namespace Charter.Performance;

/// <summary>Imports of OCDS packages by the command, of two sizes: how fast, and how much memory the larger needs against the smaller.</summary>
internal static class OcdsImport
{
    private const int Small = 16, Large = 256;

    public static async Task Measure(Installation installation, Table table)
    {
        await using var pledge = installation.Database("pledge");
        var organisation = await pledge.Ask<Guid>("select organisation_id from organisation order by 1 limit 1");
        var folder = Directory.CreateTempSubdirectory("charter-ocds-");
        try
        {
            var small = await Import(Package(folder, Small, "a"), organisation);
            var large = await Import(Package(folder, Large, "b"), organisation);
            table.Add($"OCDS import of {Large} MB: MB per second", null, large.MegabytesPerSecond, null, null, $"{Small} MB: {small.MegabytesPerSecond.ToString("0.0", CultureInfo.InvariantCulture)} MB per second, the start of the process included");
            table.Add($"OCDS import: peak memory in MB for {Large} MB, against {Small} MB", null, large.PeakMemory, small.PeakMemory, 1.3);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(double MegabytesPerSecond, double PeakMemory)> Import(string path, Guid organisation)
    {
        var charter = Path.Combine(Repository(), "charter");
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(charter, ["import", "ocds", path, "--organisation", organisation.ToString()]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = 0.0;
        while (await Task.WhenAny(output, Task.Delay(50)) != output)
            peak = Math.Max(peak, PeakOf(process.Id));
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (new FileInfo(path).Length / 1e6 / Stopwatch.GetElapsedTime(began).TotalSeconds, peak) : throw new InvalidOperationException($"{path} was not imported: {await output}");
    }

    /// <summary>The command becomes the host, so it has the same id.</summary>
    private static double PeakOf(int pid)
    {
        try
        {
            return File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line ? double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024 : 0;
        }
        catch (IOException)
        {
            return 0;   // it has ended
        }
    }

    private static string Package(DirectoryInfo folder, int megabytes, string tag)
    {
        var path = Path.Combine(folder.FullName, $"{megabytes}.json");
        using var text = new StreamWriter(path);
        text.Write("""{"uri":"https://www.example.org/p.json","version":"1.1","publishedDate":"2026-01-01T00:00:00Z","publisher":{"name":"Sample"},"releases":[""");
        var filler = new string('x', 2500);
        for (long i = 0, written = 0; written < megabytes * 1_000_000L; i++)
        {
            var release = $$$"""
                {{{(i == 0 ? "" : ",")}}}{"ocid":"ocds-perf{{{tag}}}-{{{i}}}","id":"{{{i}}}","date":"2026-01-10T09:00:00Z","tag":["award"],"initiationType":"tender","tender":{"id":"T","title":"Works {{{i}}}","description":"{{{filler}}}","status":"complete"},"parties":[{"id":"S","name":"Sample {{{i % 5000}}} Ltd","roles":["supplier"],"address":{"streetAddress":"1 Sample Street, Salford M99 1AA"}}],"awards":[{"id":"1","status":"active","value":{"amount":{{{1000 + i % 997}}},"currency":"GBP"},"suppliers":[{"id":"S","name":"Sample {{{i % 5000}}} Ltd"}]}]}
                """;
            text.Write(release);
            written += release.Length;
        }
        text.Write("]}");
        return path;
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Charter.sln")))
                return folder.FullName;
        throw new InvalidOperationException("The checkout is not above this program.");
    }
}
