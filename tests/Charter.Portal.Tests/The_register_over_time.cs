using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class The_register_over_time(PortalFixture portal)
{
    private readonly Given _given = new();

    private object Then(string status = "lapsed") => new
    {
        asAt = "2026-03-01",
        items = new[] { new { organisationId = _given.Organisation, name = "Irwell Before", sector = "faith", kind = "provider", sizeBand = "small", places = Array.Empty<object>(), signedOn = "2026-01-01", charterId = _given.Charter, charterVersion = 1, mark = (string?)null, status } },
        total = 1,
        next = "more",
    };

    private object EntryWith(string status, string? since = null, string? resignBy = null)
    {
        var entry = JsonSerializer.SerializeToNode(_given.Entry())!;
        entry["signature"]!["status"] = status;
        entry["signature"]!["since"] = since;
        entry["signature"]!["resignBy"] = resignBy;
        return entry;
    }

    private static object Happened(params (string Kind, string On)[] items) => new
    {
        items = items.Select(i => new { id = Guid.NewGuid(), kind = i.Kind, on = i.On, at = $"{i.On}T10:00:00Z", subjectId = Guid.NewGuid(), facts = new { charterVersion = 2, level = "bronze" } }),
        next = (string?)null,
    };

    [Fact]
    public async Task A_day_is_asked_for_on_the_register_and_the_answer_says_plainly_that_it_is_not_today()
    {
        var visitor = portal.Stranger().Finds("GET /api/register", _given.Register).Finds("GET /api/register/as-at/2026-03-01", Then());
        (await visitor.Opens("/register")).Html.ShouldContain("Show the register as it was on");
        var page = await visitor.Opens("/register/as-at?On.Day=1&On.Month=3&On.Year=2026&Sector=faith");
        page.Title.ShouldBe("The register on 1 March 2026 – Charter");
        page.Html.ShouldContain("This is the register as it was on 1 March 2026");
        page.Html.ShouldContain("Irwell Before");
        page.Html.ShouldContain("Lapsed</strong>");
        page.Html.ShouldContain("href=\"/register/as-at?On.Day=1&amp;On.Month=3&amp;On.Year=2026&amp;Sector=faith&amp;after=more\"");
        page.Html.ShouldContain($"/organisations/{_given.Organisation}?asAt=2026-03-01");
    }

    [Theory]
    [InlineData("On.Day=31&On.Month=2&On.Year=2026", "The day must be a real date, like 27 3 2027")]
    [InlineData("On.Day=&On.Month=2&On.Year=2026", "The day must include a day")]
    [InlineData("On.Day=&On.Month=&On.Year=", "Enter the day")]
    [InlineData("On.Day=1&On.Month=3&On.Year=2999", "The day must be today or in the past")]
    public async Task A_day_that_is_none_is_said_at_its_field_and_what_was_typed_stays(string query, string error)
    {
        var page = await portal.Stranger().Opens($"/register/as-at?{query}&Q=Irw");
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Title.ShouldStartWith("Error: ");
        page.Errors.ShouldBe([("On-Day", error)]);
        page.Html.ShouldContain("value=\"Irw\"");
        if (query.Contains("2999"))
            page.Value("On.Year").ShouldBe("2999");
    }

    [Fact]
    public async Task Without_a_day_it_asks_for_one()
    {
        var page = await portal.Stranger().Opens("/register/as-at");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Errors.ShouldBeEmpty();
        page.Html.ShouldContain("Choose a day.");
    }

    [Theory]
    [InlineData("lapsed", "2026-05-01", null, "No signature of this organisation is in force: it lapsed on 1 May 2026.")]
    [InlineData("withdrawn", "2026-05-01", null, "it was withdrawn on 1 May 2026.")]
    [InlineData("succeeded", "2026-05-01", null, "Another organisation has taken the place of this one since 1 May 2026.")]
    [InlineData("in-force", "2026-05-01", "2026-12-31", "This signature holds until 31 December 2026")]
    public async Task The_page_of_an_organisation_says_how_it_stands(string status, string since, string? resignBy, string words)
    {
        var page = await portal.Stranger().Finds($"GET /api/register/{_given.Organisation}", EntryWith(status, since, resignBy)).Opens($"/organisations/{_given.Organisation}");
        page.Html.ShouldContain(words);
    }

    [Fact]
    public async Task The_timeline_shows_gaps_between_signatures_and_what_it_does_not_know()
    {
        var visitor = portal.Stranger().Finds($"GET /api/register/{_given.Organisation}", _given.Entry())
            .Finds($"GET /api/register/{_given.Organisation}/history", Happened(("mark-awarded", "2026-10-01"), ("renewed", "2026-05-03"), ("withdrawn", "2026-05-01"), ("moved-to-mars", "2026-04-01"), ("signed", "2026-01-01")));
        foreach (var path in new[] { $"/organisations/{_given.Organisation}", $"/organisations/{_given.Organisation}/history" })
        {
            var html = (await visitor.Opens(path)).Html;
            html.ShouldMatch("href=\"/register/check\\?organisation=[0-9a-f-]{36}\"");
            var lines = Regex.Matches(html, "app-timeline__item.*?<span>(.*?)</span>", RegexOptions.Singleline).Select(m => m.Groups[1].Value);
            lines.ShouldBe(["Was awarded the bronze kite mark", "Renewed its signature, version 2", "No signature in force from 1 May 2026 until 3 May 2026: 2 days", "Withdrew its signature", "Moved to mars", "Signed the charter, version 2"]);
        }
        visitor.Finds($"GET /api/register/{_given.Organisation}/history", Happened(("lapsed", "2026-05-01"), ("signed", "2026-01-01")));
        (await visitor.Opens($"/organisations/{_given.Organisation}")).Html.ShouldContain("No signature in force since 1 May 2026");
    }

    [Fact]
    public async Task The_page_of_an_organisation_shows_what_the_register_showed_on_a_day()
    {
        var visitor = portal.Stranger().Finds($"GET /api/register/{_given.Organisation}", _given.Entry()).Finds($"GET /api/register/as-at/2026-03-01/{_given.Organisation}", new
        {
            asAt = "2026-03-01",
            name = "Irwell Before",
            sector = "faith",
            places = Array.Empty<object>(),
            status = "lapsed",
            since = "2026-02-01",
            until = "2026-04-01",
            signedOn = "2025-01-01",
            charterId = _given.Charter,
            charterTitle = "Charter",
            charterVersion = 1,
            mark = (string?)null,
        });
        var page = await visitor.Opens($"/organisations/{_given.Organisation}?asAt=2026-03-01");
        page.Html.ShouldContain("On 1 March 2026 the register showed this:");
        page.Html.ShouldContain("Irwell Before");
        (await visitor.Opens($"/organisations/{_given.Organisation}?asAt=2025-03-01")).Html.ShouldContain("On 1 March 2025 it was not on the register.");
        (await visitor.Opens($"/organisations/{_given.Organisation}?asAt=nonsense")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_badge_tells_the_truth_and_may_be_shown_elsewhere()
    {
        var visitor = portal.Stranger().Finds($"GET /api/register/{_given.Organisation}", _given.Entry());
        var badge = await visitor.Opens($"/register/{_given.Organisation}/badge.svg");
        badge.MediaType.ShouldBe("image/svg+xml");
        badge.Title.ShouldContain("has signed");
        badge.Html.ShouldContain("We have signed");
        badge.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["cross-origin"]);
        badge.Headers.CacheControl!.ToString().ShouldBe("public, max-age=300");
        visitor.Finds($"GET /api/register/{_given.Organisation}", EntryWith("lapsed", "2026-05-01"));
        var lapsed = await visitor.Opens($"/register/{_given.Organisation}/badge.svg");
        lapsed.Html.ShouldNotContain("We have signed");
        lapsed.Html.ShouldContain("Lapsed 1 May 2026");
        lapsed.Html.ShouldNotContain("#0b5351");
        lapsed.Headers.ETag.ShouldNotBe(badge.Headers.ETag);
        var nobody = await visitor.Opens($"/register/{Guid.NewGuid()}/badge.svg");
        nobody.Status.ShouldBe(HttpStatusCode.NotFound);
        nobody.Html.ShouldContain("Not on the register");
    }

    [Fact]
    public async Task Only_its_own_people_are_shown_how_to_embed_the_badge()
    {
        var own = portal.As(_given.Editor).Finds($"GET /api/register/{_given.Organisation}", _given.Entry());
        (await own.Opens($"/organisations/{_given.Organisation}")).Html.ShouldContain($"&lt;img src=&quot;https://charter.example.org/register/{_given.Organisation}/badge.svg&quot;");
        var other = portal.As(Person.With()).Finds($"GET /api/register/{_given.Organisation}", _given.Entry());
        (await other.Opens($"/organisations/{_given.Organisation}")).Html.ShouldNotContain("badge.svg");
    }

    [Fact]
    public async Task Pages_carry_their_facts_as_data_that_cannot_end_its_block()
    {
        var given = new Given("</script><script>alert(1)</script>");
        var visitor = portal.Stranger().Finds($"GET /api/register/{given.Organisation}", given.Entry()).Finds("GET /api/register", given.Register);
        foreach (var (path, type) in new[] { ($"/organisations/{given.Organisation}", "Organization"), ("/register", "Dataset") })
        {
            var page = await visitor.Opens(path);
            var data = JsonSerializer.Deserialize<JsonElement>(Regex.Match(page.Html, "<script type=\"application/ld\\+json\">(.*?)</script>").Groups[1].Value);
            data.Text("@type").ShouldBe(type);
            data.GetRawText().ShouldContain("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/");
            page.Html.ShouldNotContain("<script>");
        }
    }

    [Fact]
    public async Task Text_from_elsewhere_stays_text()
    {
        const string Hostile = "\"><script>alert(1)</script>";
        var visitor = portal.Stranger().Finds($"GET /api/register/{_given.Organisation}", _given.Entry()).Finds("GET /api/register/as-at/2026-03-01", Then(Hostile))
            .Finds($"GET /api/register/{_given.Organisation}/history", new { items = new[] { new { id = Guid.NewGuid(), kind = Hostile, on = "2026-03-01", facts = (object)new { } }, new { id = Guid.NewGuid(), kind = "mark-awarded", on = "2026-03-01", facts = (object)new { level = Hostile } } } });
        foreach (var path in new[] { "/register/as-at?day=2026-03-01", $"/organisations/{_given.Organisation}", $"/organisations/{_given.Organisation}/history" })
        {
            var page = await visitor.Opens(path);
            page.Status.ShouldBe(HttpStatusCode.OK);
            page.Html.ShouldNotContain("<script>");
            page.Html.ShouldContain("&lt;script&gt;alert(1)");
        }
    }

    [Fact]
    public async Task The_page_of_open_data_lists_it_with_its_licence()
    {
        var page = await portal.Stranger().Opens("/register/open-data");
        foreach (var address in new[] { "/api/register/export?format=csv", "/api/register/export?format=json", "/api/register/statistics", "/api/register/changes.atom", "/api/register?size=100" })
            page.Html.ShouldContain($"href=\"{address}\"");
        page.Html.ShouldContain("Open Government Licence v3.0");
    }
}
