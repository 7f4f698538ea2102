namespace Charter.Pledges.Tests;

/// <summary>Files of other people that are used where they stand: the folder that CHARTER_DATA names, or shared/data beside the checkout. Without them a test is skipped.</summary>
internal static class RealData
{
    private static readonly string[] Folders = [.. new[] { Environment.GetEnvironmentVariable("CHARTER_DATA"), Beside() }.OfType<string>()];

    public static string PathOf(string file)
    {
        var path = Folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{file} is not beside the checkout.");
        return path!;
    }


    /// <summary>The folder itself, for a service that is given it.</summary>
    public static string? Folder => Folders.FirstOrDefault(Directory.Exists);

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "data")))
                return Path.Combine(folder.FullName, "shared", "data");
        return null;
    }
}
