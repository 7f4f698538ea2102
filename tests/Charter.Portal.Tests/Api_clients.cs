using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Api_clients(PortalFixture portal)
{
    private readonly Guid _organisation = Guid.CreateVersion7();
    private readonly Guid _client = Guid.CreateVersion7();

    private string Pages => $"/organisations/{_organisation}/clients";
    private string Calls => $"/api{Pages}";

    private Visitor Signatory(string status = "active") => portal.As(Person.With().Of(_organisation, Roles.Signatory))
        .Finds($"GET /api/organisations/{_organisation}", new
        {
            id = _organisation,
            name = "Irwell",
            status = "confirmed",
            sector = "voluntary",
            kind = "provider",
            sizeBand = "small",
            places = Array.Empty<object>(),
            identifiers = Array.Empty<object>(),
            registeredOn = "2026-11-21",
        })
        .Finds($"GET {Calls}", new
        {
            items = new[]
            {
                new
                {
                    id = _client, name = "Contract <dashboard>", scopes = new[] { "read", "pledges" }, status, createdAt = "2026-11-01T10:00:00Z", expiresOn = "2027-05-01", lastUsedAt = (string?)"2026-11-21T14:05:00Z",
                    secretMadeAt = "2026-11-01T10:00:00Z", previousSecretUntil = (string?)null, revokedAt = status == "revoked" ? "2026-11-21T15:00:00Z" : null,
                },
            },
        });

    private static readonly (string, string)[] Typed = [("Name", "Dashboard"), ("Scopes", "read"), ("Scopes", "pledges"), ("ExpiresOn.Day", "1"), ("ExpiresOn.Month", "5"), ("ExpiresOn.Year", "2027")];

    [Fact]
    public async Task A_signatory_sees_the_clients_of_the_organisation()
    {
        var page = await Signatory().Opens(Pages);
        page.Html.ShouldContain("Contract &lt;dashboard&gt;");
        page.Html.ShouldContain("Last used 21 November 2026, 14:05");
        page.Html.ShouldContain("until 1 May 2027");
        (await portal.As(Person.With().Of(_organisation, Roles.Editor)).Opens(Pages)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await portal.As(Person.With().Of(Guid.NewGuid(), Roles.Signatory)).Opens(Pages)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await portal.Stranger().Opens(Pages)).Location!.ShouldStartWith("/sign-in");
    }

    [Fact]
    public async Task The_secret_is_on_the_page_that_answers_the_form_and_nowhere_else()
    {
        var signatory = Signatory().Finds($"POST {Calls}", new { clientId = _client, clientSecret = "charter_cs_abc" }, HttpStatusCode.Created);
        var page = await signatory.Sends($"{Pages}/new", Typed);
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain("charter_cs_abc");
        page.Html.ShouldContain("https://charter.example.org/identity/token");
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Headers.TryGetValues("Set-Cookie", out _).ShouldBeFalse();
        var asked = signatory.WasAsked($"POST {Calls}").Single();
        asked.Json.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).ShouldBe(["read", "pledges"]);
        asked.Json.Text("expiresOn").ShouldBe("2027-05-01");
        asked.Key.ShouldNotBeEmpty();

        // Loaded again, the form is sent again, and the answer has no secret.
        signatory.Finds($"POST {Calls}", new { clientId = _client, clientSecret = (string?)null }, HttpStatusCode.Created);
        (await signatory.Sends($"{Pages}/new", Typed)).Html.ShouldContain("This form was sent before");
    }

    [Fact]
    public async Task What_the_service_refuses_stands_at_its_field()
    {
        var signatory = Signatory().IsRefused($"POST {Calls}", HttpStatusCode.BadRequest, "Some fields are not right.",
            new { name = new[] { "Give the client a name." }, scopes = new[] { "Give at least one scope." }, expiresOn = new[] { "Choose a day after today, at most a year away." } });
        var page = await signatory.Sends($"{Pages}/new", ("Name", ""), ("ExpiresOn.Day", ""), ("ExpiresOn.Month", ""), ("ExpiresOn.Year", ""));
        page.Errors.ShouldBe([("Name", "Give the client a name."), ("Scopes", "Give at least one scope."), ("ExpiresOn-Day", "Choose a day after today, at most a year away.")]);
    }

    [Fact]
    public async Task A_new_secret_is_made_and_a_client_is_revoked_after_a_question()
    {
        var signatory = Signatory().Finds($"POST {Calls}/{_client}/secret", new { clientId = _client, clientSecret = "charter_cs_new", previousSecretUntil = "2026-11-23T06:00:00Z" });
        var page = await signatory.Sends($"{Pages}/{_client}");
        page.Html.ShouldContain("charter_cs_new");
        page.Html.ShouldContain("good until 23 November 2026, 06:00");

        signatory.Finds($"DELETE {Calls}/{_client}", new { }, HttpStatusCode.NoContent);
        (await signatory.Opens($"{Pages}/{_client}/revoke")).Title.ShouldBe("Revoke Contract <dashboard> – Charter");
        signatory.WasAsked($"DELETE {Calls}/{_client}").ShouldBeEmpty();
        (await signatory.Sends($"{Pages}/{_client}/revoke")).Location.ShouldBe(Pages);
        signatory.WasAsked($"DELETE {Calls}/{_client}").Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_has_ended_has_no_buttons_and_one_of_others_is_not_there()
    {
        var page = await Signatory("revoked").Opens($"{Pages}/{_client}");
        page.Html.ShouldContain("Revoked");
        page.Html.ShouldNotContain("<form method=\"post\"");
        (await Signatory().Opens($"{Pages}/{Guid.NewGuid()}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
