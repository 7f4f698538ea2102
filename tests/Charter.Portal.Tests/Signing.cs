using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Signing(PortalFixture portal)
{
    private readonly Guid _organisation = Guid.CreateVersion7(), _charter = Guid.CreateVersion7(), _signature = Guid.CreateVersion7();
    private readonly Person _signatory = Person.With();

    private string Here => $"/organisations/{_organisation}/sign";

    private object Charters(int version = 2) => new { items = new[] { new { id = _charter, title = "The <charter>", partnership = "Salford", currentVersion = version, inForceFrom = "2026-11-01", contentHash = "ab", latestVersion = version } } };

    private object Signed(string status = "in-force", int version = 1, string? resignBy = null, string? endedOn = null) => new
    {
        id = _signature,
        charterId = _charter,
        version,
        contentHash = "ab12",
        organisationId = _organisation,
        signatoryName = "Avery <Example>",
        signatoryRole = "Chief executive",
        consentsToPublish = true,
        signedOn = "2026-11-21",
        signedAt = "2026-11-21T10:00:00Z",
        kind = "signed",
        status,
        others = new[] { new { name = "Bo Chair", role = "Chair", consentsToPublish = false } },
        countersigned = true,
        resignBy,
        endedOn,
        withdrawalReason = (string?)null,
        explanation = (string?)null,
    };

    private object Open(string status = "open", string[]? missing = null, Guid? by = null) => new
    {
        id = _signature,
        organisationId = _organisation,
        organisationName = "Irwell Trust",
        charterId = _charter,
        charterTitle = "The <charter>",
        version = 2,
        contentHash = "ab12",
        status,
        roles = new[] { "Chief executive", "Chair" },
        missing = missing ?? ["Chair"],
        countersigned = true,
        parts = new[] { new { role = "Chief executive", name = "Avery <Example>", signedBy = by ?? Guid.NewGuid(), signedAt = "2026-11-21T10:00:00Z" } },
        startedAt = "2026-11-21T10:00:00Z",
    };

    private object Receipt(string status = "in-force", string? endedOn = null) => new
    {
        signed = Signed(status, endedOn: endedOn),
        organisation = new { id = _organisation, name = "Irwell Trust", identifiers = new[] { new { scheme = "GB-CHC", id = "1234567" } } },
        charter = new { id = _charter, title = "The <charter>", partnership = "Salford", version = 1, inForceFrom = "2026-11-01", contentHash = "ab12", address = $"/api/charters/{_charter}/versions/1" },
        howToCheck = new[] { "Fetch it.", "curl -s REGISTER/api/x" },
    };

    private Visitor Visitor(Person person, object? signed = null, object? open = null, string[]? roles = null) => portal.As(person)
        .Finds($"GET /api/organisations/{_organisation}", new
        {
            id = _organisation,
            name = "Irwell Trust",
            status = "confirmed",
            sector = "voluntary",
            kind = "provider",
            sizeBand = "small",
            places = Array.Empty<object>(),
            identifiers = Array.Empty<object>(),
            registeredOn = "2026-11-21",
        })
        .Finds("GET /api/charters", Charters())
        .Finds($"GET /api/charters/{_charter}/versions/2", new
        {
            charterId = _charter,
            version = 2,
            status = "published",
            currentVersion = 2,
            inForceFrom = "2026-11-01",
            publishedOn = "2026-11-01",
            contentHash = "ab12",
            content = new
            {
                title = "The <charter>",
                partnership = "Salford",
                vision = "V",
                valueWords = Array.Empty<string>(),
                principles = Array.Empty<string>(),
                commitments = Array.Empty<object>(),
                commissionerDuties = Array.Empty<object>(),
                providerDuties = Array.Empty<object>(),
                evaluationMeasures = Array.Empty<object>(),
                outcomeMenu = Array.Empty<object>(),
                indicatorFramework = Array.Empty<object>(),
                signing = roles is null ? null : new { signatories = roles, countersigned = true },
            },
        })
        .Finds($"GET /api/organisations/{_organisation}/signatures", new { items = signed is null ? Array.Empty<object>() : [signed] })
        .Finds($"GET /api/organisations/{_organisation}/signatures/open", new { items = open is null ? Array.Empty<object>() : [open] })
        .Finds($"GET /api/signatures/open/{_signature}", open ?? Open())
        .Finds($"GET /api/signatures/{_signature}/receipt", Receipt());

    private Visitor Signatory(object? signed = null, object? open = null, string[]? roles = null) => Visitor(_signatory.Of(_organisation, Roles.Signatory), signed, open, roles);

    /// <summary>From the text to the question who signs.</summary>
    private async Task<string> Who(Visitor signatory)
    {
        var text = await signatory.Opens($"{Here}/read/{_charter}");
        return WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(text.Html, "href=\"([^\"]*/sign/who\\?s=[^\"]*)\"").Groups[1].Value);
    }

    [Fact]
    public async Task The_role_is_chosen_from_those_that_the_charter_asks_for_and_nobody_has_signed_in()
    {
        var signatory = Signatory(open: Open(), roles: ["Chief executive", "Chair"]);
        (await signatory.Opens($"{Here}/read/{_charter}")).Html.ShouldContain("Chief executive and Chair must each sign it");
        var who = await Who(signatory);
        var question = await signatory.Opens(who);
        question.Html.ShouldContain("type=\"radio\" value=\"Chair\"");
        question.Html.ShouldNotContain("type=\"radio\" value=\"Chief executive\"");
        question.Html.ShouldContain("Avery &lt;Example&gt; has signed as Chief executive.");
        var wrong = await signatory.Sends(who, ("Name", "Bo Chair"));
        wrong.Status.ShouldBe(HttpStatusCode.BadRequest);
        wrong.Value("Name").ShouldBe("Bo Chair");
        wrong.Html.ShouldContain("type=\"radio\" value=\"Chair\"");
    }

    [Theory]
    [InlineData("in-force", "receipt?signature=")]
    [InlineData("open", "open/")]
    [InlineData("awaiting-countersignature", "open/")]
    public async Task Whoever_signs_comes_to_the_receipt_or_to_who_is_missing(string status, string page)
    {
        var signatory = Signatory(roles: ["Chief executive", "Chair"]).Finds($"POST /api/charters/{_charter}/signatures", new { id = _signature, status }, HttpStatusCode.Accepted);
        var authority = await signatory.Sends(await Who(signatory), ("Name", "Bo Chair"), ("Role", "Chair"));
        var check = await signatory.Sends(authority.Location!, ("ConfirmsAuthority", "true"), ("ConsentsToPublish", "false"));
        (await signatory.Opens(check.Location!)).Html.ShouldContain("Bo Chair");
        var done = await signatory.Sends(check.Location!);
        done.Location.ShouldBe($"{Here}/{page}{_signature}");
        var asked = signatory.WasAsked($"POST /api/charters/{_charter}/signatures").Single();
        asked.Json.GetProperty("signatory").GetProperty("role").GetString().ShouldBe("Chair");
        asked.Json.GetProperty("contentHash").GetString().ShouldBe("ab12");
        (await signatory.Opens(done.Location!)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_signature_under_way_says_who_is_missing_and_can_be_given_up()
    {
        var signatory = Signatory(open: Open());
        var page = await signatory.Opens($"{Here}/open/{_signature}");
        page.Html.ShouldContain("Chair must sign too.");
        page.Html.ShouldContain($"{Here}/read/{_charter}");
        (await Signatory(open: Open(by: _signatory.Subject)).Opens($"{Here}/open/{_signature}")).Html.ShouldNotContain($"{Here}/read/{_charter}");
        var editor = Visitor(Person.With().Of(_organisation, Roles.Editor), open: Open());
        (await editor.Opens($"{Here}/open/{_signature}")).Html.ShouldNotContain("abandon");
        (await editor.Opens($"{Here}/open/{_signature}/abandon")).Status.ShouldBe(HttpStatusCode.Forbidden);

        signatory.Finds($"DELETE /api/signatures/open/{_signature}", new { }, HttpStatusCode.NoContent);
        (await signatory.Sends($"{Here}/open/{_signature}/abandon")).Location.ShouldBe(Here);
        signatory.WasAsked($"DELETE /api/signatures/open/{_signature}").Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_receipt_names_everybody_and_is_a_file_that_says_how_to_check_it()
    {
        var signatory = Signatory(Signed());
        var page = await signatory.Opens($"{Here}/receipt");
        page.Html.ShouldContain("Avery &lt;Example&gt;, Chief executive");
        page.Html.ShouldContain("Bo Chair, Chair (not shown to the public)");
        page.Html.ShouldContain("countersigned by a registrar");
        var file = await signatory.Opens($"{Here}/receipt?signature={_signature}&handler=Download");
        file.MediaType.ShouldBe("text/plain");
        foreach (var line in new[] { "Irwell Trust", "Charity Commission number 1234567", "The <charter>, version 1", "ab12", "Avery <Example>, Chief executive", "21 November 2026 (2026-11-21T10:00:00Z)", "curl -s https://charter.example.org/api/x" })
            file.Html.ShouldContain(line);
    }

    [Fact]
    public async Task A_receipt_is_not_shown_under_another_organisation()
    {
        var other = Guid.NewGuid();
        (await Signatory().Opens($"/organisations/{other}/sign/receipt?signature={_signature}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Signatory().Opens($"/organisations/{other}/sign/open/{_signature}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_start_says_until_when_the_signature_before_holds_or_since_when_it_does_not()
    {
        (await Signatory(Signed(resignBy: "2027-02-25")).Opens(Here)).Html.ShouldContain("That signature holds until 25 February 2027");
        (await Signatory(Signed("lapsed", endedOn: "2027-02-26")).Opens(Here)).Html.ShouldContain("Your signature lapsed on 26 February 2027.");
        (await Signatory(Signed(version: 2)).Opens(Here)).Html.ShouldNotContain($"{Here}/read/");
        (await Signatory(open: Open()).Opens(Here)).Html.ShouldContain("Chair must sign too.");
        (await Signatory(Signed(resignBy: "2027-02-25")).Opens($"/organisations/{_organisation}/signatures")).Html.ShouldContain("<strong>25 February 2027</strong>");
    }

    [Fact]
    public async Task A_signature_is_withdrawn_in_two_steps_and_nothing_typed_is_lost()
    {
        var withdraw = $"/organisations/{_organisation}/signatures/{_signature}/withdraw";
        var call = $"POST /api/signatures/{_signature}/withdrawal";
        var signatory = Signatory(Signed()).Finds(call, new { id = _signature });
        (await signatory.Opens($"/organisations/{_organisation}/signatures")).Html.ShouldContain(withdraw);
        var nothing = await signatory.Sends(withdraw, ("Explanation", "We merge."));
        nothing.Errors.ShouldContain(e => e.Message.Contains("Choose why"));
        nothing.Value("Explanation").ShouldBe("We merge.");
        var check = (await signatory.Sends(withdraw, ("Reason", "merged"), ("Explanation", "We merge."))).Location!;
        signatory.WasAsked(call).ShouldBeEmpty();
        (await signatory.Opens(check)).Html.ShouldContain("We have become part of another organisation");
        (await signatory.Opens(check.Replace("/check", ""))).Value("Reason").ShouldBe("merged");
        (await signatory.Sends(check)).Location.ShouldBe($"/organisations/{_organisation}/signatures");
        (signatory.WasAsked(call).Single().Json.GetProperty("reason").GetString(), signatory.WasAsked(call).Single().Json.GetProperty("explanation").GetString()).ShouldBe(("merged", "We merge."));
        (await signatory.Opens($"{withdraw}/check?s=old")).Location.ShouldBe(withdraw);
        (await Visitor(Person.With().Of(_organisation, Roles.Editor)).Opens(withdraw)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_registrar_countersigns_what_everybody_has_signed()
    {
        var waiting = Open("awaiting-countersignature", missing: []);
        var registrar = Visitor(Person.With(Roles.Registrar), open: waiting).Finds("GET /api/signatures/open", new { items = new[] { waiting } })
            .Finds($"POST /api/signatures/open/{_signature}/countersignature", new { id = _signature }, HttpStatusCode.Created);
        (await registrar.Opens("/registrar/signatures")).Html.ShouldContain($"/registrar/signatures/{_signature}");
        (await registrar.Sends($"/registrar/signatures/{_signature}")).Location.ShouldBe("/registrar/signatures");
        registrar.WasAsked($"POST /api/signatures/open/{_signature}/countersignature").Count.ShouldBe(1);
        (await Visitor(Person.With(Roles.Registrar), open: Open()).Opens($"/registrar/signatures/{_signature}")).Html.ShouldNotContain("<button class=\"govuk-button\" data-module=\"govuk-button\">Countersign");
        (await Signatory().Opens("/registrar/signatures")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("in-force", "2027-02-25", "This signature holds until 25 February 2027")]
    [InlineData("lapsed", null, "it lapsed on 1 March 2027")]
    [InlineData("withdrawn", null, "it was withdrawn on 1 March 2027")]
    public async Task The_organisations_page_says_how_it_stands(string status, string? resignBy, string words)
    {
        var page = await portal.Stranger().Finds($"GET /api/register/{_organisation}", new
        {
            organisationId = _organisation,
            name = "Irwell Trust",
            sector = "voluntary",
            kind = "provider",
            sizeBand = "small",
            places = Array.Empty<object>(),
            identifiers = Array.Empty<object>(),
            signature = new
            {
                id = _signature,
                charterId = _charter,
                charterTitle = "The charter",
                version = 1,
                contentHash = "ab",
                signedOn = "2026-11-21",
                status,
                signatory = (object?)null,
                resignBy,
                endedOn = status == "in-force" ? null : "2027-03-01",
                since = status == "in-force" ? "2026-11-21" : "2027-03-01",
                countersigned = true,
                others = new[] { new { name = "Bo Chair", role = "Chair" } },
                periods = new[] { new { from = "2025-01-01", until = (string?)"2025-06-01", ended = (string?)"lapsed" }, new { from = "2026-11-21", until = (string?)null, ended = (string?)null } },
            },
            duties = Array.Empty<object>(),
            pledges = Array.Empty<object>(),
            mark = (object?)null,
        }).Opens($"/organisations/{_organisation}");
        page.Html.ShouldContain(words);
        page.Html.ShouldContain("Bo Chair, Chair");
        page.Html.ShouldContain("1 January 2025 until 1 June 2025 (lapsed)");
    }
}
