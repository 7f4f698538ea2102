using System.Net;

namespace Charter.Portal.Tests;

public sealed class Reading_charters(PortalFixture portal)
{
    private readonly Guid _charter = Guid.NewGuid();

    private object Line => new
    {
        id = _charter,
        title = "Irwell Charter",
        partnership = "Irwell Partnership",
        currentVersion = 2,
        noticeDays = 28,
        earliestInForce = "2026-12-25",
        versions = new[]
        {
            new { number = 2, status = "published", title = "Irwell Charter", inForceFrom = "2026-11-01", contentHash = "b" },
            new { number = 1, status = "superseded", title = "Irwell Charter", inForceFrom = "2026-01-01", contentHash = "a" },
        },
    };

    [Fact]
    public async Task Charters_stand_under_their_partnerships_and_can_be_narrowed_to_one()
    {
        var item = (string title, string partnership) => new { id = Guid.NewGuid(), title, partnership, currentVersion = 1, inForceFrom = "2026-11-01", contentHash = "a", latestVersion = 1 };
        var stranger = portal.Stranger().Finds("GET /api/charters", new
        {
            items = new[] { item("Bold", "East"), item("Brave", "West"), item("Calm", "West") },
            partnerships = new[] { new { name = "East", charters = 1 }, new { name = "West", charters = 2 } },
        });
        var html = (await stranger.Opens("/charters?partnership=West")).Html;
        html.IndexOf(">West</h2>", StringComparison.Ordinal).ShouldBeLessThan(html.IndexOf("Brave", StringComparison.Ordinal));
        html.IndexOf(">East</h2>", StringComparison.Ordinal).ShouldBeLessThan(html.IndexOf("Bold", StringComparison.Ordinal));
        html.ShouldContain("<option value=\"West\" selected>West (2)</option>");
    }

    [Fact]
    public async Task What_changed_is_marked_in_words_and_not_by_colour_alone()
    {
        var stranger = portal.Stranger().Finds($"GET /api/charters/{_charter}", Line).Finds($"GET /api/charters/{_charter}/versions/2/differences", new
        {
            charterId = _charter,
            partnership = "Irwell Partnership",
            from = new { number = 1, status = "superseded", title = "Irwell Charter", contentHash = "a" },
            to = new { number = 2, status = "published", title = "Irwell Charter", contentHash = "b" },
            changed = true,
            sections = new object[]
            {
                new { name = "title", changed = false, text = new[] { new { kind = "unchanged", text = "Irwell Charter" } } },
                new { name = "vision", changed = true, text = new[] { new { kind = "unchanged", text = "Good " }, new { kind = "removed", text = "<jobs>" }, new { kind = "added", text = "work" } } },
                new
                {
                    name = "principles",
                    changed = true,
                    entries = new object[]
                    {
                        new { change = "unchanged", moved = false, from = 1, to = 1, parts = Array.Empty<object>() },
                        new { change = "unchanged", moved = false, from = 2, to = 2, parts = Array.Empty<object>() },
                        new { change = "moved", moved = true, from = 4, to = 3, parts = new[] { new { name = "text", changed = false, text = new[] { new { kind = "unchanged", text = "Listen." } } } } },
                    },
                },
            },
        });
        var page = await stranger.Opens($"/charters/{_charter}/differences?from=1&to=2");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain("Good <del class=\"app-del\"><span class=\"govuk-visually-hidden\">[removed: </span>&lt;jobs&gt;<span class=\"govuk-visually-hidden\">]</span></del><ins class=\"app-ins\"><span class=\"govuk-visually-hidden\">[added: </span>work<");
        page.Html.ShouldContain("Numbers 1 to 2 have not changed.");
        page.Html.ShouldContain("from number 4 to number 3");
        page.Html[page.Html.IndexOf("Not changed", StringComparison.Ordinal)..].ShouldContain("<li>Title</li>");
    }

    [Fact]
    public async Task Without_two_versions_there_is_a_choice()
    {
        var page = await portal.Stranger().Finds($"GET /api/charters/{_charter}", Line).Opens($"/charters/{_charter}/differences");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain("Version 2, in force from 1 November 2026");
    }

    [Fact]
    public async Task A_version_shows_the_others_and_how_to_take_it_along()
    {
        var content = new { title = "Irwell Charter", partnership = "Irwell Partnership", vision = "V", valueWords = Array.Empty<string>(), principles = new[] { "P" }, commitments = Array.Empty<object>(), commissionerDuties = Array.Empty<object>(), providerDuties = Array.Empty<object>(), evaluationMeasures = Array.Empty<object>(), outcomeMenu = Array.Empty<object>(), indicatorFramework = Array.Empty<object>(), signing = new { signatories = new[] { "Chief executive", "Chair" }, countersigned = true, noticeDays = 28, resigningDays = 90 } };
        var stranger = portal.Stranger().Finds($"GET /api/charters/{_charter}", Line)
            .Finds($"GET /api/charters/{_charter}/versions/2", new { charterId = _charter, version = 2, status = "published", currentVersion = 2, inForceFrom = "2026-11-01", publishedOn = "2026-10-01", contentHash = "b", content });
        var page = await stranger.Opens($"/charters/{_charter}");
        page.Html.ShouldContain("Version 1</a>, superseded");
        page.Html.ShouldContain($"/charters/{_charter}/differences?from=1&amp;to=2");
        page.Html.ShouldContain("export?format=markdown");
        page.Html.ShouldContain("Signed by each of: Chief executive, Chair.");
        var print = await stranger.Opens($"/charters/{_charter}/print");
        print.Status.ShouldBe(HttpStatusCode.OK);
        print.Html.ShouldContain("Fingerprint of the text (SHA-256)");
    }
}
