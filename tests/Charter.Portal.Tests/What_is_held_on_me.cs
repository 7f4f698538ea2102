using System.Net;
using System.Text.Json;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class What_is_held_on_me(PortalFixture portal)
{
    private static readonly string[] Services = ["identity", "signatory", "pledge", "champions-network", "kite-mark"];

    private Visitor Somebody(params string[] answering)
    {
        var visitor = portal.As(Person.With());
        foreach (var service in answering)
            visitor.Finds($"GET /api/personal-data/{service}", new { from = service });
        foreach (var service in Services.Except(answering))
            visitor.Loses($"GET /api/personal-data/{service}");
        return visitor;
    }

    [Fact]
    public async Task Comes_as_one_file_with_what_each_service_holds()
    {
        var file = await Somebody(Services).Opens("/account/data?handler=file");
        file.MediaType.ShouldBe("application/json");
        var json = JsonSerializer.Deserialize<JsonElement>(file.Html);
        json.GetProperty("heldBy").EnumerateObject().Select(s => s.Name).ShouldBe(Services);
        json.GetProperty("notAnswering").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Is_not_given_by_half_unless_the_person_knows_what_is_missing()
    {
        var somebody = Somebody("identity", "signatory", "champions-network", "kite-mark");
        var page = await somebody.Opens("/account/data?handler=file");
        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Html.ShouldContain("Missing: <strong>Pledge</strong>");
        var file = JsonSerializer.Deserialize<JsonElement>((await somebody.Opens("/account/data?handler=file&partial=true")).Html);
        file.GetProperty("notAnswering").EnumerateArray().Single().GetString().ShouldBe("pledge");
        file.GetProperty("heldBy").EnumerateObject().Count().ShouldBe(4);
    }

    [Fact]
    public async Task Is_no_file_when_nothing_answers() =>
        (await portal.WhenNothingAnswers(Person.With()).Opens("/account/data?handler=file&partial=true")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

    [Fact]
    public async Task The_account_is_erased_with_the_password_and_the_word_and_the_cookie_goes()
    {
        var somebody = portal.As(Person.With()).Finds("GET /api/network/champions/me", new { items = Array.Empty<object>() }).Finds("POST /api/me/erasure", new { }, HttpStatusCode.NoContent);
        var page = await somebody.Sends("/account/erase", ("Proof", "the old one"), ("Confirmation", "erase"));
        page.Status.ShouldBe(HttpStatusCode.Redirect);
        page.Headers.GetValues("Set-Cookie").ShouldContain(c => c.StartsWith("__Host-charter-session=;"));
        var asked = somebody.WasAsked("POST /api/me/erasure").Single().Json;
        (asked.Text("proof"), asked.Text("confirmation")).ShouldBe(("the old one", "erase"));
        somebody.WasAsked("GET /api/network/champions/me").Count.ShouldBe(1);   // so that an appointment by address is erased too
    }

    [Fact]
    public async Task A_reason_why_the_account_cannot_be_erased_yet_is_shown()
    {
        var somebody = portal.As(Person.With()).Finds("GET /api/network/champions/me", new { items = Array.Empty<object>() })
            .IsRefused("POST /api/me/erasure", HttpStatusCode.Conflict, "You are the last signatory of an organisation.");
        var page = await somebody.Sends("/account/erase", ("Proof", "x"), ("Confirmation", "erase"));
        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Errors.Single().Message.ShouldBe("You are the last signatory of an organisation.");
        page.Headers.TryGetValues("Set-Cookie", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Consent_is_changed_for_one_signature()
    {
        var id = Guid.NewGuid();
        var somebody = portal.As(Person.With())
            .Finds("GET /api/personal-data/signatory", new { signatures = new[] { new { id, organisationId = id, organisationName = "Irwell Trust", version = 1, name = "Robin", role = "Chair", consentsToPublish = true, signedAt = "2026-11-21T10:00:00Z" } } })
            .Finds($"PUT /api/signatures/{id}/consent", new { });
        var page = await somebody.Opens("/account/consent");
        page.Html.ShouldContain("sees your name and role");
        (await somebody.Presses(page, "/account/consent")).Status.ShouldBe(HttpStatusCode.Redirect);
        somebody.WasAsked($"PUT /api/signatures/{id}/consent").Single().Json.GetProperty("consentsToPublish").GetBoolean().ShouldBeFalse();
    }
}
