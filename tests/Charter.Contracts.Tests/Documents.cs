using System.Text.RegularExpressions;

namespace Charter.Contracts.Tests;

public sealed class Documents
{
    [Fact]
    public void Every_link_between_documents_leads_to_a_file()
    {
        string[] pages = [Path.Combine(Repository.Root, "README.md"), .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)];
        var broken = from page in pages
                     from Match link in Regex.Matches(File.ReadAllText(page), @"\]\((?!https?:|#|mailto:)(?<target>[^)#\s]+)")
                     where !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, link.Groups["target"].Value))
                     select $"{Path.GetRelativePath(Repository.Root, page)}: {link.Groups["target"].Value}";
        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Every_file_and_every_test_that_the_security_page_names_is_there()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "security.md")).Where(line => Regex.IsMatch(line, @"^\| \d")).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        rows.Count.ShouldBeGreaterThan(45);
        var files = rows.SelectMany(row => Regex.Matches(row[3], "`([^`]+)`").Select(m => m.Groups[1].Value));
        var tests = from row in rows
                    from test in Tests(row[4])
                    select $"tests/{(test.Project == "Faults" ? "faults" : $"Charter.{test.Project}.Tests")}/{test.File}.cs";
        files.Concat(tests).Where(path => !Path.Exists(Path.Combine(Repository.Root, path))).ShouldBeEmpty();
        rows.Where(row => row[3] == "" || row[4] == "").ShouldBeEmpty();
    }

    /// <summary>"Identity · Signing_in, Passwords" names two files of one project.</summary>
    private static IEnumerable<(string Project, string File)> Tests(string cell)
    {
        var project = "";
        foreach (var name in cell == "–" ? [] : cell.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = name.Split(" · ");
            if (parts.Length == 2)
                project = parts[0];
            yield return (project, parts[^1]);
        }
    }
}
