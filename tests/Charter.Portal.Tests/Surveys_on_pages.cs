using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Surveys_on_pages(PortalFixture portal)
{
    private readonly Guid _survey = Guid.CreateVersion7(), _charter = Guid.CreateVersion7();

    private static readonly object Instrument = new
    {
        code = "understanding",
        version = 1,
        title = "Understanding of social value",
        asks = "commissioners and providers",
        purpose = "To know it.",
        low = "Not at all",
        high = "Completely",
        questions = new[] { new { code = "meaning", kind = "scale", text = "I can explain it." }, new { code = "use", kind = "scale", text = "I use it." } },
    };

    private object Questionnaire() => new { surveyId = _survey, charterTitle = "The charter", instrument = Instrument, wave = "before", closesOn = "2027-01-31", places = Array.Empty<string>(), smallestGroup = 5 };

    private object Survey(string state) => new
    {
        id = _survey,
        charterId = _charter,
        charterTitle = "The charter",
        instrument = "understanding",
        title = "Understanding of social value",
        wave = "after",
        opensOn = "2026-11-01",
        closesOn = "2027-01-31",
        state,
        coverage = new { links = 12, answers = (int?)9, organisations = 4, signatories = 31 },
        linkTaken = false,
        smallestGroup = 5,
    };

    private static object Figure(decimal score) => new { answers = 9, score, highShare = 0.5, questions = new[] { new { code = "meaning", text = "I can explain it.", average = score, highShare = 0.5, distribution = new[] { 1, 2, 1, 3, 2 } }, new { code = "use", text = "I use it.", average = 3.1m, highShare = 0.4, distribution = new[] { 2, 1, 1, 3, 2 } } } };

    private object Wave(Guid round, string wave, decimal score) => new
    {
        roundId = round,
        wave,
        opensOn = "2026-01-01",
        asAt = "2026-02-01",
        links = 12,
        organisations = 4,
        signatories = 31,
        answers = 9,
        whole = Figure(score),
        breakdowns = new object[] { new { by = "kind", groups = new[] { new { key = "provider", label = "provider", figure = Figure(score) } } }, new { by = "sector", withheld = "Too few answered.", groups = Array.Empty<object>() } },
    };

    [Fact]
    public async Task Whoever_has_a_link_answers_and_a_question_left_out_is_named_beside_what_was_chosen()
    {
        var stranger = portal.Stranger().Finds("POST /api/surveys/questionnaire", Questionnaire())
            .IsRefused("POST /api/surveys/answers", HttpStatusCode.BadRequest, "Some fields are not right.", new Dictionary<string, string[]> { ["answers.use"] = ["Choose a number from 1 to 5."] });
        var form = await stranger.Opens("/survey?code=secret");
        form.Html.ShouldContain("nothing is shown of fewer than 5 people");
        var again = await stranger.Presses(form, "/survey", ("Answers[meaning]", "4"));
        (again.Status, again.Value("Answers[meaning]")).ShouldBe((HttpStatusCode.BadRequest, "4"));
        again.Errors.Single().Message.ShouldBe("Choose a number from 1 to 5.");
        stranger.Finds("POST /api/surveys/answers", new { surveyId = _survey, title = "Understanding" });
        (await stranger.Presses(form, "/survey", ("Answers[meaning]", "4"), ("Answers[use]", "2"))).Location.ShouldBe("/survey/thanks");
        stranger.WasAsked("POST /api/surveys/answers").Last().Json.GetProperty("answers").GetRawText().ShouldBe("""{"meaning":4,"use":2}""");
        (await portal.Stranger().Opens("/survey/thanks")).Html.ShouldContain("Your answers are counted");
    }

    [Fact]
    public async Task A_link_that_was_used_says_so()
    {
        var page = await portal.Stranger().IsRefused("POST /api/surveys/questionnaire", HttpStatusCode.NotFound, "This link was used.").Opens("/survey?code=used");
        (page.Status, page.Html.Contains("This link was used.")).ShouldBe((HttpStatusCode.Gone, true));
    }

    [Fact]
    public async Task Before_and_after_stand_side_by_side_with_a_picture_and_its_table()
    {
        var stranger = portal.Stranger().Finds($"GET /api/surveys/{_survey}", Survey("closed"))
            .Finds("GET /api/surveys/trend", new { charterId = _charter, charterTitle = "The charter", instrument = Instrument, waves = new[] { Wave(Guid.NewGuid(), "before", 2.5m), Wave(_survey, "after", 3.75m) }, smallestGroup = 5 });
        var page = WebUtility.HtmlDecode((await stranger.Opens($"/surveys/{_survey}")).Html);
        foreach (var words in new[] { "<svg", "2.50", "3.75", "9 of 12 who have a link answered", "People of 4 of 31 signatories", "Too few answered.", $"/api/surveys/{_survey}/results/export" })
            page.ShouldContain(words);
    }

    [Fact]
    public async Task A_registrar_opens_and_closes_one()
    {
        var registrar = portal.As(Person.With(Roles.Registrar)).Finds($"GET /api/surveys/{_survey}", Survey("open")).Finds("GET /api/surveys/instruments", new { items = new[] { Instrument }, smallestGroup = 5 })
            .Finds("GET /api/charters", new { items = Array.Empty<object>() }).Finds($"POST /api/surveys/{_survey}/closing", new { });
        (await registrar.Sends("/registrar/surveys/new")).Errors.Select(e => e.Message).ShouldContain("Choose what is asked");
        var close = await registrar.Opens($"/registrar/surveys/{_survey}/close");
        (await registrar.Presses(close, $"/registrar/surveys/{_survey}/close?handler=Close")).Location.ShouldBe($"/surveys/{_survey}");
        (await portal.Stranger().Opens("/registrar/surveys/new")).Location!.ShouldStartWith("/sign-in");
    }
}
