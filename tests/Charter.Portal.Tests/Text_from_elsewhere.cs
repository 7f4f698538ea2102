using System.Net;
using System.Xml.Linq;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Text_from_elsewhere(PortalFixture portal)
{
    private const string Hostile = "\"><script>alert('1')</script> & <b onclick=x>";
    private readonly Given _given = new(Hostile);

    private Visitor Visitor => portal.As(_given.Editor)
        .Finds("GET /api/register", _given.Register)
        .Finds($"GET /api/register/{_given.Organisation}", _given.Entry())
        .Finds($"GET /api/pledges/{_given.Id}", _given.Pledge)
        .Finds($"GET /api/evidence/{_given.Id}", _given.Evidence)
        .Finds($"GET /api/network/practices/{_given.Id}", _given.Practice)
        .Finds($"GET /api/kite-marks/awards/{_given.Id}", _given.Award(Hostile));

    [Theory]
    [InlineData("/", 4)]
    [InlineData("/register?q={hostile}&sector={hostile}", 8)]
    [InlineData("/organisations/{organisation}", 20)]
    [InlineData("/pledges/{id}", 12)]
    [InlineData("/evidence/{id}", 8)]
    [InlineData("/network/practices/{id}", 8)]
    [InlineData("/verify/{id}", 6)]
    [InlineData("/badges/{id}.svg", 1)]
    [InlineData("/verify/{hostile}", 1)]
    [InlineData("/sign-in?returnUrl=/{hostile}", 1)]
    public async Task Is_shown_as_it_is_written_and_never_becomes_markup(string path, int times)
    {
        var page = await Visitor.Finds("GET /api/charters", new { items = Array.Empty<object>() })
            .Opens(path.Replace("{hostile}", Uri.EscapeDataString(Hostile)).Replace("{organisation}", $"{_given.Organisation}").Replace("{id}", $"{_given.Id}"));
        page.Html.ShouldNotContain("<script>", Case.Insensitive);
        page.Html.ShouldNotContain("<b ", Case.Insensitive);
        page.Html.Split("&quot;&gt;&lt;script&gt;alert(&#x27;1&#x27;)").Length.ShouldBeGreaterThan(times, page.Html);
    }

    [Fact]
    public async Task Stays_text_in_a_badge_that_is_opened_by_itself()
    {
        var badge = await Visitor.Finds($"GET /api/kite-marks/awards/{_given.Id}", _given.Award()).Opens($"/badges/{_given.Id}.svg");
        badge.MediaType.ShouldBe("image/svg+xml");
        var drawing = XDocument.Parse(badge.Html);
        drawing.Descendants().Select(element => element.Name.LocalName).Distinct().Order().ShouldBe(["path", "rect", "svg", "text", "title"]);
        drawing.Descendants().Single(element => element.Name.LocalName == "title").Value.ShouldContain(Hostile);
    }

    [Theory]
    [InlineData("javascript:alert(1)", false)]
    [InlineData(" JavaScript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("https://example.org/policy", true)]
    public async Task Becomes_a_link_only_when_it_leads_to_a_page(string link, bool leads)
    {
        var given = new Given(link);
        var page = await portal.As(given.Editor).Finds($"GET /api/evidence/{given.Id}", given.Evidence).Opens($"/evidence/{given.Id}");
        page.Html.ShouldContain(link);
        page.Html.Contains($"href=\"{link}").ShouldBe(leads);
    }

    [Fact]
    public async Task Is_safe_in_a_form_that_comes_back()
    {
        var given = new Given();
        var editor = given.EditorAt(portal).IsRefused(given.PledgeCall, HttpStatusCode.BadRequest, "", new { title = new[] { Hostile } });
        var page = await editor.Sends(given.PledgeForm, Given.Typed(("Title", Hostile), ("Unit", Hostile)));
        page.Errors.ShouldBe([("Title", Hostile)]);
        page.Value("Title").ShouldBe(Hostile);
        page.Html.ShouldNotContain("<script>");
        page.Html.ShouldNotContain("<b ");
    }

    [Fact]
    public async Task Is_safe_in_a_text_of_several_lines()
    {
        var reviewer = portal.As(Person.With(Roles.EvidenceReviewer)).Finds($"GET /api/evidence/{_given.Id}", new Given { Id = _given.Id }.Evidence)
            .IsRefused($"POST /api/evidence/{_given.Id}/review", HttpStatusCode.Conflict, Hostile);
        var page = await reviewer.Sends($"/evidence/{_given.Id}", ("Outcome", "returned"), ("Reason", "</textarea>" + Hostile));
        page.Errors.ShouldBe([(null, Hostile)]);
        page.Value("Reason").ShouldBe("</textarea>" + Hostile);
    }
}
