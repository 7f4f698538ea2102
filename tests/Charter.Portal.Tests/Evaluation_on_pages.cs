using System.Net;
using System.Text.RegularExpressions;

namespace Charter.Portal.Tests;

public sealed class Evaluation_on_pages(PortalFixture portal)
{
    private readonly Guid _charter = Guid.CreateVersion7(), _round = Guid.CreateVersion7();

    private static readonly object[] None = [];

    private static object Measure(string code, int number, decimal? value, string unit, string? missing = null, decimal? atMost = null, object[]? parts = null, object[]? months = null, string trend = "gbp", object[]? rounds = null) => new
    {
        code,
        number,
        text = $"Measure {number}",
        value,
        unit,
        what = $"what it counts, {number}",
        missing,
        atMost,
        from = "2026-01-01",
        until = "2026-02-28",
        unknownShare = atMost is null ? (decimal?)null : 0.1m,
        parts = parts ?? None,
        trend = new { unit = trend, what = $"Trend of {number}", months = months ?? None },
        rounds,
        coverage = new { reported = 2, of = 3, says = "2 of 3 signatories brought in payments." },
        asAt = "2026-03-02",
        sources = new[] { "Payments that signatories publish" },
        rule = "Local is what goes to suppliers nearby.",
        formula = "LM3 = (R1 + R2 + R3) ÷ R1.",
        notes = new[] { $"A note on {number}." },
        confidence = new { measured = 1, estimated = 0, guessed = 0, says = "Published figures, added up." },
        suppression = "Every number is shown.",
    };

    private object Evaluation() => new
    {
        charterId = _charter,
        title = "The charter",
        asAt = "2026-03-02",
        measures = new[]
        {
            Measure("local-multiplier", 1, 1.84m, "ratio", atMost: 1.98m, trend: "share",
                parts: [new { group = "where", key = "local", amount = 600.5m, count = 7 }, new { group = "where", key = "unknown", amount = 100m, count = 2 }],
                months: [new { month = "2026-01-01", value = 0.52m, asAt = "2026-03-02", was = (decimal?)0.5m }, new { month = "2026-02-01", value = 0.6m, asAt = "2026-03-02", was = (decimal?)null }]),
            Measure("understanding", 4, 4m, "score", trend: "score",
                months: [new { month = "2026-02-01", value = 2.25m, asAt = "2026-02-01", was = (decimal?)null }, new { month = "2026-02-01", value = 4m, asAt = "2026-02-27", was = (decimal?)null }],
                rounds: [Round(_round, "before", "2026-02-01", 2.25m), Round(Guid.CreateVersion7(), "after", "2026-02-27", 4m)]),
            Measure("questions", 5, null, "questions", "No commissioner has recorded a question yet."),
        },
    };

    private static object Round(Guid id, string wave, string asAt, decimal score) => new { roundId = id, wave, opensOn = "2026-01-01", asAt, answers = (int?)6, score = (decimal?)score, highShare = (decimal?)0.25m };

    [Fact]
    public async Task Each_measure_comes_with_its_figure_its_bounds_its_trend_and_how_it_is_worked_out()
    {
        var page = WebUtility.HtmlDecode((await portal.Stranger().Finds($"GET /api/evaluation/{_charter}", Evaluation()).Opens($"/evaluation/{_charter}")).Html);
        foreach (var words in new[]
        {
            "1. Measure 1", ">1.84<", "It is at most 1.98", "10 % of the whole", "£600.50", "Nobody knows where", "<svg", "January 2026 50 %, now 52 %", "2 of 3 signatories brought in payments.", "As at 2 March 2026.",
            "LM3 = (R1 + R2 + R3) ÷ R1.", "Payments that signatories publish", "A note on 1.", $"href=\"/surveys/{_round}\"", ">2.25<", ">4.00<", "closed on 27 February 2026", "No commissioner has recorded a question yet.",
            $"/api/evaluation/{_charter}/export?format=csv&measure=local-multiplier", $"/evaluation/{_charter}/questions", "All signatories",
        })
            page.ShouldContain(words);
    }

