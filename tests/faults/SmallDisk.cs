using System.Diagnostics;

namespace Charter.Faults.Tests;

/// <summary>A file system in memory for the evidence folder, small enough to be filled.</summary>
internal static class SmallDisk
{
    private static string Filler => Path.Combine(Installation.Evidence, "filler");

    /// <summary>Moves the folder's content to it. False where this process may not mount.</summary>
    public static async Task<bool> Mount()
    {
        if (IsMounted())
            return true;
        var aside = Installation.Evidence + ".aside";
        await Run("cp", "-a", Installation.Evidence, aside);
        try
        {
            if (!await Run("mount", "-t", "tmpfs", "-o", "size=48m,mode=700", "tmpfs", Installation.Evidence))
                return false;
            await Run("cp", "-a", aside + "/.", Installation.Evidence);
            return true;
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    /// <summary>Leaves a folder with the same content where the file system was.</summary>
    public static async Task Unmount()
    {
        if (!IsMounted())
            return;
        var aside = Installation.Evidence + ".aside";
        await Run("cp", "-a", Installation.Evidence, aside);
        await Run("umount", Installation.Evidence);
        await Run("cp", "-a", aside + "/.", Installation.Evidence);
        Directory.Delete(aside, recursive: true);
    }

    /// <summary>Takes all the room that is left, for this long.</summary>
    public static async Task Fill(TimeSpan duration)
    {
        await using (var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var block = new byte[4096];
            try
            {
                while (true)
                    filler.Write(block);
            }
            catch (IOException)
            {
                // now it is full
            }
        }
        await Task.Delay(duration);
        File.Delete(Filler);
    }

    private static bool IsMounted() => File.ReadLines("/proc/mounts").Any(m => m.Split(' ')[1] == Installation.Evidence);

    private static async Task<bool> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
