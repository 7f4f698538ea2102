using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class People_of_an_organisation(PortalFixture portal)
{
    private readonly Given _given = new();
    private readonly Guid _colleague = Guid.NewGuid();

    private string People => $"/organisations/{_given.Organisation}/people";
    private string Api => $"/api/organisations/{_given.Organisation}";

    private object Organisation => new
    {
        id = _given.Organisation,
        name = "Irwell Valley Trust",
        sector = "voluntary",
        kind = "provider",
        sizeBand = "small",
        status = "confirmed",
        identifiers = Array.Empty<object>(),
        places = Array.Empty<object>(),
        registeredOn = "2026-11-01",
        confirmedOn = "2026-11-02",
    };

    private object Offer(bool handsOver = false) => new
    {
        id = _given.Id,
        organisationId = _given.Organisation,
        organisationName = "Irwell Valley Trust",
        roles = new[] { "signatory", "editor" },
        invitedBy = "Sunita Garside",
        handsOver,
        goodUntil = "2026-12-05",
    };

    private static object Items(params object[] items) => new { items };

    private Visitor At(Person person) => portal.As(person)
        .Finds($"GET {Api}", Organisation)
        .Finds($"GET {Api}/members", Items(
            new { subject = person.Subject, name = "Sunita Garside", role = "signatory", heldFrom = "2026-11-02" },
            new { subject = _colleague, name = "Edwin Talbot-Shah", role = "editor", heldFrom = "2026-11-03" }))
        .Finds($"GET {Api}/invitations", Items(new { id = _given.Id, email = "jo@example.org", roles = new[] { "editor" }, handsOver = false, invitedByName = "Sunita Garside", invitedOn = "2026-11-21", goodUntil = "2026-12-05", isExpired = false }))
        .Finds($"GET {Api}/join-requests", Items(new { id = _given.Id, name = "Nell Cowdrey", email = "nell@example.org", askedOn = "2026-11-21" }))
        .Finds($"GET {Api}/domains", Items(new { organisationId = _given.Organisation, domain = "example.org", statedOn = "2026-11-01", verifiedOn = "2026-11-01" }));

    [Fact]
    public async Task A_signatory_sees_who_acts_who_is_invited_and_who_asks_and_an_editor_only_who_acts()
    {
        var page = await At(_given.Editor).Opens(People);
        page.Status.ShouldBe(HttpStatusCode.OK, page.Html);
        foreach (var text in new[] { "Sunita Garside (you)", "Edwin Talbot-Shah", "jo@example.org", "Nell Cowdrey", "Invite a colleague", "Hand over", $"{People}/{_colleague}/editor/remove" })
            page.Html.ShouldContain(text);
        var seen = await At(Person.With().Of(_given.Organisation, Roles.Editor)).Opens(People);
        seen.Html.ShouldContain("Edwin Talbot-Shah");
        foreach (var text in new[] { "jo@example.org", "Nell Cowdrey", "Invite a colleague", "/remove" })
            seen.Html.ShouldNotContain(text);
    }

    [Fact]
    public async Task An_invitation_is_sent_with_roles_and_its_errors_stand_at_their_fields()
    {
        var signatory = At(_given.Editor).IsRefused($"POST {Api}/invitations", HttpStatusCode.BadRequest, "Some fields are not right.",
            new { email = new[] { "Enter the e-mail address of the person." }, roles = new[] { "Choose what the person may do." } });
        var page = await signatory.Sends($"{People}/invite", ("Email", ""));
        page.Errors.ShouldBe([("Email", "Enter the e-mail address of the person."), ("Roles", "Choose what the person may do.")]);

        signatory.Finds($"POST {Api}/invitations", new { id = _given.Id }, HttpStatusCode.Created);
        (await signatory.Sends($"{People}/invite", ("Email", "jo@example.org"), ("Roles", "editor"))).Location.ShouldBe(People);
        var sent = signatory.WasAsked($"POST {Api}/invitations")[^1].Json;
        (sent.Text("email"), sent.GetProperty("roles").GetRawText(), sent.GetProperty("handOver").GetBoolean()).ShouldBe(("jo@example.org", "[\"editor\"]", false));

        (await signatory.Sends($"{People}/hand-over", ("Email", "jo@example.org"))).Location.ShouldBe(People);
        sent = signatory.WasAsked($"POST {Api}/invitations")[^1].Json;
        (sent.GetProperty("roles").GetRawText(), sent.GetProperty("handOver").GetBoolean()).ShouldBe(("[\"signatory\"]", true));
    }

    [Fact]
    public async Task A_role_is_taken_away_after_asking_and_what_is_refused_is_said()
    {
        var signatory = At(_given.Editor);
        (await signatory.Opens($"{People}/{_colleague}/editor/remove")).Html.ShouldContain("from Edwin Talbot-Shah?");
        (await signatory.Opens($"{People}/{_colleague}/signatory/remove")).Status.ShouldBe(HttpStatusCode.NotFound);
        signatory.WasAsked($"DELETE {Api}/members/{_colleague}/editor").ShouldBeEmpty();
        signatory.IsRefused($"DELETE {Api}/members/{_colleague}/editor", HttpStatusCode.Conflict, "The organisation would have no signatory left.");
        (await signatory.Sends($"{People}/{_colleague}/editor/remove")).Errors.ShouldBe([(null, "The organisation would have no signatory left.")]);
    }

    [Theory]
    [InlineData(true, "You cannot leave Irwell Valley Trust yet")]
    [InlineData(false, "Leave Irwell Valley Trust?")]
    public async Task The_last_signatory_is_shown_the_way_to_hand_over(bool isLast, string heading)
    {
        var page = await At(_given.Editor).Finds("GET /api/me/organisations", Items(new { organisationId = _given.Organisation, name = "Irwell Valley Trust", roles = new[] { "signatory" }, isActedFor = true, isLastSignatory = isLast }))
            .Opens($"/organisations/{_given.Organisation}/leave");
        page.Html.ShouldContain(heading);
        page.Html.Contains("<form method=\"post\"").ShouldBe(!isLast);
    }

    [Fact]
    public async Task The_link_of_a_mail_shows_the_invitation_to_a_stranger_and_to_whoever_is_signed_in_what_to_do()
    {
        object opened = new { invitation = Offer(handsOver: true), email = "jo@example.org" };
        var page = await portal.Stranger().Finds("POST /identity/invitations/opened", opened).Opens("/invitations/a-secret");
        page.Html.ShouldContain("no longer acts for the organisation");
        page.Html.ShouldContain($"/sign-in?returnUrl=/account/invitations/{_given.Id}");
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        (await portal.As(Person.With()).Finds("POST /identity/invitations/opened", opened).Opens("/invitations/a-secret")).Html.ShouldContain("is invited.");
        var invited = await portal.As(Person.With() with { Email = "JO@example.org" }).Finds("POST /identity/invitations/opened", opened).Opens("/invitations/a-secret");
        invited.Html.ShouldContain($"href=\"/account/invitations/{_given.Id}\"");

        var gone = await portal.Stranger().Opens("/invitations/another");
        gone.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_invitation_waits_on_the_account_page_and_accepting_it_makes_the_gateway_ask_anew()
    {
        var person = portal.As(Person.With()).Finds("GET /api/organisations", Items()).Finds("GET /api/me/invitations", Items(Offer()))
            .FindsStale($"POST /api/me/invitations/{_given.Id}/acceptance");
        (await person.Opens("/account")).Html.ShouldContain("Answer the invitation to Irwell Valley Trust");
        var form = await person.Opens($"/account/invitations/{_given.Id}");
        var accepted = await person.Posts($"/account/invitations/{_given.Id}", [.. form.Hidden.DistinctBy(field => field.Name)]);   // the first of its two forms
        accepted.Location.ShouldBe("/account");
        accepted.Headers.GetValues("Charter-Token").ShouldBe(["stale"]);
        (await person.Opens($"/account/invitations/{Guid.NewGuid()}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_page_says_whom_one_acts_for_and_where_to_change_it()
    {
        var other = Guid.NewGuid();
        async Task<string> Page(Person? person) => (await (person is null ? portal.Stranger() : portal.As(person)).Opens("/accessibility")).Html;
        (await Page(null)).ShouldNotContain("Acting for");
        (await Page(Person.With())).ShouldNotContain("Acting for");
        var one = await Page(_given.Editor.For(_given.Organisation));
        one.ShouldContain("Acting for <strong>The organisation acted for</strong>");
        one.ShouldNotContain("/account/acting-for");
        (await Page(_given.Editor.Of(other, Roles.Editor))).ShouldContain("Choose the one you act for");
        (await Page(_given.Editor.Of(other, Roles.Editor).For(other))).ShouldContain("href=\"/account/acting-for?returnUrl=%2Faccessibility\"");
    }

    [Theory]
    [InlineData("/register?q=a", "/register?q=a")]
    [InlineData("https://evil.example/", "/account")]
    public async Task Choosing_leads_back_to_where_one_was_and_nowhere_else(string returnUrl, string target)
    {
        var other = Guid.NewGuid();
        var person = portal.As(_given.Editor.Of(other, Roles.Editor)).FindsStale("PUT /api/me/acting-for").Finds("GET /api/me/organisations", Items(
            new { organisationId = _given.Organisation, name = "First", roles = new[] { "signatory" }, isActedFor = false, isLastSignatory = true },
            new { organisationId = other, name = "Second", roles = new[] { "editor" }, isActedFor = false, isLastSignatory = false }));
        var form = await person.Opens($"/account/acting-for?returnUrl={Uri.EscapeDataString(returnUrl)}");
        form.Value("Organisation").ShouldBe("any");
        var page = await person.Posts("/account/acting-for", [.. form.Hidden.Where(field => field.Name != "returnUrl"), ("returnUrl", returnUrl), ("Organisation", other.ToString())]);
        page.Location.ShouldBe(target);
        person.WasAsked("PUT /api/me/acting-for").Single().Json.Id("organisationId").ShouldBe(other);
        page.Headers.GetValues("Charter-Token").ShouldBe(["stale"]);
        await person.Posts("/account/acting-for", [.. form.Hidden, ("Organisation", "any")]);
        person.WasAsked("PUT /api/me/acting-for")[^1].Body.ShouldBe("{\"organisationId\":null}");
    }

    [Fact]
    public async Task A_registrar_gives_an_office_until_a_day()
    {
        var registrar = portal.As(Person.With(Roles.Registrar)).Finds("POST /api/offices", new { id = _given.Id }, HttpStatusCode.Created);
        (await registrar.Sends("/registrar/offices/new", ("Email", "jo@example.org"), ("Role", "assessor"), ("Until.Day", "31"), ("Until.Month", "2"), ("Until.Year", "2027")))
            .Errors.ShouldBe([("Until-Day", "The last day must be a real date, like 27 3 2027")]);
        (await registrar.Sends("/registrar/offices/new", ("Email", "jo@example.org"), ("Role", "assessor"), ("Until.Day", "28"), ("Until.Month", "2"), ("Until.Year", "2027"))).Location.ShouldBe("/registrar/offices");
        registrar.WasAsked("POST /api/offices").Single().Json.Text("until").ShouldBe("2027-02-28");

        var office = new { id = _given.Id, subject = Guid.NewGuid(), name = "Asha Onslow", email = "asha@example.org", role = "assessor", heldFrom = "2025-11-21", until = "2026-11-30", endedOn = (string?)null, state = "held" };
        var list = await registrar.Finds("GET /api/offices", new { items = new[] { office }, next = (string?)null }).Opens("/registrar/offices");
        list.Html.ShouldContain("Asha Onslow, assessor");
        list.Html.ShouldContain($"/registrar/offices/{_given.Id}/end");
        (await registrar.Finds($"GET /api/offices/{_given.Id}", office).Opens($"/registrar/offices/{_given.Id}/end")).Html.ShouldContain("End the office of Asha Onslow?");
    }
}
