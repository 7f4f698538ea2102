using System.Net;

namespace Charter.Portal.Tests;

public sealed class Having_an_account(PortalFixture portal)
{
    private static readonly object Started = new { session = "a-secret", expiresAt = "2099-01-01T00:00:00Z" };
    private static readonly Guid Some = Guid.CreateVersion7();

    [Fact]
    public async Task The_next_page_says_where_the_mail_went_and_no_address_says_whose_it_is()
    {
        var visitor = portal.Stranger().Finds("POST /identity/accounts", new { }, HttpStatusCode.Accepted);
        var sent = await visitor.Sends("/account/new", ("Name", "Ada"), ("Email", " ada@example.org "), ("Password", "otters along the canal"));
        sent.Location.ShouldBe("/account/new/sent");
        visitor.WasAsked("POST /identity/accounts").Single().Json.GetProperty("email").GetString().ShouldBe(" ada@example.org ");
        (await visitor.Opens("/account/new/sent")).Html.ShouldContain("We have sent a mail to ada@example.org.");
        (await visitor.Opens("/account/new/sent")).Html.ShouldContain("We have sent a mail to the address that you gave.");
    }

    [Fact]
    public async Task What_is_wrong_with_a_new_account_stands_at_its_fields_and_the_password_is_not_sent_back()
    {
        var visitor = portal.Stranger().IsRefused("POST /identity/accounts", HttpStatusCode.BadRequest, "Some fields are not right.",
            new { email = new[] { "Enter an e-mail address such as name@example.org." }, password = new[] { "Choose a password of at least 12 characters." } });
        var page = await visitor.Sends("/account/new", ("Name", "Ada"), ("Email", "ada"), ("Password", "short"));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Errors.ShouldBe([("Email", "Enter an e-mail address such as name@example.org."), ("Password", "Choose a password of at least 12 characters.")]);
        page.Value("Name").ShouldBe("Ada");
        page.Value("Password").ShouldBeNull();
        page.Html.ShouldNotContain("short\"");
    }

    [Theory]
    [InlineData("/account/confirm", "confirm-account", "POST /identity/accounts/confirmation")]
    [InlineData("/account/reset", "reset-password", "POST /identity/passwords")]
    [InlineData("/account/email/confirm", "change-address", "POST /identity/addresses")]
    [InlineData("/account/email/undo", "undo-address", "POST /identity/addresses/undo")]
    public async Task To_open_a_link_from_a_mail_does_nothing_yet(string path, string purpose, string call)
    {
        var visitor = portal.Stranger().Finds("POST /identity/links", new { }, HttpStatusCode.NoContent);
        var page = await visitor.Opens($"{path}?code=a-code");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Hidden.ShouldContain(("code", "a-code"));
        visitor.WasAsked("POST /identity/links").Single().Json.GetProperty("purpose").GetString().ShouldBe(purpose);
        visitor.WasAsked(call).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/account/confirm", "/account/new/resend")]
    [InlineData("/account/reset", "/account/forgotten")]
    [InlineData("/account/email/confirm", "/account/email")]
    [InlineData("/account/email/undo", "/account/forgotten")]
    public async Task A_link_that_is_no_longer_good_says_so_and_where_to_get_another(string path, string instead)
    {
        var page = await portal.Stranger().IsRefused("POST /identity/links", HttpStatusCode.Conflict, "This link has been used.").Opens($"{path}?code=a-code");
        page.Status.ShouldBe(HttpStatusCode.Gone);
        page.Title.ShouldBe("This link cannot be used – Charter");
        page.Html.ShouldContain($"href=\"{instead}\"");
    }

    [Fact]
    public async Task To_confirm_an_account_signs_in()
    {
        var visitor = portal.Stranger().Finds("POST /identity/links", new { }, HttpStatusCode.NoContent).Finds("POST /identity/accounts/confirmation", Started, HttpStatusCode.Created);
        var page = await visitor.Presses(await visitor.Opens("/account/confirm?code=a-code"), "/account/confirm", ("Password", "otters along the canal"));
        page.Location.ShouldBe("/account");
        page.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("__Host-charter-session=a-secret")).ShouldContain("httponly");
    }

