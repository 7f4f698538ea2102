using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Npgsql;

namespace Charter.EndToEnd.Tests;

/// <summary>Somebody new holds an office, and does what it takes for it to count.</summary>
public sealed class Second_factors_in_a_browser(Browser browser)
{
    private readonly string _email = $"officer-{Guid.NewGuid():n}@example.org";

    [Fact]
    public async Task An_authenticator_app_is_set_up_and_asked_for_without_scripts()
    {
        await NewOfficer("registrar");
        var page = await browser.Page(withScripts: false);
        await page.SignIn(_email);
        await page.Says("You hold an office of the partnership");
        await IsShut(page, "/registrar/organisations");

        await page.Follow("What to do");
        await page.Press("Set up an authenticator app");
        await page.Fill("Your password", "not my password");
        await page.Press("Continue");
        await page.Says("There is a problem");
        await page.Fill("Your password", Installation.Password);
        await page.Press("Continue");
        var app = new AuthenticatorApp((await page.Locator(".app-code").InnerTextAsync()).Replace(" ", ""));
        await page.GetByRole(AriaRole.Img, new() { Name = "QR code" }).IsVisibleAsync();
        await page.Fill("The code that the app shows now", "000000");
        await page.Press("Confirm");
        await page.Says("The code is not right");
        await page.Picture("second-factor-app");
        await ShowCode(page, "The code that the app shows now", "Confirm", app, earliest: -1);
        await page.Locator(".app-codes li").First.WaitForAsync();
        var codes = await page.Locator(".app-codes li").AllInnerTextsAsync();
        codes.Count.ShouldBe(10);
        await page.Picture("second-factor-recovery-codes");
        await page.Press("I have kept them safe");
        await page.Says("10 of 10 left");
        (await page.GotoAsync("/registrar/organisations"))!.Status.ShouldBe(200, "the office counts in this very session");

        await SignOut(page);
        await page.SignIn(_email);
        await page.IsAt("/sign-in/code");
        await page.Picture("second-factor-code");
        await page.Fill("Code", "000000");
        await page.Press("Continue");
        await page.Says("The code is not right");
        await ShowCode(page, "Code", "Continue", app, earliest: 0);
        await page.IsAt("/account");
        await page.Says("Confirm organisations");

        await SignOut(page);
        await page.SignIn(_email);
        await page.Follow("use a recovery code");
        await page.Fill("Recovery code", codes[7].ToUpperInvariant());
        await page.Press("Continue");
        await page.Says("9 codes are left");

        await page.GotoAsync("/account/security/authenticator/remove");
        await page.Fill("Your password, or a code from your authenticator app", Installation.Password);
        await page.Press("Remove the authenticator app");
        await page.Says("this is your last");

        await page.GotoAsync("/sign-in/code");
        await page.Says("Start again with your password");
    }

    [Fact]
    public async Task A_passkey_is_made_signs_in_is_renamed_and_removed()
    {
        await NewOfficer("assessor");
        var page = await browser.Page();
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await page.SignIn(_email);
        await IsShut(page, "/kite-marks/applications");
        await page.GotoAsync("/account/security/second-factor");
        await IsAccessible(page);
        await page.Press("Add a passkey");
        await page.Fill("Name of the passkey", "Work laptop");
        await page.Fill("Your password", Installation.Password);
        await page.Press("Continue");
        await IsAccessible(page);
        await page.Press("Make the passkey");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Your passkey is added" }).WaitForAsync();
        await IsAccessible(page);
        await page.Picture("passkey-added");
        await page.Press("I have kept them safe");
        (await page.GotoAsync("/kite-marks/applications"))!.Status.ShouldBe(200, "the office counts in this very session");

        await SignOut(page);
        await page.GotoAsync("/sign-in?returnUrl=%2Fkite-marks%2Fapplications");
        await page.Follow("Sign in with a passkey");
        await page.Press("Use a passkey");
        await page.WaitForURLAsync("**/kite-marks/applications");

        await page.GotoAsync("/account/security");
        await IsAccessible(page);
        await page.Follow("Rename the passkey Work laptop");
        await IsAccessible(page);
        await page.Fill("Name of the passkey", "Old laptop");
        await page.Press("Rename");
        await page.Says("Passkey: Old laptop");

        await SignOut(page);
        await page.SignIn(_email);
        await page.IsAt("/sign-in/passkey", "the password alone is not enough");
        await page.Press("Use a passkey");
        await page.WaitForURLAsync("**/account");

        await Dismiss("assessor");
        await page.GotoAsync("/account/security");
        await page.Follow("Remove the passkey Old laptop");
        await IsAccessible(page);
        await page.Fill("Your password", Installation.Password);
        await page.Press("Remove the passkey");
        await page.Says("The passkey is removed");

        await SignOut(page);
        await page.GotoAsync("/sign-in/passkey");
        await page.Press("Use a passkey");
        await page.GetByText("The passkey was not accepted").First.WaitForAsync();
        await page.SignIn(_email);
        await page.IsAt("/account");
    }

    [Fact]
    public async Task Without_scripts_the_page_for_passkeys_says_what_it_needs()
    {
        var page = await browser.Page(withScripts: false);
        await page.GotoAsync("/sign-in/passkey");
        await page.Says("Passkeys need JavaScript");
        (await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).CountAsync()).ShouldBe(0);
    }

    /// <summary>Each is accepted once, and only for a while: on a machine that stalls the first may have grown too old on its way.</summary>
    private static async Task ShowCode(IPage page, string label, string button, AuthenticatorApp app, int earliest)
    {
        for (var later = earliest; later <= 1; later++)
        {
            await page.Fill(label, app.Code(later));
            await page.Press(button);
            if (await page.GetByText("The code is not right").CountAsync() == 0)
                return;
        }
    }

    private static async Task IsShut(IPage page, string path) => (await page.GotoAsync(path))!.Status.ShouldBe(403);

    private static async Task SignOut(IPage page)
    {
        await page.GotoAsync("/sign-out");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.Says("You have signed out");
    }

    private static async Task IsAccessible(IPage page) =>
        (await page.RunAxe()).Violations.Select(v => $"{page.Url}: {v.Id}: {string.Join(", ", v.Nodes.Select(n => n.Html).Take(3))}").ShouldBeEmpty();

    /// <summary>An account with the password of the sample accounts and nothing else.</summary>
    private async Task NewOfficer(string role)
    {
        await using var identity = await Installation.Database("identity");
        await using var insert = new NpgsqlCommand(
            """
            insert into account select (jsonb_populate_record(a, jsonb_build_object('id', $1, 'name', 'Olive Ficer', 'email', $2, 'user_name', $2, 'normalized_email', upper($2), 'normalized_user_name', upper($2)))).*
            from account a where email = 'newcomer@example.org'
            """, identity)
        { Parameters = { new() { Value = Guid.CreateVersion7() }, new() { Value = _email } } };
        (await insert.ExecuteNonQueryAsync()).ShouldBe(1);
        await using var appoint = new NpgsqlCommand("insert into role_assignment (subject, role, held_from) select id, $1, now() from account where email = $2", identity)
        { Parameters = { new() { Value = role }, new() { Value = _email } } };
        (await appoint.ExecuteNonQueryAsync()).ShouldBe(1);
    }

    private async Task Dismiss(string role)
    {
        await using var identity = await Installation.Database("identity");
        await using var dismiss = new NpgsqlCommand("delete from role_assignment using account where account.id = subject and role = $1 and email = $2", identity)
        { Parameters = { new() { Value = role }, new() { Value = _email } } };
        (await dismiss.ExecuteNonQueryAsync()).ShouldBe(1);
    }
}
