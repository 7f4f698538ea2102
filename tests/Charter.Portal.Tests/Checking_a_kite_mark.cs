using System.Net;

namespace Charter.Portal.Tests;

public sealed class Checking_a_kite_mark(PortalFixture portal)
{
    private readonly Given _given = new();

    private string Call => $"GET /api/kite-marks/awards/{_given.Id}";

    [Fact]
    public async Task A_mark_in_its_term_is_valid_and_says_until_when()
    {
        var visitor = portal.Stranger().Finds(Call, _given.Award());
        var page = await visitor.Opens($"/verify/{_given.Id}");
        page.Html.ShouldContain("This kite mark is real and valid");
        page.Html.ShouldContain("21 November 2023");
        page.Html.ShouldContain("20 November 2026");
        page.Html.ShouldContain($"https://charter.example.org/verify/{_given.Id}");
        var badge = await visitor.Opens($"/badges/{_given.Id}.svg");
        badge.Title.ShouldBe("Bronze kite mark of Irwell Valley Trust. Valid until 20 November 2026");
    }

    [Theory]
    [InlineData("lapsed")]
    [InlineData("withdrawn")]
    public async Task A_mark_that_has_ended_says_so_on_page_and_badge(string status)
    {
        var visitor = portal.Stranger().Finds(Call, _given.Award(status));
        var page = await visitor.Opens($"/verify/{_given.Id}");
        page.Html.ShouldContain($"Not valid: {status}");
        page.Html.ShouldNotContain("real and valid");
        var badge = await visitor.Opens($"/badges/{_given.Id}.svg");
        badge.Title.ShouldBe($"Bronze kite mark of Irwell Valley Trust. Not valid: {status}");
        badge.Html.ShouldNotContain("Valid until");
        badge.Headers.CacheControl!.NoCache.ShouldBeTrue();
    }

    [Fact]
    public async Task The_page_of_an_organisation_does_not_call_a_lapsed_mark_valid()
    {
        var visitor = portal.Stranger().Finds($"GET /api/register/{_given.Organisation}", _given.Entry());
        (await visitor.Opens($"/organisations/{_given.Organisation}")).Html.ShouldContain("valid until 20 November 2026");
        visitor.Finds($"GET /api/register/{_given.Organisation}", _given.Entry("lapsed"));
        var page = await visitor.Opens($"/organisations/{_given.Organisation}");
        page.Html.ShouldNotContain("valid until");
        page.Html.ShouldContain("lapsed");
    }

    [Theory]
    [InlineData("01939a4e-0000-7000-8000-000000000000")]
    [InlineData("CM-2026-0001")]
    public async Task A_number_that_was_never_given_is_not_to_be_relied_on(string number)
    {
        var page = await portal.Stranger().Opens($"/verify/{number}");
        page.Status.ShouldBe(HttpStatusCode.NotFound);
        page.Html.ShouldContain("Not found: do not rely on this");
        page.Html.ShouldContain(number);
        var badge = await portal.Stranger().Opens($"/badges/{number}.svg");
        badge.Status.ShouldBe(HttpStatusCode.NotFound);
        badge.Title.ShouldBe("Not a kite mark: this number is not known");
    }

    [Fact]
    public async Task Days_are_written_out()
    {
        var page = await portal.Stranger().Finds("GET /api/register", _given.Register).Opens("/register");
        page.Html.ShouldContain("signed 21 November 2026");
        page = await portal.Stranger().Finds($"GET /api/register/{_given.Organisation}", _given.Entry()).Opens($"/organisations/{_given.Organisation}");
        page.Html.ShouldContain("to 1,250.5 Irwell Valley Trust by 1 March 2027");
    }
}
