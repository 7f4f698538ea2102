using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Mergers_and_successions(PortalFixture portal)
{
    private readonly Guid _from = Guid.CreateVersion7(), _to = Guid.CreateVersion7();

    private string Start => $"/registrar/organisations/{_from}/succession";
    private string Call => $"/api/organisations/{_from}/succession";

    private static object Organisation(Guid id, string name, string status = "confirmed") => new
    {
        id,
        name,
        sector = "nhs-provider",
        kind = "provider",
        sizeBand = "large",
        status,
        identifiers = new[] { new { scheme = "GB-NHS", id = "RXX" } },
        places = new[] { new { code = "E08000006", name = "Salford" } },
        registeredOn = "2026-01-01",
        confirmedOn = "2026-01-02",
    };

    private object Succession(string status = "standing", bool isReversible = true) => new
    {
        id = Guid.CreateVersion7(),
        kind = "merge",
        predecessorId = _from,
        predecessorName = "Old Trust",
        successorId = _to,
        successorName = "New Trust",
        on = "2026-04-01",
        note = "By order",
        enteredOn = "2026-11-21",
        status,
        reversibleUntil = "2026-12-21",
        isReversible,
        reversedOn = status == "standing" ? null : "2026-11-22",
        reversalReason = status == "standing" ? null : "A mistake",
    };

    private Visitor Registrar(params object[] successions) => portal.As(Person.With(Roles.Registrar))
        .Finds($"GET /api/organisations/{_from}", Organisation(_from, "Old Trust")).Finds($"GET /api/organisations/{_to}", Organisation(_to, "New Trust"))
        .Finds("GET /api/organisations", new { items = new[] { Organisation(_from, "Old Trust"), Organisation(_to, "New Trust") } })
        .Finds("GET /api/organisations/successions", new { items = successions })
        .Finds($"GET {Call}/preview", new { predecessorId = _from, predecessorName = "Old Trust", successorId = _to, successorName = "New Trust", signatures = 1, carriesSignature = true, pledges = 3, evidence = 1, mark = "silver", carriesMark = false, reversibleUntil = "2026-12-21" })
        .Finds("GET /api/network/champions", new { items = new[] { new { id = _to, name = "A Champion", organisationId = _from, organisationName = "Old Trust", sector = "", places = Array.Empty<object>(), specialisms = Array.Empty<string>(), appointedOn = "2026-01-01" } } })
        .Finds($"GET /api/organisations/{_from}/members", new { items = new[] { new { subject = _to, name = "A Member", role = "editor", heldFrom = "2026-01-01" }, new { subject = _to, name = "A Member", role = "signatory", heldFrom = "2026-01-01" } } })
        .Finds($"POST {Call}", Succession(), HttpStatusCode.Created);

    [Fact]
    public async Task Question_by_question_a_registrar_sees_what_moves_before_it_does()
    {
        var registrar = Registrar();
        (await registrar.Opens($"/registrar/organisations/{_from}")).Html.ShouldContain($"href=\"{Start}\"");
        var who = await registrar.Opens($"{Start}?q=trust");
        who.Html.ShouldContain("New Trust");
        who.Html.ShouldNotContain($"value=\"{_from}\"");   // nobody takes their own place
        var what = (await registrar.Presses(who, $"{Start}?q=trust", ("Successor", $"{_to}"))).Location!;
        what.ShouldStartWith($"{Start}/what?s=");
        var when = (await registrar.Sends(what, ("Kind", "merge"), ("Note", "By order"))).Location!;
        var check = (await registrar.Sends(when, ("On.Day", "1"), ("On.Month", "4"), ("On.Year", "2026"))).Location!;

        var page = await registrar.Opens(check);
        foreach (var said in new[] { "1 April 2026", "Merger", "By order", "it has not signed itself", "3 pledges, 1 item of evidence", "Silver does not pass", "1 champion", "1 person. Who signs for", "only if it has no signatory of its own", "21 December 2026" })
            page.Html.ShouldContain(said);
        registrar.WasAskedToChange.ShouldBeFalse();
        (await registrar.Opens(what)).Value("Note").ShouldBe("");   // the address of an earlier page knows only what came before it
        (await registrar.Presses(page, check)).Location.ShouldBe($"/registrar/organisations/{_from}");
        var entered = registrar.WasAsked($"POST {Call}").Single().Json;
        (entered.Id("successorId"), entered.Text("kind"), entered.Text("on"), entered.Text("note")).ShouldBe((_to, "merge", "2026-04-01", "By order"));
    }

    [Fact]
    public async Task What_is_not_possible_is_said_before_any_more_is_asked()
    {
        var registrar = Registrar().IsRefused($"GET {Call}/preview", HttpStatusCode.Conflict, "New Trust acts no more: Third Trust has taken its place. Choose Third Trust.");
        var page = await registrar.Sends($"{Start}?q=trust", ("Successor", $"{_to}"));
        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Errors.ShouldBe([(null, "New Trust acts no more: Third Trust has taken its place. Choose Third Trust.")]);
    }

    [Fact]
    public async Task Questions_left_open_and_old_addresses_lead_back_to_them()
    {
        var registrar = Registrar();
        foreach (var step in new[] { "what", "when", "check" })
            (await registrar.Opens($"{Start}/{step}?s=old")).Location.ShouldBe(Start);
        (await registrar.Sends($"{Start}?q=trust")).Errors.ShouldBe([("Successor", "Choose the organisation")]);
        var what = (await registrar.Sends($"{Start}?q=trust", ("Successor", $"{_to}"))).Location!;
        (await registrar.Opens(what.Replace("/what?", "/check?"))).Location.ShouldBe(what);
        (await registrar.Sends(what)).Errors.ShouldBe([("Kind", "Choose what happened")]);
        var when = (await registrar.Sends(what, ("Kind", "duplicate"))).Location!;
        (await registrar.Sends(when)).Errors.ShouldHaveSingleItem().Message.ShouldBe("Enter the day from which it holds");
    }

    [Fact]
    public async Task What_stands_can_be_taken_back_with_a_reason()
    {
        var registrar = Registrar(Succession()).Finds($"POST {Call}/reversal", Succession("reversed"));
        (await registrar.Opens("/registrar/successions")).Html.ShouldContain($"href=\"/registrar/organisations/{_from}/succession/reversal\"");
        var page = await registrar.Opens($"{Start}/reversal");
        page.Html.ShouldContain("21 December 2026");
        (await registrar.Presses(page, $"{Start}/reversal")).Errors.ShouldBe([("Reason", "Say why it is taken back")]);
        (await registrar.Presses(page, $"{Start}/reversal", ("Reason", "A mistake"))).Location.ShouldBe($"/registrar/organisations/{_from}");
        registrar.WasAsked($"POST {Call}/reversal").Single().Json.Text("reason").ShouldBe("A mistake");
        (await Registrar(Succession()).Opens($"/registrar/organisations/{_from}")).Html.ShouldNotContain($"href=\"{Start}\"");   // it has been succeeded
    }

    [Fact]
    public async Task What_is_over_or_final_offers_no_way_back()
    {
        (await Registrar(Succession("reversed", isReversible: false)).Opens($"{Start}/reversal")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Registrar(Succession(isReversible: false)).Opens("/registrar/successions")).Html.ShouldNotContain("/succession/reversal");
    }

    [Fact]
    public async Task Only_registrars_have_these_pages()
    {
        var other = portal.As(new Given().Editor);
        foreach (var path in new[] { "/registrar/successions", Start, $"{Start}/what", $"{Start}/when", $"{Start}/check", $"{Start}/reversal" })
            (await other.Opens(path)).Status.ShouldBe(HttpStatusCode.Forbidden, path);
    }

    [Fact]
    public async Task The_register_leads_from_each_to_the_other()
    {
        var given = new Given();
        var entry = System.Text.Json.JsonSerializer.SerializeToNode(given.Entry(), new System.Text.Json.JsonSerializerOptions(System.Text.Json.JsonSerializerDefaults.Web))!.AsObject();
        entry["predecessors"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["organisationId"] = _from, ["name"] = "Old Trust", ["kind"] = "succession", ["on"] = "2026-04-01", ["enteredOn"] = "2026-11-21", ["signedOn"] = "2025-03-02" });
        entry["pledges"]![0]!["carriedFrom"] = _from;
        var page = await portal.Stranger().Finds($"GET /api/register/{given.Organisation}", entry).Opens($"/organisations/{given.Organisation}");
        page.Html.ShouldContain($"href=\"/organisations/{_from}\"");
        page.Html.ShouldContain("made by Old Trust");
        page.Html.ShouldContain("had signed on 2 March 2025");

        entry["predecessors"] = null;
        entry["successor"] = new System.Text.Json.Nodes.JsonObject { ["organisationId"] = _to, ["name"] = "New Trust", ["kind"] = "succession", ["on"] = "2026-04-01", ["enteredOn"] = "2026-11-21" };
        page = await portal.Stranger().Finds($"GET /api/register/{given.Organisation}", entry).Opens($"/organisations/{given.Organisation}");
        page.Html.ShouldContain("Succeeded by <a class=\"govuk-link\" href=\"/organisations/" + _to);
        page.Html.ShouldContain("1 April 2026");
    }

    [Theory]
    [InlineData(true, "This kite mark is real and has passed to New Trust", "Bronze kite mark of New Trust. Valid until 20 November 2026")]
    [InlineData(false, "Not valid: transferred to successor", "Bronze kite mark of Irwell Valley Trust. Not valid: transferred to successor")]
    public async Task A_mark_says_to_whom_it_has_passed(bool isHeld, string verdict, string badge)
    {
        var given = new Given();
        var award = System.Text.Json.JsonSerializer.SerializeToNode(given.Award("transferred-to-successor"))!.AsObject();
        award["successor"] = new System.Text.Json.Nodes.JsonObject { ["organisationId"] = _to, ["name"] = "New Trust", ["on"] = "2026-04-01", ["isHeld"] = isHeld };
        var visitor = portal.Stranger().Finds($"GET /api/kite-marks/awards/{given.Id}", award);
        var page = await visitor.Opens($"/verify/{given.Id}");
        page.Html.ShouldContain(verdict);
        page.Html.ShouldContain("Transferred to successor");
        page.Html.ShouldContain($"href=\"/organisations/{_to}\"");
        (await visitor.Opens($"/badges/{given.Id}.svg")).Title.ShouldBe(badge);
    }
}
