namespace Charter.Portal.Tests;

public sealed class Searching_the_register(PortalFixture portal)
{
    private static object Answer(bool isEstimate, object[] status, object[] commitment) => new
    {
        items = new[] { new { organisationId = Guid.NewGuid(), name = "Irwell Valley Trust", sector = "voluntary", kind = "provider", sizeBand = "small", places = Array.Empty<object>(), signedOn = "2026-11-21", charterId = Guid.NewGuid(), charterVersion = 1, mark = (string?)null, status = "lapsed", commitments = new[] { "embed" } } },
        total = 31_000,
        totalIsEstimate = isEstimate,
        facets = new { status, sector = new[] { new { value = "faith", count = isEstimate ? (int?)null : 7 } }, place = Array.Empty<object>(), mark = Array.Empty<object>(), commitment },
        next = (string?)null,
    };

    [Fact]
    public async Task It_can_be_narrowed_by_status_and_by_verified_evidence()
    {
        var page = await portal.Stranger()
            .Finds("GET /api/register", Answer(false, [new { value = "in-force", count = 12 }, new { value = "lapsed", count = 3 }], [new { value = "embed", count = 3 }]))
            .Opens("/register?status=lapsed&commitment=embed");
        page.Html.ShouldContain("""<option value="lapsed" selected>Lapsed (3)</option>""");
        page.Html.ShouldContain("""<option value="embed" selected>Embed (3)</option>""");
        page.Html.ShouldContain("""<option value="all">Every status</option>""");
        page.Html.ShouldContain("31,000 organisations found");
        page.Html.ShouldContain("Evidence verified: Embed");
        page.Html.ShouldContain("Faith organisation (7)");
    }

    [Fact]
    public async Task What_was_not_counted_is_not_said_to_have_been()
    {
        var page = await portal.Stranger().Finds("GET /api/register", Answer(true, [new { value = "in-force", count = (int?)null }], [])).Opens("/register?q=trust");
        page.Html.ShouldContain("About 31,000 organisations found");
        page.Html.ShouldContain("""<option value="faith">Faith organisation</option>""");
    }
}
