using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Charter.Contracts;
using Charter.Portal.Maps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Charter.Portal.Tests;

public sealed class The_register_in_pictures(PortalFixture portal)
{
    private static object Figures(params object[] months) => new
    {
        asAt = "2026-11-27",
        signed = 7,
        confirmed = 20,
        statuses = new Dictionary<string, long> { ["in-force"] = 7, ["lapsed"] = 2 },
        months,
        sectors = new[] { new { value = "faith", label = (string?)null, signed = 7, confirmed = 20, share = 0.35m } },
        places = Places.All.Select(p => new { value = p.Code, label = p.Name, signed = p.Name == "Salford" ? 7 : 0, confirmed = p.Name == "Wyre" ? 0 : 20, share = p.Name == "Salford" ? 0.35m : p.Name == "Wyre" ? (decimal?)null : 0 }),
        sizeBands = new[] { new { value = "small", label = (string?)null, signed = 7, confirmed = 20, share = 0.35m } },
    };

    private Visitor Visitor => portal.Stranger().Finds("GET /api/register/statistics", Figures(new { month = "2026-09", signed = 3 }, new { month = "2026-10", signed = 3 }, new { month = "2026-11", signed = 7 }));

    private static IEnumerable<XElement> Drawings(Page page) => Regex.Matches(page.Html, "<svg class=\"app-(?:chart|map)__picture\".*?</svg>", RegexOptions.Singleline).Select(m => XElement.Parse(m.Value));

