using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Contracts_on_the_cycle(PortalFixture portal)
{
    private const string Hostile = "\"><script>alert('1')</script>";
    private readonly Given _given = new();
    private readonly Guid _contract = Guid.CreateVersion7();
    private readonly Guid _offer = Guid.CreateVersion7();
    private readonly Guid _evidence = Guid.CreateVersion7();

    private object Contract(string text = "Care at home") => new
    {
        id = _contract,
        version = 7,
        organisationId = _given.Organisation,
        organisationName = text,
        side = "commissioner",
        reference = text,
        title = text,
        buyer = text,
        provider = text,
        value = 1250000.5m,
        ocid = text,
        enteredOn = "2026-11-01",
        stages = new[] { "need-assessment", "advertisement", "specification", "evaluation", "contract-compliance" }.Select(stage => new
        {
            stage,
            state = stage == "advertisement" ? "not-applicable" : "verified",
            account = stage == "advertisement" ? null : text,
            doneOn = stage == "advertisement" ? null : "2026-10-01",
            weighting = stage == "evaluation" ? 12.50m : (decimal?)null,
            notApplicable = stage == "advertisement" ? text : null,
            evidence = new[] { new { id = _evidence, title = text, state = "verified" } },
            recordedAt = "2026-11-02T10:00:00Z",
            earlier = new[] { new { account = text, recordedAt = "2026-11-01T10:00:00Z" } },
        }),
        questions = new[] { new { id = _contract, text, kind = "promise", pillar = "social", measure = text, askedOn = "2026-10-01", tests = new[] { new { test = "fair", verdict = "no", note = text } }, passes = false } },
        offers = new[]
        {
            new
            {
                id = _offer, stage = "added", pillar = "social", what = text, unit = text, amount = 12m, dueOn = "2027-10-01", share = 0.75m,
                latest = new { amount = 9m, on = "2026-11-01", confidence = "measured", source = text, reportedAt = "2026-11-02T10:00:00Z" }, deliveries = Array.Empty<object>(),
            },
        },
    };

    private Visitor Editor(string text = "Care at home") => portal.As(_given.Editor)
        .Finds($"GET /api/commissioning/{_contract}", Contract(text))
        .Finds($"GET /api/commissioning/{_contract}/evidence", new { items = new[] { new { id = _evidence, title = text, state = "submitted", pledgeTitle = text } } });

    [Fact]
    public async Task A_contract_shows_its_grid_the_weighting_the_questions_and_what_became_of_the_offers()
    {
        var page = await Editor().Opens($"/commissioning/{_contract}");
        foreach (var said in new[] { "Assessment of need", "Not applicable", "Weighting of social value: 12.5 %", "Does not pass every test", "1,250,000.50", "75 % of what was offered", "Offered and contracted", "Recorded before" })
            page.Html.ShouldContain(said);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/change")]
    [InlineData("/stages/evaluation")]
    [InlineData("/questions/new")]
    [InlineData("/offers/{offer}/delivered")]
    public async Task Text_from_elsewhere_never_becomes_markup(string path)
    {
        var page = await Editor(Hostile).Opens($"/commissioning/{_contract}{path.Replace("{offer}", $"{_offer}")}");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldNotContain("<script>alert");
        page.Html.ShouldContain("&lt;script&gt;");
    }

    [Fact]
    public async Task Only_an_editor_of_the_organisation_gets_the_forms()
    {
        var reader = portal.As(Person.With(Roles.EvidenceReviewer)).Finds($"GET /api/commissioning/{_contract}", Contract());
        (await reader.Opens($"/commissioning/{_contract}")).Html.ShouldNotContain($"/commissioning/{_contract}/");
        foreach (var path in new[] { "change", "stages/evaluation", "questions/new", "offers/new", $"offers/{_offer}/delivered" })
            (await reader.Opens($"/commissioning/{_contract}/{path}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.Opens($"/organisations/{_given.Organisation}/commissioning/new")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_contract_is_entered()
    {
        var editor = Editor().Finds($"POST /api/organisations/{_given.Organisation}/commissioning", Contract(), HttpStatusCode.Created);
        var page = await editor.Sends($"/organisations/{_given.Organisation}/commissioning/new", ("Side", "commissioner"), ("Title", "Care"), ("Reference", "DN 1"), ("Value", "1250000.50"), ("Buyer", ""), ("Provider", ""), ("Ocid", ""));
        page.Location.ShouldBe($"/commissioning/{_contract}");
        var body = editor.WasAsked($"POST /api/organisations/{_given.Organisation}/commissioning").Single().Json;
        (body.GetProperty("value").GetDecimal(), body.GetProperty("buyer").GetString()).ShouldBe((1250000.50m, null));
    }

    [Fact]
    public async Task A_contract_that_was_brought_in_fills_in_the_form_and_one_that_was_not_hinders_nobody()
    {
        var (form, process) = ($"/organisations/{_given.Organisation}/commissioning/new", Guid.NewGuid());
        var editor = Editor()
            .Finds($"GET /api/organisations/{_given.Organisation}/contracts", new { items = new[] { new { id = process, ocid = "ocds-b5fd17-77", title = "Care", awards = 1, suppliers = 1, releases = 1, releasedAt = "2026-01-01T00:00:00Z" } } })
            .Finds($"GET /api/organisations/{_given.Organisation}/contracts/{process}", new
            {
                id = process,
                ocid = "ocds-b5fd17-77",
                title = "Care at home",
                buyerName = "Sample Council",
                tenderValue = 5,
                tenderCurrency = "GBP",
                amendments = 0,
                rule = "",
                awards = new[] { new { awardId = "1", counts = true, value = 1250.5m, currency = "GBP", suppliers = new[] { new { name = "Sample Carers CIC", locality = "unknown" } } } },
                releases = Array.Empty<object>(),
                commissioned = Array.Empty<object>(),
            });
        foreach (var query in new[] { "?Known=ocds-b5fd17-77", $"?contract={process}" })
        {
            var page = await editor.Opens(form + query);
            page.Html.ShouldContain("This contract was brought in: Care at home, ");
            (page.Value("Title"), page.Value("Value"), page.Value("Provider"), page.Value("Ocid")).ShouldBe(("Care at home", "1250.5", "Sample Carers CIC", "ocds-b5fd17-77"));
        }
        var none = await editor.Opens(form + "?Known=ocds-b5fd17-78");
        none.Html.ShouldContain("No contract with this id was brought in.");
        none.Value("Title").ShouldBe("");
    }

    /// <summary>It may have expired since, or be one of very many.</summary>
    [Fact]
    public async Task Evidence_that_a_stage_names_stays_ticked_when_it_is_not_on_offer_any_more()
    {
        var editor = Editor().Finds($"GET /api/commissioning/{_contract}/evidence", new { items = Array.Empty<object>() });
        (await editor.Opens($"/commissioning/{_contract}/stages/evaluation")).Value("EvidenceIds").ShouldBe($"{_evidence}");
    }

    [Fact]
    public async Task A_stage_begins_with_what_is_recorded_and_its_errors_stand_at_their_fields()
    {
        var call = $"PUT /api/commissioning/{_contract}/stages/evaluation";
        var editor = Editor().IsRefused(call, HttpStatusCode.BadRequest, "", new Dictionary<string, string[]> { ["weighting"] = ["Give the share."], ["evidenceIds[0]"] = ["This is no evidence of yours."] });
        var form = await editor.Opens($"/commissioning/{_contract}/stages/evaluation");
        (form.Value("Weighting"), form.Value("Account"), form.Value("EvidenceIds"), form.Value("DoneOn.Month")).ShouldBe(("12.5", "Care at home", $"{_evidence}", "10"));
        var page = await editor.Presses(form, $"/commissioning/{_contract}/stages/evaluation", ("Account", "Scored by three."), ("DoneOn.Day", "1"), ("DoneOn.Month", "10"), ("DoneOn.Year", "2026"), ("Weighting", "15"), ("EvidenceIds", $"{_evidence}"));
        page.Errors.Select(e => e.Field).ShouldBe(["Weighting", "EvidenceIds"]);
        page.Value("Account").ShouldBe("Scored by three.");
        editor.WasAsked(call).Single().Json.GetProperty("evidenceIds")[0].GetGuid().ShouldBe(_evidence);
        (await editor.Opens($"/commissioning/{_contract}/stages/award")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_question_is_sent_with_its_five_tests_and_comes_back_as_it_was()
    {
        var call = $"POST /api/commissioning/{_contract}/questions";
        var editor = Editor().IsRefused(call, HttpStatusCode.BadRequest, "", new Dictionary<string, string[]> { ["tests[1].note"] = ["Say why, so that it can be settled."] });
        (string, string)[] typed = [("Text", "How many?"), ("Kind", "promise"), ("Pillar", "social"), ("AskedOn.Day", "1"), ("AskedOn.Month", "10"), ("AskedOn.Year", "2026"),
            .. Enumerable.Range(0, 5).Select(i => ($"Tests[{i}].Verdict", i == 1 ? "no" : "yes"))];
        var page = await editor.Sends($"/commissioning/{_contract}/questions/new", typed);
        page.Errors.Single().Field.ShouldBe("Tests-1--Note");
        page.HasElement(page.Errors.Single().Field!).ShouldBeTrue();
        (page.Value("Tests[1].Verdict"), page.Value("Tests[0].Verdict")).ShouldBe(("no", "yes"));
        editor.WasAsked(call).Single().Json.GetProperty("tests").EnumerateArray().Select(t => t.GetProperty("test").GetString()).ShouldBe(["feasible", "fair", "relevant", "legal", "enforceable"]);
    }

    [Fact]
    public async Task An_offer_and_what_was_delivered_are_sent()
    {
        var editor = Editor().Finds($"POST /api/commissioning/{_contract}/offers", new { }, HttpStatusCode.Created).Finds($"POST /api/commissioning/{_contract}/offers/{_offer}/deliveries", new { }, HttpStatusCode.Created);
        (await editor.Sends($"/commissioning/{_contract}/offers/new", ("Stage", "unpredicted"), ("Pillar", "social"), ("What", "Evenings"), ("Unit", "evenings"), ("Amount", ""))).Location.ShouldBe($"/commissioning/{_contract}");
        editor.WasAsked($"POST /api/commissioning/{_contract}/offers").Single().Json.GetProperty("amount").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await editor.Sends($"/commissioning/{_contract}/offers/{_offer}/delivered", ("Amount", "9"), ("On.Day", "1"), ("On.Month", "11"), ("On.Year", "2026"), ("Confidence", "measured"), ("Source", "Return"))).Location.ShouldBe($"/commissioning/{_contract}");
        editor.WasAsked($"POST /api/commissioning/{_contract}/offers/{_offer}/deliveries").Single().Json.GetProperty("amount").GetDecimal().ShouldBe(9);
    }
}
