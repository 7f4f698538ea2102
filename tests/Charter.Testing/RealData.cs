using System.Text.Json;
using Xunit.v3;

namespace Charter.Testing;

/// <summary>Files of other people that are used where they stand: the folder that CHARTER_DATA names, or shared/data beside the checkout. Without them a test is skipped.</summary>
public static class RealData
{
    private static readonly string[] Folders = [.. new[] { Environment.GetEnvironmentVariable("CHARTER_DATA"), Beside() }.OfType<string>()];

    /// <summary>Where the file is.</summary>
    public static string PathOf(string file) =>
        Folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists) ?? throw new InvalidOperationException($"{DynamicSkipToken.Value}{file} is not beside the checkout.");

    /// <summary>The file as JSON.</summary>
    public static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(PathOf(file))).RootElement;

    /// <summary>The folder itself, for a service that is given it; null when it is not there.</summary>
    public static string? Folder => Folders.FirstOrDefault(Directory.Exists);

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "data")))
                return Path.Combine(folder.FullName, "shared", "data");
        return null;
    }
}
