using Microsoft.Playwright;

namespace Charter.EndToEnd.Tests;

/// <summary>An account from its beginning, without JavaScript; mails are read where a local installation shows them.</summary>
public sealed class An_account_in_a_browser(Browser browser)
{
    private const string First = "otters along the canal";
    private const string Second = "herons under the bridge";
    private const string Third = "kingfishers by the lock";
    private readonly string _email = $"browser-{Guid.NewGuid():n}@example.org";
    private int _pictures;

    [Fact]
    public async Task From_its_creation_to_a_forgotten_password()
    {
        var page = await browser.Page(withScripts: false);
        await Create(page);
        await page.Press("Sign out");
        await SignIn(page, _email, First);

        await page.Follow("Sign-in and security");
        await Picture(page, "security");
        await page.GetByRole(AriaRole.Link, new() { Name = "Change password" }).ClickAsync();
        await page.Fill("Password until now", First);
        await page.Fill("New password", "liverpool2026");
        await page.Press("Change password");
        await page.Says("Many people use a password like this one");
        await Picture(page, "password-errors");
        await page.Fill("Password until now", First);
        await page.Fill("New password", Second);
        await page.Press("Change password");
        await page.Says("Your password is changed");

        var other = await browser.Page(withScripts: false);
        await other.GotoAsync("/sign-in");
        await other.Follow("Forgotten your password?");
        await other.Fill("E-mail address", _email);
        await other.Press("Send the link");
        await other.Says(_email);
        await OpenMail(other, _email, "Choose a new password");
        await FollowMail(other, "/account/reset");
        await other.Fill("New password", Third);
        await Picture(other, "reset");
        await other.Press("Change password");
        await other.Says("Sign in with the new one");
        await SignIn(other, _email, Second, "is not right");
        await SignIn(other, _email, Third);
        await SignedOut(page);

        await OpenMail(other, _email, "Choose a new password");
        await FollowMail(other, "/account/reset");
        await other.Says("This link cannot be used");
    }

    [Fact]
    public async Task A_change_of_address_that_its_owner_undoes()
    {
        var page = await browser.Page(withScripts: false);
        var thief = await browser.Page(withScripts: false);
        await Create(page);
        await SignIn(thief, _email, First);

        await page.GotoAsync("/account/sessions");
        await page.Says("Chrome on Linux");
        await Picture(page, "sessions");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Sign out of Chrome") }).ClickAsync();
        await page.Says("You are signed out there");
        await SignedOut(thief);
        await SignIn(thief, _email, First);

        var taken = $"taken-{_email}";
        await thief.GotoAsync("/account/email");
        await thief.Fill("New e-mail address", taken);
        await thief.Fill("Password", First);
        await thief.Press("Send the link");
        await thief.Says(taken);
        await OpenMail(thief, taken, "Confirm your new e-mail address");
        await FollowMail(thief, "/account/email/confirm");
        await thief.Press("Confirm the address");
        await thief.Says("Your e-mail address is changed");

        var owner = await browser.Page(withScripts: false);
        await OpenMail(owner, _email, "The e-mail address of your account was changed");
        await owner.Follow("See it as HTML");
        await owner.Locator("a[href*='/account/email/undo']").ClickAsync();
        await Picture(owner, "undo");
        await owner.Press("It was not me");
        await owner.Says("everybody was signed out");
        await owner.Fill("New password", Second);
        await owner.Press("Change password");
        await SignIn(owner, _email, Second);
        await SignedOut(thief);
        await SignIn(thief, taken, First, "is not right");
    }

    [Fact]
    public async Task What_an_installation_sends_is_read_as_a_mail_and_can_run_nothing()
    {
        var page = await browser.Page();
        await page.GotoAsync("/account/forgotten");
        await page.Fill("E-mail address", _email);
        await page.Press("Send the link");
        await OpenMail(page, _email, "There is no account with this address");
        await Picture(page, "mail");
        await page.Follow("See it as HTML");
        var policy = (await page.ReloadAsync())!.Headers["content-security-policy"];
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldContain("sandbox");
        await page.Locator("a[href$='/account/new']").ClickAsync();
        await page.Says("Create an account");
    }

    private async Task Create(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.Follow("Create an account");
        await page.Fill("Your name", "Robin Canal");
        await page.Fill("E-mail address", _email);
        await page.Fill("Password", "robin canal");
        await page.Press("Create account");
        await page.Says("at least 12 characters");
        await Picture(page, "new-errors");
        await page.Fill("Password", First);
        await page.Press("Create account");
        await page.Says($"We have sent a mail to {_email}");
        await Picture(page, "new-sent");
        page.Url.ShouldNotContain("browser-", Case.Insensitive, "no personal data in addresses");
        await OpenMail(page, _email, "Confirm your e-mail address");
        await FollowMail(page, "/account/confirm");
        await page.Fill("Password", First);
        await Picture(page, "confirm");
        await page.Press("Confirm and sign in");
        await page.Says("your account is ready");
        await page.Says("Robin Canal");
    }

    private static async Task SignIn(IPage page, string email, string password, string? says = null)
    {
        await page.GotoAsync("/sign-in");
        await page.Fill("E-mail address", email);
        await page.Fill("Password", password);
        await page.Press("Sign in");
        if (says is null)
            await page.IsAt("/account");
        else
            await page.Says(says);
    }

    /// <summary>The gateway knows it a moment later.</summary>
    private static Task SignedOut(IPage page) => Eventually.Passes(async () =>
    {
        await page.GotoAsync("/account");
        new Uri(page.Url).AbsolutePath.ShouldBe("/sign-in");
    });

    private static async Task OpenMail(IPage page, string to, string subject)
    {
        await page.GotoAsync($"/dev/mail?to={Uri.EscapeDataString(to)}");
        await page.Follow(subject);
    }

    private static async Task FollowMail(IPage page, string path)
    {
        await page.Locator($"a[href*='{path}?code=']").First.ClickAsync();
        await Eventually.Passes(() =>
        {
            new Uri(page.Url).AbsolutePath.ShouldBe(path);
            return Task.CompletedTask;
        });
    }

    private Task Picture(IPage page, string name) => page.Picture($"account-{++_pictures:00}-{name}");
}
