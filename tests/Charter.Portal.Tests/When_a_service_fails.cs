using System.Net;

namespace Charter.Portal.Tests;

public sealed class When_a_service_fails(PortalFixture portal)
{
    private readonly Given _given = new();

    [Theory]
    [InlineData("/")]
    [InlineData("/register")]
    [InlineData("/charters")]
    [InlineData("/kite-marks")]
    [InlineData("/organisations/01939a4e-0000-7000-8000-000000000000")]
    [InlineData("/verify/01939a4e-0000-7000-8000-000000000000")]
    [InlineData("/badges/01939a4e-0000-7000-8000-000000000000.svg")]
    [InlineData("/account")]
    [InlineData("/network/champions")]
    [InlineData("/organisations/new")]
    [InlineData("/api/signatory")]
    public async Task A_page_says_so_and_when_to_come_back(string path) => SaysSo(await portal.WhenNothingAnswers(Person.With()).Opens(path));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_breaks_off_is_no_fault_of_the_portal(bool halfway) => SaysSo(await portal.Stranger().Loses("GET /api/register", halfway).Opens("/register"));

    [Fact]
    public async Task A_fault_of_a_service_is_not_called_a_fault_of_the_portal() =>
        (await portal.Stranger().IsRefused("GET /api/register", HttpStatusCode.InternalServerError, "Something went wrong on our side.").Opens("/register")).Status.ShouldBe(HttpStatusCode.BadGateway);

    [Fact]
    public async Task Signing_in_keeps_the_address_and_not_the_password()
    {
        var page = await portal.WhenNothingAnswers().Sends("/sign-in", ("Email", "ada@example.org"), ("Password", "a long secret"));
        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Headers.RetryAfter.ShouldNotBeNull();
        page.Title.ShouldStartWith("Error: ");
        page.Value("Email").ShouldBe("ada@example.org");
        page.Html.ShouldNotContain("a long secret");
    }

    [Fact]
    public async Task A_form_keeps_what_was_typed()
    {
        var page = await _given.EditorAt(portal).Loses(_given.PledgeCall).Sends(_given.PledgeForm, Given.Typed());
        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Headers.RetryAfter.ShouldNotBeNull();
        page.Errors.ShouldBe([(null, "This part of Charter is not answering. What you sent may not have been saved: send it again, it counts once.")]);
        foreach (var (name, value) in Given.Typed())
            page.Value(name).ShouldBe(value, name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_form_that_got_no_answer_does_the_thing_once_when_it_is_sent_again(bool halfway)
    {
        var editor = _given.EditorAt(portal).Loses(_given.PledgeCall, halfway);
        var page = await editor.Sends(_given.PledgeForm, Given.Typed());
        await editor.Presses(page, _given.PledgeForm, Given.Typed());
        editor.WasAsked(_given.PledgeCall).Select(asked => asked.Key).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_form_that_came_too_soon_says_how_long_to_wait()
    {
        var editor = _given.EditorAt(portal).IsRefused(_given.PledgeCall, HttpStatusCode.TooManyRequests, "Wait a moment.", retryAfter: 17);
        var page = await editor.Sends(_given.PledgeForm, Given.Typed());
        page.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        page.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(17));
        page.Value("Target").ShouldBe("12");
    }

    [Fact]
    public async Task What_a_page_can_be_shown_without_is_left_out()
    {
        var page = await portal.As(Person.With()).Finds("GET /api/organisations", new { items = Array.Empty<object>() }).Loses("GET /api/network/champions/me").Opens("/account");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain("You do not belong to an organisation yet.");
    }

    private static void SaysSo(Page page)
    {
        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, page.Html);
        page.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        page.Title.ShouldBe("Charter is not fully available – Charter");
    }
}
