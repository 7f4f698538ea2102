using System.Net;
using System.Text.RegularExpressions;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Who_sees_what(PortalFixture portal)
{
    private const string Some = "01939a4e-0000-7000-8000-000000000000";
    private readonly Given _given = new();

    public static TheoryData<string> ForRoles =>
    [
        "/registrar/organisations", $"/registrar/organisations/{Some}", "/registrar/charters/new", "/registrar/second-factors", $"/registrar/charters/{Some}/versions/1", "/evidence",
        $"/registrar/charters/{Some}/versions/1/edit/values", $"/registrar/charters/{Some}/versions/1/preview", $"/registrar/charters/{Some}/versions/1/publish", $"/registrar/charters/{Some}/versions/1/delete",
        $"/kite-marks/applications/{Some}/assess", $"/kite-marks/applications/{Some}/decision", $"/organisations/{Some}/pledges/new",
        $"/network/champions/new?organisation={Some}", $"/kite-marks/apply?organisation={Some}", $"/organisations/{Some}/sign/who?s=x",
        "/registrar/frameworks", $"/registrar/frameworks/{Some}", "/registrar/frameworks/crosswalk", "/registrar/places", "/registrar/value-disputes", $"/value/{Some}/settlement", $"/organisations/{Some}/value/new", "/registrar/imports", $"/registrar/imports/{Some}", $"/registrar/organisations/{Some}/name", $"/organisations/{Some}/change",
        "/registrar/offices", "/registrar/offices/new", $"/registrar/offices/{Some}/renew", $"/registrar/offices/{Some}/end", "/registrar/without-signatory", "/registrar/domains",
        $"/registrar/organisations/{Some}/signatory", $"/organisations/{Some}/people/invite", $"/organisations/{Some}/people/hand-over", $"/organisations/{Some}/people/domains",
        $"/organisations/{Some}/people/requests/{Some}", $"/organisations/{Some}/people/{Some}/editor/remove",
    ];

    [Theory, MemberData(nameof(ForRoles))]
    [InlineData("/account")]
    [InlineData("/organisations/new")]
    [InlineData("/account/acting-for")]
    [InlineData("/account/join")]
    [InlineData($"/account/invitations/{Some}")]
    [InlineData($"/organisations/{Some}/people")]
    [InlineData($"/organisations/{Some}/leave")]
    public async Task A_stranger_is_taken_to_sign_in_and_back(string path)
    {
        var page = await portal.Stranger().Opens(path);
        page.Status.ShouldBe(HttpStatusCode.Redirect);
        page.Location.ShouldBe($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
    }

    [Theory, MemberData(nameof(ForRoles))]
    public async Task Somebody_without_the_role_is_told_so(string path)
    {
        var page = await portal.As(Person.With(Roles.CaseOfficer).Of(_given.Organisation, Roles.Signatory, Roles.Editor)).Opens(path);
        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.Title.ShouldBe("You cannot see this page – Charter");
    }

    [Fact]
    public async Task Somebody_without_the_role_is_told_so_also_when_the_form_is_wrong()
    {
        var draft = $"/registrar/charters/{_given.Charter}/versions/1/publish";
        var editor = _given.EditorAt(portal);
        var token = (await editor.Opens(_given.PledgeForm)).Hidden;
        (await editor.Posts(draft, [.. token, ("InForceFrom.Day", "32")])).Status.ShouldBe(HttpStatusCode.Forbidden);
        editor.WasAsked($"GET /api/charters/{_given.Charter}/versions/1").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Somebody_with_the_role_sees_the_page_and_nobody_keeps_it()
    {
        var page = await portal.As(Person.With(Roles.Registrar)).Finds("GET /api/organisations", new { items = Array.Empty<object>() }).Opens("/registrar/organisations");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Whose_session_has_ended_is_taken_to_sign_in_and_back()
    {
        var page = await portal.As(Person.With()).IsRefused("GET /api/network/champions", HttpStatusCode.Unauthorized, "Sign in.").Opens("/network/champions?q=green%20care&sector=nhs-provider");
        page.Location.ShouldBe($"/sign-in?returnUrl={Uri.EscapeDataString("/network/champions?q=green%20care&sector=nhs-provider")}");
        var form = await _given.EditorAt(portal).IsRefused(_given.PledgeCall, HttpStatusCode.Unauthorized, "Sign in.").Sends(_given.PledgeForm, Given.Typed());
        form.Location.ShouldBe($"/sign-in?returnUrl={Uri.EscapeDataString(_given.PledgeForm)}");
    }

    [Theory]
    [InlineData("/register?q=a&sector=faith", "/register?q=a&sector=faith")]
    [InlineData(null, "/account")]
    [InlineData("https://evil.example/", "/account")]
    [InlineData("//evil.example/", "/account")]
    [InlineData("/\\evil.example/", "/account")]
    [InlineData("/\t/evil.example/", "/account")]
    [InlineData("javascript:alert(1)", "/account")]
    public async Task Signing_in_leads_nowhere_but_here(string? returnUrl, string target)
    {
        var visitor = portal.Stranger().Finds("POST /identity/sessions", new { session = "a-secret", expiresAt = "2099-01-01T00:00:00Z" }, HttpStatusCode.Created);
        var form = await visitor.Opens($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl ?? "")}");
        form.Hidden.SingleOrDefault(field => field.Name == "returnUrl").Value.ShouldBe(target == returnUrl ? target : "");
        var page = await visitor.Posts("/sign-in", [.. form.Hidden.Where(field => field.Name != "returnUrl"), ("returnUrl", returnUrl ?? ""), ("Email", "ada@example.org"), ("Password", "right")]);
        page.Location.ShouldBe(target);
        var cookie = page.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("__Host-charter-session="));
        cookie.ShouldContain("path=/");
        cookie.ShouldNotContain("domain");
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldContain("secure");
    }

    [Fact]
    public async Task Every_cookie_is_bound_to_this_host_and_to_tls_where_people_use_https()
    {
        var visitor = portal.Stranger().Finds("DELETE /identity/sessions/current", new { }, HttpStatusCode.NoContent);
        var form = await visitor.Opens("/sign-in");
        form.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldStartWith("__Host-charter-form=");
        var left = await visitor.Presses(form, "/sign-out");
        var cookies = left.Headers.GetValues("Set-Cookie").ToList();
        cookies.Select(c => c.Split('=')[0]).ShouldBe(["__Host-charter-session", "__Host-charter-note"], ignoreOrder: true);
        foreach (var cookie in form.Headers.GetValues("Set-Cookie").Concat(cookies))
        {
            cookie.ShouldContain("; path=/");
            cookie.ShouldContain("; secure");
            cookie.ShouldNotContain("domain=");
            if (!cookie.StartsWith("__Host-charter-session=;"))   // that one only takes it away
            {
                cookie.ShouldContain("; httponly");
                Regex.IsMatch(cookie, "; samesite=(lax|strict)").ShouldBeTrue(cookie);
            }
        }
    }

    [Fact]
    public async Task A_wrong_password_is_said_at_the_form()
    {
        var visitor = portal.Stranger().IsRefused("POST /identity/sessions", HttpStatusCode.Unauthorized, "E-mail address or password is wrong.");
        var page = await visitor.Sends("/sign-in", ("Email", "ada@example.org"), ("Password", "wrong"));
        page.Title.ShouldBe("Error: Sign in – Charter");
        page.Errors.ShouldBe([("Email", "E-mail address or password is wrong.")]);
        page.Value("Email").ShouldBe("ada@example.org");
        page.Value("Password").ShouldBeNull();
    }
}
