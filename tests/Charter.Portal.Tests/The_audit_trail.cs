using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class The_audit_trail(PortalFixture portal)
{
    private static object Entry(Given given, string outcome = "done", string? action = "Make a pledge", string actorKind = "person", bool named = true) => new
    {
        id = Guid.NewGuid(),
        occurredAt = "2026-07-01T09:30:05Z",
        service = "pledge",
        actorKind,
        actor = named ? given.Id : (Guid?)null,
        actorName = named ? given.Text : null,
        client = (Guid?)null,
        actingFor = given.Organisation,
        organisationId = given.Organisation,
        action,
        method = "POST",
        route = "/api/organisations/{organisationId}/pledges",
        subjects = new[] { new { kind = "pledge", id = given.Id } },
        outcome,
        status = outcome == "done" ? (int?)null : 403,
        code = outcome == "done" ? null : "own-organisation",
        count = outcome == "done" ? 1 : 12,
        traceId = "0af7651916cd43dd8448eb211c80319c",
    };

    private static object Organisation(Given given) => new
    {
        id = given.Organisation,
        name = given.Text,
        sector = "voluntary",
        kind = "provider",
        sizeBand = "small",
        status = "confirmed",
        identifiers = Array.Empty<object>(),
        places = Array.Empty<object>(),
        registeredOn = "2026-07-01",
    };

    private Visitor Registrar(Given given, params object[] entries) => portal.As(Person.With(Roles.Registrar))
        .Finds("GET /api/audit", new { items = entries, next = (string?)null }).Finds($"GET /api/organisations/{given.Organisation}", Organisation(given));

    [Fact]
    public async Task Says_in_plain_words_who_did_what_for_whom_and_when()
    {
        var given = new Given("Irwell & Sons");
        var page = await Registrar(given, Entry(given), Entry(given, "refused")).Opens("/registrar/audit");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain("Make a pledge");
        page.Html.ShouldContain($"actor={given.Id}\">Irwell &amp; Sons</a>");
        page.Html.ShouldContain("1 July 2026, 10:30:05");   // in the partnership's local time
        page.Html.ShouldContain("Refused</strong>");
        page.Html.ShouldContain("12 times within a minute");
        page.Html.ShouldContain("own organisation");
    }

    [Fact]
    public async Task Asks_for_what_the_filter_says_and_offers_just_that_for_download()
    {
        var given = new Given();
        var registrar = Registrar(given, Entry(given));
        var page = await registrar.Opens($"/registrar/audit?Act=Make+a+pledge&Outcome=done&From=2026-07-01&To=2026-07-02&Organisation={given.Organisation}");
        page.Html.ShouldContain($"href=\"/api/audit?organisation={given.Organisation}&amp;action=Make%20a%20pledge&amp;outcome=done&amp;from=2026-07-01&amp;to=2026-07-02&amp;format=csv\"");
        page.Value("Act").ShouldBe("Make a pledge");
    }

    [Theory]
    [InlineData("Actor=robin", "Actor")]
    [InlineData("From=yesterday", "From")]
    [InlineData("To=0001-01-01", "To")]
    public async Task Says_what_cannot_be_searched_for_and_asks_nobody(string query, string field)
    {
        var given = new Given();
        var registrar = Registrar(given, Entry(given));
        var page = await registrar.Opens($"/registrar/audit?{query}");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Errors.Single().Field.ShouldBe(field);
        registrar.WasAsked("GET /api/audit").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_organisation_reads_its_own_and_strangers_are_not_named()
    {
        var given = new Given();
        var page = await portal.As(given.Editor).Finds($"GET /api/organisations/{given.Organisation}", Organisation(given))
            .Finds($"GET /api/organisations/{given.Organisation}/audit", new { items = new[] { Entry(given, "refused", named: false), Entry(given, actorKind: "system", named: false) }, next = (string?)null })
            .Opens($"/organisations/{given.Organisation}/audit");
        page.Html.ShouldContain("Somebody from elsewhere");
        page.Html.ShouldContain("The system, by a rule");
        page.Html.ShouldContain($"/api/organisations/{given.Organisation}/audit?format=csv");
    }

    [Fact]
    public async Task Is_not_for_everybody()
    {
        (await portal.As(Person.With(Roles.Assessor)).Opens("/registrar/audit")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await portal.Stranger().Opens("/registrar/audit")).Status.ShouldBe(HttpStatusCode.Redirect);
        var given = new Given();
        (await portal.As(Person.With()).IsRefused($"GET /api/organisations/{given.Organisation}/audit", HttpStatusCode.Forbidden, "Not yours.").Opens($"/organisations/{given.Organisation}/audit"))
            .Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_a_service_refused_a_form_goes_on_to_the_gateway()
    {
        var given = new Given();
        var editor = given.EditorAt(portal).Refuses(given.PledgeCall, HttpStatusCode.Conflict, "?status=409&code=charter-not-signed&route=/api/organisations/{organisationId}/pledges");
        var page = await editor.Sends(given.PledgeForm, Given.Typed());
        page.Headers.GetValues("Charter-Refusal").Single().ShouldBe("?status=409&code=charter-not-signed&route=/api/organisations/{organisationId}/pledges");
        (await portal.As(Person.With(Roles.Assessor)).Opens("/registrar/audit")).Headers.GetValues("Charter-Refusal").Single().ShouldBe("?status=403&code=forbidden&route=%2Fregistrar%2Faudit");
    }
}