    [Fact]
    public async Task A_month_without_records_stands_empty_between_the_others_and_is_no_month_of_nothing()
    {
        static object Month(string month, decimal? value) => new { month, value, asAt = "2026-03-02", was = (decimal?)null };
        async Task<string> Shown(string unit, params object[] months)
        {
            var charter = Guid.CreateVersion7();
            var page = (await portal.Stranger().Finds($"GET /api/evaluation/{charter}", new { charterId = charter, title = "The charter", asAt = "2026-03-02", measures = new[] { Measure("local-multiplier", 1, null, "ratio", "Nothing yet.", trend: unit, months: months) } }).Opens($"/evaluation/{charter}")).Html;
            return WebUtility.HtmlDecode(page);
        }
        static string[] Table(string page) => [.. Regex.Matches(page, "<th scope=\"row\" class=\"govuk-table__header\">([^<]*)</th><td class=\"govuk-table__cell govuk-table__cell--numeric\">([^<]*)</td>").Select(row => $"{row.Groups[1].Value}: {row.Groups[2].Value}")];
        static (int Columns, int Gaps) Drawn(string page) => Regex.Match(page, "<svg class=\"app-chart__picture\".*?</svg>", RegexOptions.Singleline).Value is var picture ? (Regex.Count(picture, "app-chart__bar"), Regex.Count(picture, "app-chart__none")) : default;

        var page = await Shown("share", Month("2025-11-01", 0.5m), Month("2025-12-01", 0m), Month("2026-02-01", null), Month("2026-04-01", 0.25m));
        Table(page).ShouldBe(["April 2026: 25", "March 2026: No records", "February 2026: No figure", "January 2026: No records", "December 2025: 0", "November 2025: 50"]);
        Drawn(page).ShouldBe((3, 3));
        page.ShouldContain("the most were 50. 3 months between them have no column.");
        page.ShouldContain("</svg> No records, No figure</span>");

        page = await Shown("gbp", Month("2026-01-01", 100m), Month("2026-02-01", -20m), Month("2026-03-01", 300m));
        Table(page).ShouldBe(["March 2026: 300", "February 2026: " + Words.Pounds(-20), "January 2026: 100"]);

        page = await Shown("gbp", Month("2026-01-01", 100m), Month("2026-02-01", 0m));
        Drawn(page).ShouldBe((2, 0));
        page.ShouldNotContain("No records");
        page.ShouldNotContain("have no column");

        Table(await Shown("gbp", Month("1999-01-01", 100m), Month("2026-01-01", 300m), Month("2026-03-01", 100m))).Length.ShouldBe(3);   // not one for each of 27 years
        (await Shown("gbp", Month("2026-01-01", null))).ShouldNotContain("<svg class=\"app-chart__picture\"");
    }

    [Fact]
    public async Task What_is_chosen_goes_into_the_question_and_into_the_downloads()
    {
        var stranger = portal.Stranger().Finds($"GET /api/evaluation/{_charter}", Evaluation());
        var page = WebUtility.HtmlDecode((await stranger.Opens($"/evaluation/{_charter}?place=E08000006&sector=faith")).Html);
        page.ShouldContain("Signatories that serve Salford, of the sector:");
        page.ShouldContain($"/api/evaluation/{_charter}/export?format=json&place=E08000006&sector=faith");
        page.ShouldContain($"/evaluation/{_charter}/questions?place=E08000006&sector=faith");
    }

    [Fact]
    public async Task Questions_are_listed_with_how_they_did_in_the_tests()
    {
        var stranger = portal.Stranger().Finds($"GET /api/evaluation/{_charter}/questions", new
        {
            items = new[] { new { id = Guid.NewGuid(), text = "How many people will you train?", kind = "promise", pillar = "economic", measure = "People trained", askedOn = "2026-02-03", tests = new Dictionary<string, string> { ["fair"] = "no", ["legal"] = "yes" } } },
        });
        var page = WebUtility.HtmlDecode((await stranger.Opens($"/evaluation/{_charter}/questions?test=legal")).Html);
        foreach (var words in new[] { "How many people will you train?", "3 February 2026", "Promise", "measured by: People trained", "fair: no · legal: yes" })
            page.ShouldContain(words);
    }

    [Fact]
    public async Task Every_charter_in_force_leads_to_its_evaluation()
    {
        var stranger = portal.Stranger().Finds("GET /api/charters", new { items = new[] { new { id = _charter, title = "The charter", partnership = "Sample Partnership", currentVersion = (int?)1 }, new { id = _round, title = "Not yet", partnership = "Sample Partnership", currentVersion = (int?)null } } });
        var page = (await stranger.Opens("/evaluation")).Html;
        (page.Contains($"/evaluation/{_charter}"), page.Contains($"/evaluation/{_round}")).ShouldBe((true, false));
    }
}