    private static PlaceMap Map(string? file, out List<string> told)
    {
        var folder = Directory.CreateTempSubdirectory("charter-map");
        if (file is not null)
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "geo"));
            File.WriteAllText(Path.Combine(folder.FullName, "geo", "north-west-lad.geojson"), file);
        }
        var lines = told = [];
        using var log = LoggerFactory.Create(b => b.AddProvider(new Told(lines)));
        var map = new PlaceMap(new ConfigurationBuilder().AddInMemoryCollection([new("CHARTER_DATA", folder.FullName)]).Build(), log.CreateLogger<PlaceMap>());
        folder.Delete(recursive: true);
        return map;
    }

    private static string Area(string properties, string coordinates) => $$"""{"type":"Feature","properties":{{properties}},"geometry":{"type":"Polygon","coordinates":{{coordinates}} } }""";
    private static string Collection(params string[] features) => $$"""{"type":"FeatureCollection","licence":"OGL v3.0 <b>","features":[{{string.Join(',', features)}}]}""";

    [Fact]
    public async Task Charts_show_the_months_and_have_every_figure_in_a_table()
    {
        var page = await Visitor.Opens("/register/charts");
        page.Html.ShouldContain("7 organisations have a signature in force on 27 November 2026, of 20 that are registered and confirmed");
        page.Html.ShouldContain("Not counted: 2 lapsed.");
        var time = Drawings(page).First();
        time.Attribute("role")!.Value.ShouldBe("img");
        time.Attribute("aria-labelledby")!.Value.Split(' ').ShouldBe(time.Elements().Take(2).Select(e => e.Attribute("id")!.Value));
        time.Elements().First(e => e.Name.LocalName == "desc").Value.ShouldStartWith("From 3 in September 2026 to 7 in November 2026; the most were 7.");
        time.Elements().Count(e => e.Name.LocalName == "rect").ShouldBe(3);
        page.Html.ShouldContain("<th scope=\"row\" class=\"govuk-table__header\">October 2026</th><td class=\"govuk-table__cell govuk-table__cell--numeric\">3</td>");
        page.Html.ShouldContain("href=\"/register?sector=faith\"");
    }

    [Fact]
    public async Task Before_anybody_has_signed_the_charts_say_so() =>
        (await portal.Stranger().Finds("GET /api/register/statistics", Figures()).Opens("/register/charts")).Html.ShouldContain("Nobody has signed yet.");

    [Theory]
    [InlineData("", "SAL 35\u00a0%, Salford: 7 of 20 organisations have signed, 35\u00a0%", "app-map__area--2")]
    [InlineData("?by=number", "SAL 7, Salford: 7 of 20 organisations have signed, 35\u00a0%", "app-map__area--4")]
    public async Task Every_place_of_the_map_is_a_link_with_its_name_and_figure_as_text(string query, string name, string shade)
    {
        var page = await Visitor.Opens($"/register/map{query}");
        var map = Drawings(page).Single();
        map.Attribute("role")!.Value.ShouldBe("group");
        var areas = map.Elements().Where(e => e.Name.LocalName == "a").ToList();
        areas.Select(a => a.Attribute("href")!.Value).Order().ShouldBe(Places.All.Select(p => $"/register?place={p.Code}").Order());
        var salford = areas.Single(a => a.Attribute("href")!.Value.EndsWith("E08000006", StringComparison.Ordinal));
        salford.Attribute("aria-label")!.Value.ShouldBe(name);
        salford.Attribute("class")!.Value.ShouldContain(shade);
        areas.Single(a => a.Attribute("href")!.Value.EndsWith("E07000128", StringComparison.Ordinal)).Attribute("aria-label")!.Value.ShouldEndWith(", Wyre: no organisation is registered");
        page.Html.ShouldContain("A tile map");
        Regex.Matches(page.Html, "<th scope=\"row\"").Count.ShouldBe(35);
    }

    [Fact]
    public void No_two_squares_of_the_tile_map_lie_on_each_other()
    {
        var map = Map(null, out var told);
        map.HasBoundaries.ShouldBeFalse();
        map.Missing.ShouldBeEmpty();
        map.Shapes.Values.Select(s => (s.X, s.Y)).Distinct().Count().ShouldBe(35);
        map.Shapes.Values.Select(s => s.Label).Distinct().Count().ShouldBe(35);
        told.Single().ShouldContain("The map of places is the tile map");
    }

    [Fact]
    public void Boundaries_of_a_file_are_found_by_the_code_in_any_property_and_drawn_north_up()
    {
        var map = Map(Collection(
            Area("""{"CTY99CD":"E11000001","LAD99CD":"E08000006","n":1}""", "[[[-2.4,53.4],[-2.3,53.4],[-2.3,53.5],[-2.35,53.50001],[-2.4,53.5],[-2.4,53.4]]]"),
            Area("""{"gss":"E08000003"}""", "[[[-2.3,53.4],[-2.2,53.4],[-2.2,53.6],[-2.3,53.6],[-2.3,53.4]]]"),
            Area("""{"gss":"S12000033"}""", "[[[0,57],[1,57],[1,58],[0,57]]]")), out var told);
        map.HasBoundaries.ShouldBeTrue();
        map.Licence.ShouldBe("OGL v3.0 <b>");
        map.Shapes.Keys.Order().ShouldBe(["E08000003", "E08000006"]);
        map.Missing.Count.ShouldBe(33);
        map.Shapes["E08000006"].Path.Count(c => c is 'M' or 'L').ShouldBe(4);   // the point that nobody would miss is gone
        map.Shapes["E08000006"].X.ShouldBeLessThan(map.Shapes["E08000003"].X);
        map.Shapes["E08000006"].Y.ShouldBeGreaterThan(map.Shapes["E08000003"].Y);
        told.Single().ShouldContain("OGL v3.0 <b>");
    }

    public static TheoryData<string> Bad =>
    [
        "not json", "[]", "{}", """{"features":[]}""", """{"features":[1]}""", """{"features":7}""",
        Collection(Area("""{"a":"E08000006"}""", "[[[1]]]")), Collection(Area("""{"a":"E08000006"}""", "[[[999,53],[1,53],[1,54],[999,53]]]")), Collection(Area("""{"a":"E08000006"}""", "5")),
        Collection(Area("""{"a":"E08000006"}""", "[[]]")), Collection(Area("""{"a":"E08000006"}""", "[[[1,53],[1,53],[1,53],[1,53]]]")), Collection(Area("""{"a":"x"}""", "[[[1,53],[2,53],[2,54],[1,53]]]")),
        Collection("""{"properties":{"a":"E08000006"},"geometry":{"type":"Point","coordinates":[1,53]}}"""), new string('[', 100_000),
    ];

    [Theory, MemberData(nameof(Bad))]
    public void A_file_that_is_no_map_is_told_in_the_log_and_the_tile_map_stays(string file)
    {
        var map = Map(file, out var told);
        map.HasBoundaries.ShouldBeFalse();
        map.Shapes.Count.ShouldBe(35);
        told.Single().ShouldContain("cannot be used");
    }

    [Fact]
    public void The_boundaries_beside_the_checkout_can_be_drawn()
    {
        var file = new[] { Environment.GetEnvironmentVariable("CHARTER_DATA"), Path.Combine(Environment.GetEnvironmentVariable("CHARTER_ROOT") ?? ".", "..", "shared", "data") }
            .OfType<string>().Select(folder => Path.Combine(folder, "geo", "north-west-lad.geojson")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(file is null, "There is no geo/north-west-lad.geojson.");
        var map = Map(File.ReadAllText(file!), out _);
        map.HasBoundaries.ShouldBeTrue();
        map.Missing.ShouldBeEmpty();
        map.Shapes.Values.Sum(s => s.Path.Length).ShouldBeLessThan(60_000);
    }

    private sealed class Told(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;
        public void Dispose() { }
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Add(formatter(state, exception));
    }
}
