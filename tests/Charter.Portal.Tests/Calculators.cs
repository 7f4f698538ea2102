using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Calculators(PortalFixture portal)
{
    private readonly Given _given = new();

    private static object Working(decimal? low = null, decimal? high = null) => new
    {
        central = 1.84,
        low,
        high,
        steps = new[] { new { what = "Round 1: the money studied", how = "100", result = 100.0 }, new { what = "LM3", how = "(100 + 60 + 24) ÷ 100", result = 1.84 } },
        assumptions = new[] { new { of = "", what = "Money studied (R1)", central = 100, source = "Ledger", priceYear = 2026 } },
        sensitivity = low is null ? Array.Empty<object>() : new object[] { new { of = "Young people find work", what = "Deadweight", atLow = 2.5, atHigh = 1.1 } },
        notes = new[] { "Payments over £500 only." },
    };

    private Visitor Editor() => portal.As(_given.Editor)
        .Finds("GET /api/organisations", new { items = new[] { new { id = _given.Organisation, name = "Irwell Valley Trust", sector = "business", kind = "both", sizeBand = "small", status = "confirmed", identifiers = Array.Empty<object>(), places = Array.Empty<object>(), registeredOn = "2026-01-01" } } })
        .Finds("POST /api/calculators/lm3", Working()).Finds("POST /api/calculators/sroi", Working(1.1m, 2.5m)).Finds("POST /api/calculators/cost-per-qaly", Working())
        .Finds($"POST /api/organisations/{_given.Organisation}/calculations", new { id = _given.Id }, HttpStatusCode.Created);

    private static readonly (string, string)[] Lm3 =
        [("Money", "100"), ("MoneySource", "Ledger"), ("LocalSuppliers", "60"), ("LocalStaff", "0"), ("LocalSource", "Postcodes"), ("SpentAgain", "24"), ("Answers[0].Received", ""), ("Answers[0].SpentLocally", "")];

    [Fact]
    public async Task The_worked_example_is_opened_worked_out_and_kept()
    {
        var editor = Editor();
        (await portal.Stranger().Opens("/calculators")).Html.ShouldContain("1.84");
        var form = await editor.Opens("/calculators/lm3?example=yes");
        (form.Value("Money"), form.Value("LocalSuppliers"), form.Value("SpentAgain")).ShouldBe(("100", "60", "24"));
        form.Html.ShouldNotContain("The working, step by step");
        var result = await editor.Presses(form, "/calculators/lm3", Lm3);
        foreach (var said in new[] { "1.84", "The working, step by step", "(100 &#x2B; 60 &#x2B; 24) &#xF7; 100", "Payments over £500 only.", "prices of 2026" })
            WebUtility.HtmlDecode(result.Html).ShouldContain(WebUtility.HtmlDecode(said));
        editor.WasAsked("POST /api/calculators/lm3").Single().Json.GetProperty("answers").GetArrayLength().ShouldBe(0);
        (await editor.Presses(form, "/calculators/lm3?handler=Keep", [.. Lm3, ("Name", ""), ("Organisation", $"{_given.Organisation}")])).Errors.ShouldBe([("Name", "Say what was calculated")]);
        (await editor.Presses(form, "/calculators/lm3?handler=Keep", [.. Lm3, ("Name", "Our spending"), ("Organisation", $"{_given.Organisation}")])).Location.ShouldBe($"/calculations/{_given.Id}");
        var kept = editor.WasAsked($"POST /api/organisations/{_given.Organisation}/calculations").Single().Json;
        (kept.Text("title"), kept.GetProperty("inputs").GetProperty("lm3").GetProperty("money").GetDecimal()).ShouldBe(("Our spending", 100m));
    }

    [Fact]
    public async Task A_line_is_added_without_scripts_and_nothing_typed_is_lost()
    {
        var editor = Editor();
        var form = await editor.Sends("/calculators/lm3?handler=Add", [.. Lm3.Where(field => !field.Item1.StartsWith("Answers")), ("Answers[0].Received", "30"), ("Answers[0].SpentLocally", "9")]);
        (form.Status, form.Value("Answers[0].Received"), form.Value("Answers[1].Received"), form.Value("Money")).ShouldBe((HttpStatusCode.OK, "30", "", "100"));
        editor.WasAskedToChange.ShouldBeFalse();
    }

    [Fact]
    public async Task A_social_return_is_shown_as_a_range_and_per_cent_go_out_as_parts()
    {
        var editor = Editor();
        var page = await editor.Opens("/calculators/sroi?example=yes");
        page.Value("Outcomes[0].Deadweight.Central").ShouldBe("25");
        var result = await editor.Presses(page, "/calculators/sroi", ("Investment", "60000"), ("InvestmentSource", "Accounts"), ("PriceYear", "2026"), ("Rate", "green-book"), ("Outcomes[0].Title", "Work"), ("Outcomes[0].Years", "3"),
            ("Outcomes[0].Quantity.Central", "24"), ("Outcomes[0].Quantity.Low", "20"), ("Outcomes[0].Deadweight.Central", "25"), ("Outcomes[0].DropOff.Central", "30"), ("Outcomes[0].DropOff.Source", "Guess"));
        foreach (var said in new[] { "1.10", "1.84", "2.50", "Quote the range", "What moves the result most", "Deadweight" })
            result.Html.ShouldContain(said);
        var outcome = editor.WasAsked("POST /api/calculators/sroi").Single().Json.GetProperty("outcomes")[0];
        (outcome.GetProperty("deadweight").GetProperty("central").GetDecimal(), outcome.GetProperty("quantity").GetProperty("low").GetDecimal(), outcome.GetProperty("dropOff").GetProperty("central").GetDecimal()).ShouldBe((0.25m, 20m, 0.3m));
    }

    [Fact]
    public async Task What_is_wrong_with_an_assumption_stands_at_its_figure()
    {
        var editor = Editor().IsRefused("POST /api/calculators/sroi", HttpStatusCode.BadRequest, "No", new Dictionary<string, string[]> { ["outcomes[0].deadweight"] = ["This is a part of the whole."], ["outcomes[0].proxy.source"] = ["Say where the figure comes from."] });
        var again = await editor.Sends("/calculators/sroi", ("Investment", "60000"), ("Outcomes[0].Deadweight.Central", "250"));
        (again.Status, again.Value("Outcomes[0].Deadweight.Central")).ShouldBe((HttpStatusCode.BadRequest, "250"));
        again.Errors.Select(e => e.Field).ShouldBe(["Outcomes-0--Proxy-Source", "Outcomes-0--Deadweight-Central"]);
    }

    [Fact]
    public async Task A_calculation_is_published_and_taken_back_by_its_own_people()
    {
        object Kept(string? publishedOn) => new { id = _given.Id, organisationId = _given.Organisation, organisationName = "Irwell Valley Trust", kind = "cost-per-qaly", title = "Walking groups", madeOn = "2026-11-01", publishedOn, working = Working() };
        var path = $"/calculations/{_given.Id}";
        var editor = Editor().Finds($"GET /api{path}", Kept(null)).Finds($"POST /api{path}/publication", Kept("2026-11-02")).Finds($"DELETE /api{path}/publication", Kept(null));
        (await editor.Sends(path)).Location.ShouldBe(path);
        editor.WasAsked($"POST /api{path}/publication").Count.ShouldBe(1);
        editor.Finds($"GET /api{path}", Kept("2026-11-02"));
        (await editor.Sends($"{path}?handler=TakeBack")).Location.ShouldBe(path);
        editor.WasAsked($"DELETE /api{path}/publication").Count.ShouldBe(1);
        var stranger = portal.Stranger().Finds($"GET /api{path}", Kept("2026-11-02"));
        (await stranger.Opens(path)).Html.ShouldNotContain("Publish it no longer");
        (await portal.Stranger().Opens(path)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await portal.As(Person.With()).Finds($"GET /api/register/{_given.Organisation}", _given.Entry()).Finds($"GET /api/organisations/{_given.Organisation}/calculations", new { items = Array.Empty<object>() })
            .Opens($"/organisations/{_given.Organisation}/calculations")).Html.ShouldContain("Nothing has been published.");
    }
}
