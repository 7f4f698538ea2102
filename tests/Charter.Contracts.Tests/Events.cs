using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MassTransit;

namespace Charter.Contracts.Tests;

public sealed class Events
{
    private static readonly (string Name, string Folder, Assembly Assembly)[] Hosts =
    [
        ("signatory", "services/signatory", Assembly.Load("Charter.Signatories")),
        ("pledge", "services/pledge", Assembly.Load("Charter.Pledges")),
        ("champions-network", "services/champions-network", Assembly.Load("Charter.Champions")),
        ("kite-mark", "services/kite-mark", Assembly.Load("Charter.KiteMarks")),
        ("identity", "services/identity", Assembly.Load("Charter.Identity")),
        ("gateway", "gateway", Assembly.Load("Charter.Gateway")),
        ("every service", "services/common/Charter.ServiceDefaults", Assembly.Load("Charter.ServiceDefaults")),
    ];

    private static readonly Type[] All = [.. typeof(IEvent).Assembly.GetExportedTypes().Where(t => t.IsAssignableTo(typeof(IEvent)) && !t.IsInterface).OrderBy(t => t.Name, StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. All.Select(t => t.Name)];

    /// <summary>An event once published is read by services of other ages: members are only ever added, and then optional.</summary>
    [Theory, MemberData(nameof(Names))]
    public void An_event_keeps_its_shape_on_the_wire(string name)
    {
        var type = All.Single(t => t.Name == name);
        var json = JsonSerializer.Serialize(Sample(type), new JsonSerializerOptions { WriteIndented = true });
        Repository.FileIs($"tests/Charter.Contracts.Tests/Snapshots/{name}.json", json + "\n");
        JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type), new JsonSerializerOptions { WriteIndented = true }).ShouldBe(json);
    }

    [Fact]
    public void No_event_names_a_person_by_anything_but_the_account_id() =>
        All.SelectMany(t => Leaves(t, t.Name)).Where(l => Regex.IsMatch(l, "Email|Signatory(Name|Role)|Phone|Address|JobTitle", RegexOptions.IgnoreCase)).ShouldBeEmpty();

    [Fact]
    public void The_catalogue_in_the_documents_says_who_publishes_and_who_consumes_what()
    {
        var summaries = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Charter.Contracts.xml")).Descendants("member")
            .ToDictionary(m => m.Attribute("name")!.Value, m => Regex.Replace(string.Concat(m.Element("summary")?.DescendantNodes().Select(n => n is XText t ? t.Value : n is XElement e ? e.Attribute("cref")?.Value.Split('.')[^1] : "") ?? []), @"\s+", " ").Trim());
        var page = new StringBuilder("""
            # Events

            What services tell each other over RabbitMQ. The records are in `services/common/Charter.Contracts`, one file per publisher; this page is made from them and from the code that
            publishes and consumes, and a test keeps it true. Delivery is at least once and in no promised order; every consumer has an inbox, and compares versions or keeps the furthest state.
            People are named by account id only.

            | event | what happened | publisher | consumers |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var type in All)
        {
            var publishers = Hosts.Where(h => Publishes(h.Folder, type.Name)).Select(h => h.Name).ToArray();
            publishers.Length.ShouldBe(1, $"{type.Name} has one publisher");
            var consumers = Hosts.SelectMany(h => h.Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IConsumer<>).MakeGenericType(type))).Select(t => $"{h.Name}: {t.Name}")).Order(StringComparer.Ordinal);
            page.Append($"| {type.Name} | {summaries[$"T:{type.FullName}"]} | {publishers[0]} | {string.Join("<br>", consumers.DefaultIfEmpty("–"))} |\n");
        }
        Repository.FileIs("docs/events.md", page.ToString());
    }

    private static bool Publishes(string folder, string name) => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")).Any(f => File.ReadAllText(f).Contains($"new {name}("));

    private static IEnumerable<string> Leaves(Type type, string path) => type.GetProperties().SelectMany(p =>
        p.PropertyType.Assembly == typeof(IEvent).Assembly ? Leaves(p.PropertyType, $"{path}.{p.Name}") : [$"{path}.{p.Name}"]);

    private static object Sample(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => "text",
        TypeCode.Int32 => 1,
        TypeCode.Boolean => true,
        TypeCode.Decimal => 1.5m,
        _ when type == typeof(Guid) => Guid.Parse("01988f6e-7a51-7c3e-9d3a-2f1f5c1f9a10"),
        _ when type == typeof(DateOnly) => new DateOnly(2026, 11, 21),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.Zero),
        _ when Nullable.GetUnderlyingType(type) is { } inner => Sample(inner),
        _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => OneEntry(type.GetGenericArguments()[0]),
        _ => type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.Invoke([.. type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters().Select(p => Sample(p.ParameterType))]),
    };

    private static Array OneEntry(Type item)
    {
        var list = Array.CreateInstance(item, 1);
        list.SetValue(Sample(item), 0);
        return list;
    }
}
