namespace Charter.Contracts.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Compares a committed file with what it should say; <c>CHARTER_WRITE_DOCS=1</c> writes it instead.</summary>
    public static void FileIs(string path, string expected)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("CHARTER_WRITE_DOCS") == "1")
            File.WriteAllText(file, expected);
        (File.Exists(file) ? File.ReadAllText(file) : "").ShouldBe(expected, $"{path} is out of date; CHARTER_WRITE_DOCS=1 ./charter test Contracts writes it anew.");
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Charter.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
