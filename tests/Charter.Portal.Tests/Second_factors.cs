using System.Net;
using Charter.ServiceDefaults;

namespace Charter.Portal.Tests;

public sealed class Second_factors(PortalFixture portal)
{
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static readonly string[] RecoveryCodes = ["7kqm-3f9t-x2bd", "9abc-defg-hjkm"];

    [Theory]
    [InlineData("code", "/sign-in/code")]
    [InlineData("passkey", "/sign-in/passkey")]
    public async Task The_right_password_leads_to_the_second_step_when_the_account_has_one(string way, string path)
    {
        var visitor = portal.Stranger().Finds("POST /identity/sessions", new { ticket = "a ticket", ways = new[] { way, "recovery-code" } });
        var page = await visitor.Sends("/sign-in", ("Email", "ada@example.org"), ("Password", "right"));
        page.Location.ShouldBe(path);
        var cookies = page.Headers.GetValues("Set-Cookie").ToList();
        cookies.ShouldNotContain(cookie => cookie.StartsWith("__Host-charter-session="));
        var step = cookies.Single(cookie => cookie.StartsWith("charter-step="));
        step.ShouldContain("path=/sign-in");
        step.ShouldContain("httponly");
        step.ShouldContain("secure");
        step.ShouldNotContain("a ticket");
    }

    [Theory]
    [InlineData("/sign-in/code")]
    [InlineData("/sign-in/recovery-code")]
    public async Task Without_the_password_there_is_no_second_step(string path)
    {
        var page = await portal.Stranger().Opens(path);
        page.Location.ShouldBe("/sign-in?tooLate=true");
        (await portal.Stranger().Opens("/sign-in?tooLate=true")).Html.ShouldContain("Start again with your password");
    }

    [Fact]
    public async Task Whoever_has_to_show_a_second_factor_is_told_on_every_page()
    {
        var officer = Person.With() with { NeedsSecondFactor = true };
        var page = await portal.As(officer).Finds("GET /api/register", new Given().Register).Opens("/register");
        page.Html.ShouldContain("You hold an office of the partnership");
        page.Html.ShouldContain("/account/security/second-factor");
        (await portal.As(Person.With(Roles.Registrar)).Finds("GET /api/register", new Given().Register).Opens("/register")).Html.ShouldNotContain("You hold an office");
    }

    [Fact]
    public async Task An_app_is_set_up_in_two_steps_and_the_session_gets_another_secret()
    {
        var person = Owner().Finds("POST /api/me/authenticator/key", new { key = Key, uri = $"otpauth://totp/Charter:ada?secret={Key}", ticket = "a ticket" })
            .IsRefused("POST /api/me/authenticator", HttpStatusCode.BadRequest, "Some fields are not right.", new { code = new[] { "The code is not right." } });
        var page = await person.Sends("/account/security/authenticator", ("Proof", "my password"));
        page.Html.ShouldContain("GEZD GNBV GY3T QOJQ");
        page.Html.ShouldContain("<svg class=\"app-qr\"");
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Hidden.Single(field => field.Name == "SetUp").Value.ShouldNotContain("a ticket");

        page = await person.Presses(page, "/account/security/authenticator", ("Code", "000000"));
        page.Errors.ShouldBe([("Code", "The code is not right.")]);
        page.Html.ShouldContain("GEZD GNBV GY3T QOJQ", Case.Sensitive, "the key is not lost with a mistyped code");

        person.Finds("POST /api/me/authenticator", new { recoveryCodes = RecoveryCodes, elevation = "up" }, HttpStatusCode.Created)
            .Finds("POST /identity/sessions/current/elevation", new { session = "another-secret", expiresAt = "2099-01-01T00:00:00Z" }, HttpStatusCode.Created);
        page = await person.Presses(page, "/account/security/authenticator", ("Code", "123456"));
        foreach (var code in RecoveryCodes)
            page.Html.ShouldContain(code);
        page.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("__Host-charter-session=")).ShouldStartWith("__Host-charter-session=another-secret");
        person.WasAsked("POST /identity/sessions/current/elevation").Single().Json.Text("ticket").ShouldBe("up");
    }

    [Fact]
    public async Task What_a_passkey_is_asked_cannot_break_out_of_its_page()
    {
        var visitor = portal.Stranger().Finds("POST /identity/passkeys/question", new { options = new { challenge = "\"><script>alert(1)</script>" }, ticket = "a ticket" });
        var page = await visitor.Opens("/sign-in/passkey");
        page.Html.ShouldNotContain("<script>alert");
        page.Html.ShouldContain("src=\"/passkeys.");

        visitor.IsRefused("POST /identity/sessions/passkey", HttpStatusCode.Unauthorized, "The passkey was not accepted.");
        page = await visitor.Presses(page, "/sign-in/passkey");
        page.Errors.ShouldBe([(null, "The passkey was not accepted.")]);
        visitor.Finds("POST /identity/sessions/passkey", new { session = "a-secret", expiresAt = "2099-01-01T00:00:00Z" }, HttpStatusCode.Created);
        (await visitor.Presses(page, "/sign-in/passkey")).Location.ShouldBe("/account");
    }

    [Fact]
    public async Task A_passkey_that_is_not_ones_own_is_not_found()
    {
        (await Owner().Opens("/account/security/passkeys/abc")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Owner().Opens("/account/security/passkeys/abc/remove")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private Visitor Owner() => portal.As(Person.With()).Finds("GET /api/me/second-factors",
        new { authenticatorSince = (string?)null, recoveryCodesLeft = 0, recoveryCodesAreFew = false, passkeys = Array.Empty<object>(), isNeeded = false, isShown = false });
}
