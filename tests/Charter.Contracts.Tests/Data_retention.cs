using System.Reflection;
using System.Text.RegularExpressions;

namespace Charter.Contracts.Tests;

/// <summary>What docs/data-retention.md promises, the periods in the code and the tables of all databases are the same.</summary>
public sealed class Data_retention
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "data-retention.md"));

    private static readonly Type[] Periods = [Assembly.Load("Charter.Identity").GetType("Charter.Identity.Retention")!, Assembly.Load("Charter.ServiceDefaults").GetType("Charter.ServiceDefaults.Retention")!,
        Assembly.Load("Charter.Signatories").GetType("Charter.Signatories.Retention")!, Assembly.Load("Charter.Pledges").GetType("Charter.Pledges.Retention")!];

    private static IEnumerable<(string Name, string Words)> Constants => Periods.SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f =>
        ($"{t.FullName!["Charter.".Length..]}.{f.Name}", InWords(f.GetValue(null)!))));

    private static string[][] Rows => [.. Page.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal) && !l.StartsWith("|---", StringComparison.Ordinal)).Skip(1).Select(l => l.Trim('|').Split('|').Select(c => c.Trim()).ToArray())];

    private static string InWords(object period) => period switch
    {
        int years => $"{years} years",
        TimeSpan { TotalDays: 1 } => "1 day",
        TimeSpan { TotalDays: > 1 } days => $"{days.TotalDays} days",
        TimeSpan hours => $"{hours.TotalHours} hours",
        _ => throw new InvalidOperationException($"{period} is no period."),
    };

    [Fact]
    public void Every_period_in_the_code_stands_in_the_table_as_it_is()
    {
        foreach (var (name, words) in Constants)
            Rows.Single(r => r[5] == $"`{name}`")[3].ShouldContain(words, Case.Insensitive, name);
        Rows.Select(r => r[5]).Where(c => c != "–").ShouldBe(Constants.Select(c => $"`{c.Name}`"), ignoreOrder: true);
    }

    [Fact]
    public void Every_table_of_every_database_is_accounted_for()
    {
        var services = new[] { "signatory", "pledge", "champions-network", "kite-mark", "identity" };
        var everywhere = new[] { "inbox", "outbox", "idempotency_key" };
        var exist = services.SelectMany(s => Directory.GetFiles(Path.Combine(Repository.Root, "services", s, "Migrations"), "*ModelSnapshot.cs")
            .SelectMany(f => Regex.Matches(File.ReadAllText(f), "ToTable\\(\"(\\w+)\"").Select(m => (Service: s, Table: m.Groups[1].Value)))).Distinct().Where(t => !everywhere.Contains(t.Table)).ToArray();
        var places = string.Join("; ", Rows.Select(r => r[1]).Append(string.Join(' ', Page.Split("No personal data: ")[1].Split("\n\n")[0].TrimEnd('.').Split('\n'))));
        var named = places.Split(';', StringSplitOptions.TrimEntries).SelectMany(p => Regex.Match(p, "^([a-z-]+):? ") is { Success: true } service
            ? Regex.Matches(p, "`(\\w+)`").Select(t => (Service: service.Groups[1].Value, Table: t.Groups[1].Value)) : []).Where(t => services.Contains(t.Service)).ToHashSet();
        exist.Except(named).ShouldBeEmpty("these tables are missing in docs/data-retention.md");
        named.Except(exist).ShouldBeEmpty("docs/data-retention.md names tables that there are not");
    }

    [Fact]
    public void The_privacy_notice_states_the_same_periods()
    {
        var notice = File.ReadAllText(Path.Combine(Repository.Root, "services", "portal", "Pages", "Privacy.cshtml"));
        foreach (var name in new[] { "SignUps", "Sessions", "FailedAttempts", "KnownPlaces", "SettledInvitations", "AuditYears" })
            notice.ShouldContain(Constants.Single(c => c.Name == $"Identity.Retention.{name}").Words);
    }
}