    [Fact]
    public async Task A_new_password_leads_back_to_sign_in()
    {
        var visitor = portal.Stranger().Finds("POST /identity/links", new { }, HttpStatusCode.NoContent).Finds("POST /identity/passwords", new { }, HttpStatusCode.NoContent);
        var page = await visitor.Presses(await visitor.Opens("/account/reset?code=a-code"), "/account/reset", ("Password", "otters along the canal"));
        page.Location.ShouldBe("/sign-in");
        visitor.WasAsked("POST /identity/passwords").Single().Json.GetProperty("code").GetString().ShouldBe("a-code");
    }

    [Fact]
    public async Task Whoever_undoes_a_change_of_address_goes_on_to_choose_a_password()
    {
        var visitor = portal.Stranger().Finds("POST /identity/links", new { }, HttpStatusCode.NoContent).Finds("POST /identity/addresses/undo", new { reset = "a-reset" });
        var page = await visitor.Presses(await visitor.Opens("/account/email/undo?code=a-code"), "/account/email/undo");
        page.Location.ShouldBe("/account/reset?code=a-reset");
    }

    [Fact]
    public async Task Every_place_but_this_one_can_be_signed_out_of()
    {
        var visitor = portal.As(Person.With()).Finds("GET /api/me/sessions", new
        {
            items = new[]
            {
                new { id = Some, device = "Firefox on Windows", signedInWith = "password+totp", hasTwoFactors = true, startedAt = "2026-11-21T09:05:00Z", lastUsedAt = "2026-11-21T10:00:00Z", isThis = false },
                new { id = Guid.NewGuid(), device = "", signedInWith = "passkey", hasTwoFactors = true, startedAt = "2026-11-21T09:05:00Z", lastUsedAt = "2026-11-21T10:00:00Z", isThis = true },
            },
        }).Finds($"DELETE /api/me/sessions/{Some}", new { }, HttpStatusCode.NoContent).Finds("DELETE /api/me/sessions", new { }, HttpStatusCode.NoContent);
        var page = await visitor.Opens("/account/sessions");
        page.Html.ShouldContain("Password and authenticator app");
        page.Html.ShouldContain("21 November 2026, 09:05");
        page.Html.ShouldContain("A device that does not say what it is (this one)");
        System.Text.RegularExpressions.Regex.Matches(page.Html, "handler=End(&amp;|\")").Count.ShouldBe(1);

        (string, string)[] form = [.. page.Hidden.DistinctBy(field => field.Name)];   // each place has a form of its own
        (await visitor.Posts($"/account/sessions?handler=End&id={Some}", form)).Location.ShouldBe("/account/sessions");
        visitor.WasAsked($"DELETE /api/me/sessions/{Some}").Count.ShouldBe(1);
        (await visitor.Posts("/account/sessions?handler=EndOthers", form)).Location.ShouldBe("/account/sessions");
        visitor.WasAsked("DELETE /api/me/sessions").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("/account/security")]
    [InlineData("/account/sessions")]
    [InlineData("/account/password")]
    [InlineData("/account/email")]
    [InlineData("/account/email/sent")]
    [InlineData("/account/name")]
    public async Task What_is_of_one_person_needs_that_person(string path) =>
        (await portal.Stranger().Opens(path)).Location.ShouldBe($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");

    [Theory]
    [InlineData("/dev/mail")]
    [InlineData("/dev/mail/01939a4e-0000-7000-8000-000000000000")]
    public async Task Mails_are_shown_by_a_local_installation_only(string path)
    {
        var visitor = portal.Stranger().Finds("GET /identity/mail", new { items = Array.Empty<object>() });
        (await visitor.Opens(path)).Status.ShouldBe(HttpStatusCode.NotFound);
        visitor.WasAsked("GET /identity/mail").ShouldBeEmpty();
    }
}
